//! Files come in through the window: what was recognised, the check, the import, and a second time for nothing.

use e2e::{Stage, Window, window_test};
use serde_json::{Value, json};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data");

window_test!(
    async fn sys_5_both_example_files_come_in_through_the_window(stage: Stage) {
        let window = first_start(&stage).await;

        // Customers, from the empty list.
        window.click("link", "Clientes").await;
        window.click("button", "Importar").await;
        look_at(&window, "clientes.csv").await;
        window.wait_for_text("Windows-1252").await;
        window.wait_for_text("ponto e vírgula").await;
        window.by_role_name("button", "Conferir sem importar").await;
        window.screenshot("1-customers-recognised").await;
        window.assert_accessible().await;
        window.press("Control+Enter").await;
        window.by_role_name("button", "Importar 240 linhas").await;
        window.wait_for_text("Até aqui nada foi alterado.").await;
        window.screenshot("2-customers-checked").await;
        window.assert_accessible().await;
        assert_eq!(customers(&window).await["total"], 0);
        window.press("Control+Enter").await;
        window.by_role_name("button", "Abrir a lista de clientes").await;
        window.screenshot("3-customers-imported").await;
        assert_eq!(customers(&window).await["total"], 240);

        // The same file again changes nothing, and the screen says so.
        window.click("button", "Outro arquivo").await;
        look_at(&window, "clientes.csv").await;
        window.click("button", "Conferir sem importar").await;
        window.wait_for_text("importar este arquivo outra vez não muda nada").await;
        window.screenshot("4-customers-again").await;
        window.click("button", "Abrir a lista de clientes").await;
        window.wait_for_text("240 clientes").await;
        window.screenshot("5-customers-list").await;

        // Prices, from their own list.
        window.click("link", "Produtos e preços").await;
        window.click("button", "Importar").await;
        look_at(&window, "tabela-de-precos.xlsx").await;
        window.wait_for_text("Tabela de preços (11/01/2026 a 31/12/2026)").await;
        window.click("button", "Conferir sem importar").await;
        window.by_role_name("button", "Importar 60 linhas").await;
        window.screenshot("6-prices-checked").await;
        window.assert_accessible().await;
        window.press("Control+Enter").await;
        window.click("button", "Abrir a lista de produtos").await;
        window.wait_for_text("Câmera IP 4 MP com visão noturna").await;
        window.screenshot("7-products").await;

        // The customers were a mistake: all of them go again.
        window.click("link", "Clientes").await;
        window.click("button", "Importar").await;
        window.click("button", "Desfazer").await;
        window.wait_for_text("Remover os 240 clientes que esta importação criou?").await;
        window.screenshot("8-undo-asked").await;
        window.click("button", "Remover").await;
        window.wait_for_text("Removidos: 240 clientes").await;
        window.screenshot("9-undone").await;
        window.assert_accessible().await;
        assert_eq!(customers(&window).await["total"], 0);
    }
);

pub async fn first_start(stage: &Stage) -> Window {
    let window = stage.window().await;
    window.fill("Nome da empresa", "Elevadores São João Ltda.").await;
    window.fill("CNPJ ou CPF da empresa", "11.222.333/0001-81").await;
    window.fill("Seu nome", "Conceição Araújo").await;
    window.fill("Usuário", "conceicao").await;
    window.fill("Senha", "uma senha comprida").await;
    window.press("Enter").await;
    window.by_role_name("navigation", "").await;
    window
}

async fn look_at(window: &Window, name: &str) {
    type_path(window, &format!("{DATA}/{name}")).await;
}

/// The file chooser belongs to the desktop and cannot be driven; the path can be typed.
async fn type_path(window: &Window, path: &str) {
    window.fill("Ou digite o caminho do arquivo", path).await;
    window.press("Enter").await;
}

async fn customers(window: &Window) -> Value {
    let request = json!({
        "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": "name",
        "descending": false, "offset": 0, "limit": 1,
    });
    window.rpc("customers.list", request).await.expect("the list")
}
