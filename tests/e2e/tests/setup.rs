//! The very first start, where nobody has said yet where the data are: the assistant in the real window.

use e2e::{Engine, Stage, Theme};
use serde_json::{Value, json};

/// No address is given: the variable says nothing.
fn undecided(stage: Stage) -> Stage {
    stage.with_env("RETAGUARDA_DATABASE", "")
}

/// The parts of an address, as the form has them.
struct Server {
    host: String,
    port: String,
    database: String,
    user: String,
    password: String,
}

impl Server {
    fn at(url: &str) -> Self {
        let (user, rest) = url.strip_prefix("postgres://").unwrap().split_once('@').unwrap();
        let (user, password) = user.split_once(':').unwrap();
        let (host, database) = rest.split_once('/').unwrap();
        let (host, port) = host.split_once(':').unwrap();
        let [host, port, database, user, password] =
            [host, port, database, user, password].map(str::to_owned);
        Self { host, port, database, user, password }
    }

    async fn type_place(&self, window: &e2e::Window) {
        window.fill("Servidor", &self.host).await;
        window.fill("Porta", &self.port).await;
        window.fill("Banco de dados", &self.database).await;
    }

    async fn type_user(&self, window: &e2e::Window) {
        window.fill("Usuário", &self.user).await;
        window.fill("Senha", &self.password).await;
    }
}

async fn pictures(window: &e2e::Window, name: &str) {
    for (width, height) in [(1366, 768), (1920, 1080)] {
        window.resize(width, height).await;
        for theme in [Theme::Light, Theme::Dark] {
            window.set_theme(theme).await;
            window.screenshot(&format!("{name}-{width}-{}", format!("{theme:?}").to_lowercase())).await;
        }
    }
    window.resize(1366, 768).await;
    window.set_theme(Theme::Light).await;
}

#[test]
fn a_file_of_this_computer_is_chosen_and_remembered() {
    Stage::play("setup_file", Engine::Sqlite, async |stage| {
        let stage = undecided(stage);
        let folder = stage.folder().join("dados da loja");
        let window = stage.window().await;
        window.by_role_name("radio", "Neste computador").await;
        window.assert_accessible().await;
        pictures(&window, "1-file").await;
        window.fill("Pasta", "dados").await;
        window.click("button", "Usar esta pasta").await;
        window.wait_for_text("Escreva o caminho inteiro").await;
        window.fill("Pasta", &folder.display().to_string()).await;
        window.press("Enter").await;
        window.by_role_name("textbox", "Nome da empresa").await;
        window.screenshot("2-first-run").await;
        assert!(folder.join("retaguarda.db").is_file());
        window.close().await;

        // Nobody is asked twice.
        let window = stage.window().await;
        window.by_role_name("textbox", "Nome da empresa").await;
        let status = window.rpc("app.status", json!({})).await.unwrap();
        assert!(status["database"]["label"].as_str().unwrap().contains("dados da loja"), "{status}");
    });
}

#[test]
fn a_server_is_chosen_after_one_wrong_input() {
    Stage::play("setup_server", Engine::Postgres, async |stage| {
        let url = stage.url.clone();
        let stage = undecided(stage);
        let server = Server::at(&url);
        let window = stage.window().await;
        window.click("radio", "Para a equipe (Postgres)").await;
        server.type_place(&window).await;
        server.type_user(&window).await;
        window.fill("Banco de dados", "nenhum").await;
        window.click("button", "Usar este servidor").await;
        window.wait_for_text("O servidor não tem um banco chamado nenhum").await;
        window.assert_accessible().await;
        pictures(&window, "1-refused").await;
        window.fill("Banco de dados", &server.database).await;
        window.click("button", "Testar conexão").await;
        window.wait_for_text("o banco está vazio").await;
        pictures(&window, "2-tried").await;
        window.click("button", "Usar este servidor").await;
        window.by_role_name("textbox", "Nome da empresa").await;
        let status = window.rpc("app.status", json!({})).await.unwrap();
        assert_eq!(status["database"]["engine"], "postgres", "{status}");
        let kept = std::fs::read_to_string(stage.folder().join("place.json")).unwrap();
        assert!(kept.contains(&server.database) && !kept.contains(&server.password), "{kept}");
        window.close().await;
        let window = stage.window().await;
        window.by_role_name("textbox", "Nome da empresa").await;
    });
}

#[test]
fn sys_4_a_computer_of_a_base_with_roles_asks_each_person_for_their_own() {
    Stage::play("setup_roles", Engine::Postgres, async |stage| {
        stage.make_demo(20);
        let enabled = stage.companion().args(["--json", "roles", "enable"]).output().unwrap();
        let made: Value = serde_json::from_slice(&enabled.stdout).unwrap();
        let people = made["people"].as_array().unwrap();
        let silvia = people.iter().find(|one| one["username"] == "silvia").unwrap();
        let server = Server::at(&stage.url);
        let stage = undecided(stage);
        let window = stage.window().await;
        window.click("radio", "Para a equipe (Postgres)").await;
        server.type_place(&window).await;
        window.focus("checkbox", "Cada pessoa entra no servidor com o próprio usuário").await;
        window.press("Space").await;
        assert!(!window.has("textbox", "Usuário").await);
        window.click("button", "Testar conexão").await;
        window.wait_for_text("o servidor respondeu").await;
        window.assert_accessible().await;
        pictures(&window, "1-own-users").await;
        window.focus("textbox", "Servidor").await;
        window.press("Enter").await;
        window.by_role_name("textbox", "Usuário").await;
        let kept = std::fs::read_to_string(stage.folder().join("place.json")).unwrap();
        assert!(!kept.contains(&server.password), "{kept}");

        window.fill("Usuário", "silvia").await;
        window.fill("Senha", "uma senha errada").await;
        window.press("Enter").await;
        window.wait_for_text("Usuário ou senha").await;
        window.fill("Senha", silvia["password"].as_str().unwrap()).await;
        window.press("Enter").await;
        window.by_role_name("heading", "Crie a sua senha").await;
        window.fill("Nova senha", "uma senha só de silvia").await;
        window.press("Enter").await;
        window.by_role_name("navigation", "").await;
        pictures(&window, "2-signed-in").await;
        let status = window.rpc("app.status", json!({})).await.unwrap();
        assert_eq!(status["database"]["guarded"], true, "{status}");
    });
}

#[test]
fn a_base_in_a_file_is_moved_to_a_server_from_the_window() {
    Stage::play("setup_move", Engine::Postgres, async |stage| {
        let url = stage.url.clone();
        let stage = undecided(stage);
        let made = stage
            .companion()
            .env_remove("RETAGUARDA_DATABASE")
            .args(["demo", "--seed", "1", "--customers", "300"])
            .status()
            .unwrap();
        assert!(made.success());
        let server = Server::at(&url);
        let window = stage.window().await;
        window.sign_in_as("ana").await;
        window.click("link", "Onde ficam os dados").await;
        window.wait_for_text("Mover para um servidor").await;
        pictures(&window, "1-page").await;
        server.type_place(&window).await;
        server.type_user(&window).await;
        window.click("button", "Mover os dados").await;
        window.wait_for_text("Contagens e conteúdo conferem").await;
        window.assert_accessible().await;
        pictures(&window, "2-done").await;
        window.click("button", "Trabalhar no servidor").await;
        window.by_role_name("textbox", "Usuário").await;
        window.sign_in_as("ana").await;
        let status = window.rpc("app.status", json!({})).await.unwrap();
        assert_eq!(status["database"]["engine"], "postgres", "{status}");
    });
}
