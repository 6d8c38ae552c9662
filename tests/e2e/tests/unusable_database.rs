//! The window opens even when the database does not, says why, and takes a second attempt.

use e2e::{Engine, Stage};

#[test]
fn a_damaged_file_is_told_and_opened_once_it_is_put_right() {
    Stage::play("unusable_database", Engine::Sqlite, async |stage| {
        let file = stage.folder().join("retaguarda.db");
        let damaged = "isto é uma carta, não uma base de dados. ".repeat(400);
        std::fs::write(&file, &damaged).unwrap();

        let window = stage.window().await;
        window.by_role_name("button", "Tentar de novo").await;
        window.wait_for_text("O arquivo do banco de dados está danificado").await;
        window.screenshot("1-damaged").await;
        window.assert_accessible().await;
        assert_eq!(std::fs::read_to_string(&file).unwrap(), damaged, "what was there stays as it was");

        std::fs::remove_file(&file).unwrap();
        window.click("button", "Tentar de novo").await;
        window.by_role_name("textbox", "Nome da empresa").await;
        window.screenshot("2-put-right").await;
    });
}
