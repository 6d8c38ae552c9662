//! What the administrator does before anybody can work.

use super::Walk;
use super::cast::{
    ADMINISTRATOR, CARRIER, COMPANY, COMPANY_DOCUMENT, COMPANY_EMAIL, PASSWORD, PLAN, Person, REVIEWER,
    SELLER,
};
use crate::post_office;

/// Files as people have them: semicolons and Windows-1252; title rows above the header.
const CUSTOMERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/clientes.csv");
const PRODUCTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/tabela-de-precos.xlsx");

impl Walk<'_> {
    /// An empty database asks for the company and its administrator.
    pub(super) async fn first_start(&mut self) {
        let window = self.window.clone();
        window.fill("Nome da empresa", COMPANY).await;
        window.fill("CNPJ ou CPF da empresa", COMPANY_DOCUMENT).await;
        window.fill("Seu nome", ADMINISTRATOR.name).await;
        window.fill("Usuário", ADMINISTRATOR.username).await;
        window.fill("Senha", PASSWORD).await;
        self.look("primeiro-acesso").await;
        window.press("Enter").await;
        window.by_role_name("navigation", "").await;
        self.look("inicio").await;
    }

    /// The server that messages go out through, with TLS and a test that really arrives.
    pub(super) async fn mail_account(&mut self) {
        let window = self.window.clone();
        window.click("link", "Conta de e-mail").await;
        window.fill("Nome", COMPANY).await;
        window.fill("E-mail", COMPANY_EMAIL).await;
        window.fill("Servidor", "localhost").await;
        window.fill("Porta", &self.post.port.to_string()).await;
        window.fill("Usuário", post_office::USERNAME).await;
        window.fill("Senha", post_office::PASSWORD).await;
        window.paste("Certificado de um servidor próprio (PEM)", &self.post.certificate()).await;
        window.press("Control+Enter").await;
        window.wait_for_text("Conta salva.").await;
        window.fill("Enviar para", "conceicao@horizonte.example").await;
        window.click("button", "Enviar um teste para mim").await;
        window.wait_for_text("aceito pelo servidor").await;
        self.look("conta-de-email").await;
    }

    /// Somebody who sells and somebody who reviews, each with a password that works once.
    pub(super) async fn people(&mut self) {
        self.window.click("link", "Pessoas").await;
        for person in [SELLER, REVIEWER] {
            self.person(person).await;
        }
        self.look("pessoas").await;
    }

    async fn person(&mut self, person: Person) {
        let window = self.window.clone();
        window.click("button", "Adicionar pessoa").await;
        window.fill("Nome completo", person.name).await;
        window.fill("Usuário", person.username).await;
        window.click("checkbox", person.role).await;
        window.click("button", "Adicionar e gerar senha").await;
        let password = window.by_test_id("one-time-password").await.text().await.expect("a password");
        self.given_passwords.insert(person.username, password);
        window.click("button", "Concluir").await;
        window.by_role_name("row", person.name).await;
    }

    /// What can be sold.
    pub(super) async fn plan(&mut self) {
        let window = self.window.clone();
        window.click("link", "Planos e prazos").await;
        window.click("button", "Novo plano").await;
        window.fill("Operadora", CARRIER).await;
        window.fill("Plano", PLAN).await;
        window.fill("Preço por mês", "149,90").await;
        window.press("Control+Enter").await;
        window.wait_for_text(&format!("Plano salvo: {PLAN}")).await;
        window.by_role_name("row", PLAN).await;
        self.look("planos").await;
    }

    /// Customers and prices, as a spreadsheet program saved them.
    pub(super) async fn imports(&mut self) {
        let window = self.window.clone();
        window.click("link", "Clientes").await;
        window.click("button", "Importar").await;
        self.import("clientes", CUSTOMERS, "Importar 240 linhas").await;
        window.click("button", "Abrir a lista de clientes").await;
        window.by_role_name("row", "Sumaré").await;
        self.look("clientes").await;
        window.click("link", "Produtos e preços").await;
        window.click("button", "Importar").await;
        self.import("precos", PRODUCTS, "Importar 60 linhas").await;
        window.click("button", "Abrir a lista de produtos").await;
        window.wait_for_text("IP fixo").await;
        self.look("produtos").await;
    }

    /// The file chooser belongs to the desktop and cannot be driven; the path can be typed.
    async fn import(&mut self, name: &str, file: &str, button: &str) {
        let window = self.window.clone();
        window.fill("Ou digite o caminho do arquivo", file).await;
        window.press("Enter").await;
        window.by_role_name("button", "Conferir sem importar").await;
        self.look(&format!("arquivo-de-{name}")).await;
        window.press("Control+Enter").await;
        window.by_role_name("button", button).await;
        self.look(&format!("conferencia-de-{name}")).await;
        window.press("Control+Enter").await;
    }
}
