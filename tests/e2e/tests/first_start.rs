//! The first start: nobody is known yet, and the window asks for the administrator.

use e2e::window_test;
use serde_json::json;

window_test!(
    async fn first_start_asks_for_the_administrator_and_lands_at_home(stage: Stage) {
        let window = stage.window().await;
        window.by_role_name("textbox", "Nome da empresa").await;
        window.by_role_name("button", "Experimentar com dados de demonstração").await;
        window.screenshot("1-first-run").await;
        window.assert_accessible().await;

        window.fill("Nome da empresa", "Elevadores São João Ltda.").await;
        window.fill("CNPJ ou CPF da empresa", "11.222.333/0001-81").await;
        window.fill("Seu nome", "Conceição Araújo").await;
        window.fill("Usuário", "conceicao").await;
        window.fill("Senha", "uma senha comprida").await;
        window.press("Enter").await;

        window.by_role_name("navigation", "").await;
        window.wait_for_text("Comece por aqui").await;
        window.screenshot("2-home").await;
        window.assert_accessible().await;
        let status = window.rpc("app.status", json!({})).await.unwrap();
        assert_eq!(status["state"], "signed_in", "{status}");
        assert_eq!(status["user"]["name"], "Conceição Araújo");
    }
);
