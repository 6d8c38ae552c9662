//! The seller: a sale with two mistakes, and its correction.

use super::Walk;
use super::cast::{CARRIER, CORRECTED_EMAIL, CUSTOMER, CUSTOMER_DOCUMENT, MISTYPED_EMAIL, PLAN};

impl Walk<'_> {
    /// Fills in and submits a sale; gives its number.
    pub(super) async fn sell(&mut self) -> String {
        let window = self.window.clone();
        window.click("link", "Minhas vendas").await;
        window.click("button", "Nova venda").await;
        self.look("venda-em-branco").await;
        for (label, text) in [
            ("CPF", CUSTOMER_DOCUMENT),
            ("Nome", CUSTOMER),
            ("Nome da mãe", "Iolanda Lobão"),
            ("Nascimento", "22/04/1975"),
            ("Telefone 1", "(81) 98973-0475"),
            ("Telefone 2", "(81) 3461-3632"),
            ("E-mail", MISTYPED_EMAIL),
            ("CEP", "50030-566"),
            ("Logradouro", "Rua Penteado"),
            ("Número", "2031"),
            ("Bairro", "Recife"),
            ("Cidade", "Recife"),
        ] {
            window.fill(label, text).await;
        }
        window.choose("UF", "PE").await;
        window.choose("Operadora", CARRIER).await;
        window.choose("Plano", PLAN).await;
        window.choose("Dia de vencimento", "15").await;
        window.choose("Período da instalação", "Tarde").await;
        window.wait_for_text("Pronta para enviar").await;
        window.wait_for_text("rascunho salvo").await;
        self.look("venda-preenchida").await;
        window.press("Control+Enter").await;
        window.wait_for_text("enviada para validação").await;
        window.by_role_name("row", CUSTOMER).await;
        self.look("minhas-vendas").await;
        self.number_of_sale().await
    }

    /// The number in the toast: "Venda 2026-000001 enviada para validação".
    async fn number_of_sale(&self) -> String {
        let text = self.window.text().await;
        let (before, _) = text.split_once(" enviada para validação").expect("the toast");
        before.rsplit(' ').next().expect("a number").to_owned()
    }

    /// Finds the sale back with the reasons beside the fields, corrects it and submits it again.
    pub(super) async fn correct(&mut self, sale: &str) {
        let window = self.window.clone();
        window.click("button", "Avisos: 1 novo").await;
        window.click("button", "Venda devolvida para correção").await;
        window.wait_for_text("Devolvida por").await;
        self.look("venda-devolvida").await;
        window.click("button", &format!("Usar {CORRECTED_EMAIL}")).await;
        window.fill("Telefone 2", "(81) 3461-3633").await;
        window.wait_for_text("rascunho salvo").await;
        window.press("Control+Enter").await;
        window.wait_for_text(&format!("Venda {sale} enviada para validação")).await;
    }
}
