//! An approved sale on its course: entry, installation, activation, post-sale, and what the customer says.

use std::time::Duration;

use e2e::{Window, window_test};
use serde_json::{Value, json};

/// Today as people type it, in the company's time.
async fn today(window: &Window) -> String {
    let script = "return new Date().toLocaleDateString('pt-BR', { timeZone: 'America/Sao_Paulo' })";
    let told = window.driver.execute(script, vec![]).await.unwrap();
    told.json().as_str().unwrap().to_owned()
}

/// The sale that waits longest for its entry.
async fn waiting_sale(window: &Window) -> Value {
    let list = window.rpc("fulfilment.list", json!({ "stage": "approved" })).await.unwrap();
    list["items"][0]["course"].clone()
}

async fn enter(window: &Window) {
    window.visit("/course").await;
    window.fill("Número do protocolo", "sem algarismo").await;
    window.click("button", "Registrar protocolo").await;
    window.wait_for_text("Um protocolo tem pelo menos um algarismo.").await;
    window.fill("Número do protocolo", "VV-2026118").await;
    window.click("button", "Registrar protocolo").await;
    window.wait_for_text("VV-2026118").await;
    window.click("button", "Enviar para instalação").await;
    window.wait_for_text("Venda enviada para instalação.").await;
}

async fn install(window: &Window) {
    window.wait_for_text("Nenhuma visita marcada.").await;
    window.fill("Data", &today(window).await).await;
    window.choose("Equipe", "Equipe Norte").await;
    window.click("button", "Marcar visita").await;
    window.wait_for_text("Visita marcada.").await;
    window.screenshot("1-visit").await;
    window.click("button", "Registrar instalação").await;
    window.wait_for_text("Instalação concluída.").await;
}

/// How many steps of the activation are noted.
async fn marked(window: &Window, sale: &Value) -> usize {
    let detail = window.rpc("fulfilment.get", json!({ "id": sale["registration_id"] })).await.unwrap();
    detail["activation"].as_array().unwrap().len()
}

async fn activate(window: &Window, sale: &Value) {
    let steps = ["Configurado", "Testado", "Acesso confirmado com o cliente", "Cliente orientado"];
    for (done, step) in steps.into_iter().enumerate() {
        window.click("checkbox", step).await;
        // Noted before the next one is pressed, which needs the version that this one makes.
        for _ in 0..200 {
            if marked(window, sale).await > done {
                break;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        window.settle().await;
    }
    window.screenshot("2-activation").await;
    window.click("button", "Concluir ativação").await;
    window.wait_for_text("0 de 5 meses seguidos pagos em dia.").await;
}

async fn ask(window: &Window) {
    window.click("button", "Registrar opinião").await;
    window.click("button", "9").await;
    window.fill("Nas palavras do cliente", "Instalaram em uma hora.").await;
    window.click("button", "Registrar").await;
    window.wait_for_text("Opinião registrada.").await;
    window.wait_for_text("nota 9").await;
    window.screenshot("3-post-sale").await;
}

window_test!(
    async fn reg_5_to_8_a_sale_goes_from_entry_to_post_sale(stage: Stage) {
        stage.make_demo(60);
        let window = stage.window().await;
        window.sign_in_as("beatriz").await;
        let sale = waiting_sale(&window).await;
        enter(&window).await;
        let address = format!("/course?sale={}", sale["registration_id"].as_str().unwrap());
        window.visit(&address).await;
        install(&window).await;
        activate(&window, &sale).await;
        ask(&window).await;
        let detail = window.rpc("fulfilment.get", json!({ "id": sale["registration_id"] })).await.unwrap();
        assert_eq!(detail["course"]["stage"], "post_sale");
        assert_eq!(detail["feedback"][0]["score"], 9);
        let steps: Vec<_> =
            detail["stages"].as_array().unwrap().iter().map(|entry| &entry["stage"]).collect();
        assert_eq!(steps, ["approved", "installation", "activation", "post_sale"]);
        // Who was installed waits to be welcomed.
        window.visit("/onboarding").await;
        window.wait_for_text(sale["name"].as_str().unwrap()).await;
        window.screenshot("4-onboarding").await;
    }
);
