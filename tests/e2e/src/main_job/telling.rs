//! Where it all can be read afterwards.

use super::Walk;
use super::cast::CUSTOMER;

impl Walk<'_> {
    /// The outbox says it was sent, in the server's own words.
    pub(super) async fn outbox(&mut self) {
        let window = self.window.clone();
        window.click("link", "Envios").await;
        window.click("row", CUSTOMER).await;
        window.wait_for_text("O servidor ficou com a mensagem.").await;
        self.look("envios").await;
        window.click("link", "Abrir a ficha").await;
    }

    /// Everything is on the customer's timeline; gives what it says.
    pub(super) async fn timeline(&mut self) -> String {
        let window = self.window.clone();
        window.by_role_name("heading", CUSTOMER).await;
        window.wait_for_text("E-mail ao cliente\nenviada").await;
        self.look("linha-do-tempo").await;
        self.look_in_the_dark("linha-do-tempo-escuro").await;
        window.text().await
    }
}
