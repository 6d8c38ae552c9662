//! The ficha, and a quote from it.

use super::Walk;
use super::cast::{CUSTOMER, CUSTOMER_EMAIL};

/// Items as one types them, the imported product meant, and how many.
const ITEMS: [(&str, &str, &str); 3] = [
    ("câmera ip", "Câmera IP 4 MP com visão noturna", "6"),
    ("nobreak", "Nobreak 1500 VA", "1"),
    ("instalação", "Instalação e configuração", "1"),
];
const MONTHLY: (&str, &str, &str) = ("gravação", "Gravação em nuvem, 30 dias", "6");

impl Walk<'_> {
    /// Ctrl+K finds the customer.
    pub(super) async fn open_ficha(&mut self) {
        let window = self.window.clone();
        window.press("Control+k").await;
        window.fill("Cliente, documento ou ação", "angela brandao").await;
        window.by_role_name("button", CUSTOMER).await;
        self.look("busca").await;
        window.click("button", CUSTOMER).await;
        window.by_role_name("heading", CUSTOMER).await;
        window.wait_for_text("Venda aprovada").await;
        self.look("ficha").await;
    }

    /// Writes the quote with imported products while its PDF follows; gives its number.
    pub(super) async fn quote(&mut self) -> String {
        let window = self.window.clone();
        window.click("button", "Novo orçamento").await;
        let title = window.by_role_name("heading", "Orçamento ").await.text().await.expect("a title");
        for (typed, product, quantity) in ITEMS {
            self.item(0, typed, product, quantity).await;
        }
        let (typed, product, quantity) = MONTHLY;
        self.item(1, typed, product, quantity).await;
        window.fill("Desconto em Valores únicos, em %", "5").await;
        window.press("Tab").await;
        window.wait_for_text("salvo").await;
        window.by_css("canvas[aria-label^='Página 1']").await;
        self.look("orcamento").await;
        self.look_in_the_dark("orcamento-escuro").await;
        title.trim_start_matches("Orçamento ").to_owned()
    }

    /// One line of the quote; `section` counts from 0.
    async fn item(&self, section: usize, typed: &str, product: &str, quantity: &str) {
        let window = &self.window;
        window.click_nth("button", "Adicionar item", section).await;
        let field = window.focused().await;
        window.type_into(&field, typed).await;
        window.click("option", product).await;
        let field = window.focused().await;
        window.type_into(&field, quantity).await;
    }

    /// A last look, and off it goes.
    pub(super) async fn send(&mut self, quote: &str) {
        let window = self.window.clone();
        window.press("Control+Enter").await;
        window.by_role_name("textbox", "Mensagem").await;
        window.choose("Para", CUSTOMER_EMAIL).await;
        self.look("envio").await;
        window.click("textbox", "Mensagem").await;
        window.press("Control+Enter").await;
        window.wait_for_text(&format!("Na fila de envio para {CUSTOMER_EMAIL}")).await;
        window.wait_for_text("O cliente aceitou").await;
        assert!(window.text().await.contains(quote), "{quote}");
    }
}
