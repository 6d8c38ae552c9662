//! The reviewer: returns the sale with a reason for each wrong field, later approves it.

use super::Walk;
use super::cast::CUSTOMER;

impl Walk<'_> {
    /// Returns the sale, by keyboard.
    pub(super) async fn send_back(&mut self, sale: &str) {
        let window = self.window.clone();
        window.click("link", "Validação de vendas").await;
        window.wait_for_text(&format!("Venda {sale}")).await;
        window.wait_for_text("domínio com erro?").await;
        self.look("validacao").await;
        window.press("d").await;
        window.fill("Motivo: E-mail", "Domínio com erro; confirmar com a cliente.").await;
        window.fill("Motivo: Telefone 2", "Ninguém atende neste número.").await;
        self.look("devolucao").await;
        window.press("Control+Enter").await;
        window.wait_for_text(&format!("Devolvida: {CUSTOMER}")).await;
    }

    /// Sees what was corrected, and approves into the ficha that came with the import.
    pub(super) async fn approve(&mut self, sale: &str) {
        let window = self.window.clone();
        window.click("link", "Validação de vendas").await;
        window.wait_for_text(&format!("Venda {sale}")).await;
        window.wait_for_text("corrigiu e reenviou").await;
        self.look("segunda-analise").await;
        window.press("a").await;
        window.by_role_name("button", "Aprovar e unir à ficha").await;
        self.look("aprovacao").await;
        window.press("Enter").await;
        window.wait_for_text(&format!("Aprovada: {CUSTOMER}")).await;
    }
}
