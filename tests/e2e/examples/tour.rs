//! Plays the main job in the real window and leaves a picture of each step: `make tour`.
//!
//! The folder for the pictures is the first argument; `RETAGUARDA_TOUR_SMTP_PORT` names the mail server
//! on this machine that receives what is sent.

use std::path::PathBuf;

use e2e::{Engine, Stage, Window};

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| "target/tour".into()));
    Stage::play("tour", Engine::Sqlite, async |stage| {
        let stage = stage.pictures_in(&folder);
        let tour = Tour { window: stage.window().await, steps: 0 };
        tour.play().await;
        println!("The pictures are in {}", folder.display());
    });
}

/// One walk through the window.
struct Tour {
    window: Window,
    steps: usize,
}

impl Tour {
    async fn play(mut self) {
        self.first_start().await;
    }

    /// Keeps a picture; the number says the order.
    async fn picture(&mut self, name: &str) {
        self.steps += 1;
        let path = self.window.screenshot(&format!("{:02}-{name}", self.steps)).await;
        println!("{}", path.display());
    }

    async fn first_start(&mut self) {
        self.window.by_role_name("textbox", "Nome da empresa").await;
        self.picture("primeiro-acesso").await;
        self.window.fill("Nome da empresa", "Elevadores São João Ltda.").await;
        self.window.fill("CNPJ ou CPF da empresa", "11.222.333/0001-81").await;
        self.window.fill("Seu nome", "Conceição Araújo").await;
        self.window.fill("Usuário", "conceicao").await;
        self.window.fill("Senha", "uma senha comprida").await;
        self.picture("empresa-e-administrador").await;
        self.window.press("Enter").await;
        self.window.by_role_name("navigation", "").await;
        self.picture("inicio").await;
    }
}
