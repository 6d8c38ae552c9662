//! The very first start, where nobody has said yet where the data are: the assistant in the real window.

use e2e::{Engine, Stage, Theme};
use serde_json::json;

/// No address is given: the variable says nothing.
fn undecided(stage: Stage) -> Stage {
    stage.with_env("RETAGUARDA_DATABASE", "")
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
        let (user, rest) = url.strip_prefix("postgres://").unwrap().split_once('@').unwrap();
        let (user, password) = user.split_once(':').unwrap();
        let (host, database) = rest.split_once('/').unwrap();
        let (host, port) = host.split_once(':').unwrap();
        let window = stage.window().await;
        window.click("radio", "Para a equipe (Postgres)").await;
        let own = "Cada pessoa entra no servidor com o próprio usuário";
        window.click("checkbox", own).await;
        window.fill("Servidor", host).await;
        window.fill("Porta", port).await;
        window.click("button", "Testar conexão").await;
        window.wait_for_text("o servidor respondeu").await;
        window.assert_accessible().await;
        pictures(&window, "0-own-users").await;
        window.click("checkbox", own).await;
        window.fill("Servidor", host).await;
        window.fill("Porta", port).await;
        window.fill("Banco de dados", "nenhum").await;
        window.fill("Usuário", user).await;
        window.fill("Senha", password).await;
        window.click("button", "Usar este servidor").await;
        window.wait_for_text("O servidor não tem um banco chamado nenhum").await;
        window.assert_accessible().await;
        pictures(&window, "1-refused").await;
        window.fill("Banco de dados", database).await;
        window.click("button", "Testar conexão").await;
        window.wait_for_text("o banco está vazio").await;
        pictures(&window, "2-tried").await;
        window.click("button", "Usar este servidor").await;
        window.by_role_name("textbox", "Nome da empresa").await;
        let status = window.rpc("app.status", json!({})).await.unwrap();
        assert_eq!(status["database"]["engine"], "postgres", "{status}");
        let kept = std::fs::read_to_string(stage.folder().join("place.json")).unwrap();
        assert!(kept.contains(database) && !kept.contains(password), "{kept}");
        window.close().await;
        let window = stage.window().await;
        window.by_role_name("textbox", "Nome da empresa").await;
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
        let (user, rest) = url.strip_prefix("postgres://").unwrap().split_once('@').unwrap();
        let (user, password) = user.split_once(':').unwrap();
        let (host, database) = rest.split_once('/').unwrap();
        let (host, port) = host.split_once(':').unwrap();
        let window = stage.window().await;
        window.sign_in_as("ana").await;
        window.click("link", "Onde ficam os dados").await;
        window.wait_for_text("Mover para um servidor").await;
        pictures(&window, "1-page").await;
        window.fill("Servidor", host).await;
        window.fill("Porta", port).await;
        window.fill("Banco de dados", database).await;
        window.fill("Usuário", user).await;
        window.fill("Senha", password).await;
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
