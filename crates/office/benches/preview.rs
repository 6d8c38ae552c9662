//! How long the editor of quotes waits for its page: the command `quotes.preview_pdf` with ten items and a logo,
//! from the request to the answer as the window gets it. The aim is 50 ms.
//! `cargo bench -p office --bench preview --profile quick`
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use divan::Bencher;
use office::{App, AppConfig, Client};
use serde_json::{Value, json};

const LOGO: &[u8] = include_bytes!("../src/demo/logo.png");

fn main() {
    divan::main();
}

/// A quote of ten items on a base of its own.
async fn quote(folder: PathBuf) -> (Client, Value) {
    let config = AppConfig { data_dir: Some(folder), secrets_in_file: true, ..AppConfig::default() };
    let client = Client::new(App::open(config).await.unwrap());
    let first = json!({
        "name": "Ana Duarte", "username": "ana", "password": "uma senha comprida",
        "company_name": "Conecta Telecom", "company_document": "11.222.333/0001-81",
    });
    client.call("access.create_first_administrator", first).await.unwrap();
    client.call("company.save_logo", json!({ "image_base64": STANDARD.encode(LOGO) })).await.unwrap();
    let customer = json!({
        "kind": "company", "name": "Panificadora Trigo Bom Ltda", "trade_name": "", "document": "",
        "birth_date": "", "mother_name": "", "contact_name": "Sônia Prado", "segment": "retail",
        "responsible_id": null, "contact_points": [], "addresses": [],
    });
    let customer = client.call("customers.create", customer).await.unwrap();
    let quote = client.call("quotes.create", json!({ "customer_id": customer["id"] })).await.unwrap();
    let line = json!({
        "product_id": null, "description": "Câmera IP 4 MP com visão noturna e caixa de proteção", "unit": "un",
        "charge": "one_off", "quantity_milli": 6_000, "unit_price_cents": 49_504, "list_price_cents": null,
        "discount_bp": 500, "optional": false,
    });
    let mut content = quote["content"].clone();
    content["lines"] = Value::Array(vec![line; 10]);
    (client, json!({ "id": quote["version"]["id"], "content": content }))
}

#[divan::bench(sample_count = 50)]
fn ten_items(bencher: Bencher) {
    let folder = std::env::temp_dir().join(format!("preview-{}", office::ids::random_token()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (client, request) = runtime.block_on(quote(folder.clone()));
    bencher.bench_local(|| {
        runtime.block_on(client.call("quotes.preview_pdf", request.clone())).expect("a page")
    });
    runtime.block_on(client.app().db.close());
    std::fs::remove_dir_all(folder).ok();
}
