//! The administrator sets the house up: the company and its logo, a holiday, a new person, who then signs in.

use e2e::{Stage, Window, window_test};
use serde_json::json;

/// A red dot, as a PNG.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00,
    0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x64, 0xf8, 0xcf, 0x50, 0x0f, 0x00, 0x03,
    0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42,
    0x60, 0x82,
];

async fn first_start(window: &Window) {
    window.by_role_name("textbox", "Nome da empresa").await;
    let request = json!({
        "name": "Conceição Araújo", "username": "conceicao", "password": "uma senha comprida",
        "company_name": "Elevadores São João Ltda.", "company_document": "11.222.333/0001-81",
    });
    window.rpc("access.create_first_administrator", request).await.unwrap();
    window.driver.refresh().await.unwrap();
    window.by_role_name("navigation", "").await;
}

async fn set_company_up(window: &Window, stage: &Stage) {
    window.click("link", "Empresa").await;
    window.by_role_name("button", "Escolher imagem…").await;
    let file = stage.folder().join("logo.png");
    std::fs::write(&file, PNG).unwrap();
    let input = window.driver.find(thirtyfour::By::Css("input[type=file]")).await.unwrap();
    input.send_keys(file.display().to_string()).await.unwrap();
    window.wait_for_text("Logotipo salvo").await;
    window.fill("Cidade", "Campinas").await;
    window.fill("CEP", "1").await;
    window.click("button", "Salvar").await;
    window.wait_for_text("O CEP tem 8 dígitos.").await;
    window.screenshot("1-company-refused").await;
    window.fill("CEP", "13012100").await;
    window.press("Control+Enter").await;
    window.wait_for_text("Dados da empresa salvos.").await;
    window.screenshot("2-company").await;
    window.assert_accessible().await;
    assert_eq!(window.rpc("company.get", json!({})).await.unwrap()["cep"], "13012100");
}

async fn add_holiday(window: &Window) {
    window.click("link", "Feriados").await;
    window.wait_for_text("Natal").await;
    window.click("button", "Novo feriado").await;
    let year = window.by_css("output[aria-label=Ano]").await.text().await.unwrap();
    window.fill("Data", &format!("1407{year}")).await;
    window.fill("Nome", "Aniversário da cidade").await;
    window.click("button", "Salvar").await;
    window.by_role_name("button", "Retirar Aniversário da cidade").await;
    window.screenshot("3-holidays").await;
    window.assert_accessible().await;
}

/// Adds a person; gives the password that works once.
async fn add_person(window: &Window) -> String {
    window.click("link", "Pessoas").await;
    window.wait_for_text("1 pessoa pode entrar").await;
    window.press("n").await;
    window.fill("Nome completo", "Rita Prado").await;
    window.fill("Usuário", "rita.prado").await;
    window.click("checkbox", "Comercial").await;
    window.screenshot("4-new-person").await;
    window.click("button", "Adicionar e gerar senha").await;
    let password = window.by_test_id("one-time-password").await.text().await.unwrap();
    window.screenshot("5-one-time-password").await;
    window.assert_accessible().await;
    window.click("button", "Concluir").await;
    window.wait_for_text("2 pessoas podem entrar").await;
    window.screenshot("6-people").await;
    window.assert_accessible().await;
    password
}

async fn sign_in(window: &Window, password: &str) {
    window.fill("Usuário", "rita.prado").await;
    window.fill("Senha", password).await;
    window.press("Enter").await;
}

window_test!(
    async fn sys_4_a_person_is_added_and_signs_in_with_a_password_of_their_own(stage: Stage) {
        let window = stage.window().await;
        first_start(&window).await;
        set_company_up(&window, &stage).await;
        add_holiday(&window).await;
        let once = add_person(&window).await;

        window.click("link", "Perfis de acesso").await;
        window.wait_for_text("Fazer e enviar orçamentos").await;
        window.screenshot("7-roles").await;
        window.assert_accessible().await;

        window.rpc("access.sign_out", json!({})).await.unwrap();
        window.driver.refresh().await.unwrap();
        sign_in(&window, &once).await;
        window.by_role_name("heading", "Crie a sua senha").await;
        window.screenshot("8-own-password").await;
        window.assert_accessible().await;
        window.fill("Nova senha", "só minha e de mais ninguém").await;
        window.click("button", "Salvar e continuar").await;
        window.by_role_name("navigation", "").await;
        assert!(!window.has("link", "Pessoas").await, "a seller sets nobody up");
        let status = window.rpc("app.status", json!({})).await.unwrap();
        assert_eq!((&status["state"], &status["user"]["name"]), (&json!("signed_in"), &json!("Rita Prado")));
        let refused = window.rpc("access.users", json!({})).await.unwrap_err();
        assert_eq!(refused["code"], "forbidden");

        window.click("button", "Menu de Rita Prado").await;
        window.click("menuitem", "Meu perfil e senha").await;
        window.by_role_name("heading", "Meu perfil").await;
        window.screenshot("9-profile").await;
        window.assert_accessible().await;
    }
);
