//! Coming and going.

use super::Walk;
use super::cast::{PASSWORD, Person};

impl Walk<'_> {
    /// Whoever is at the window leaves, and this person signs in; the first time with the password that was given
    /// to them, which makes them choose one of their own.
    pub(super) async fn sign_in(&mut self, person: Person) {
        let window = self.window.clone();
        window.click("button", "Menu de ").await;
        window.click("menuitem", "Sair").await;
        let given = self.given_passwords.remove(person.username);
        window.fill("Usuário", person.username).await;
        window.fill("Senha", given.as_deref().unwrap_or(PASSWORD)).await;
        window.press("Enter").await;
        if given.is_some() {
            window.by_role_name("heading", "Crie a sua senha").await;
            window.fill("Nova senha", PASSWORD).await;
            self.look(&format!("senha-de-{}", person.username)).await;
            window.click("button", "Salvar e continuar").await;
        }
        window.by_role_name("button", &format!("Menu de {}", person.name)).await;
    }
}
