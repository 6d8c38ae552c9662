//! What was typed and not saved is there again after the program was killed.

use std::time::Duration;

use e2e::window_test;

/// Until the web view has put away what it was told to remember.
const PUT_AWAY: Duration = Duration::from_secs(3);

window_test!(
    async fn sys_2_what_was_typed_is_there_again_after_the_program_was_killed(stage: Stage) {
        stage.make_demo(20);
        let window = stage.window().await;
        window.sign_in_as("beatriz").await;
        window.visit("/customers?new=1").await;
        window.fill("Nome", "Wanderleia Krzyzanowski").await;
        window.fill("Nascimento", "14/08/1987").await;
        tokio::time::sleep(PUT_AWAY).await;
        window.kill().await;

        let window = stage.window().await;
        window.sign_in_as("beatriz").await;
        window.visit("/customers?new=1").await;
        window.wait_for_text("Recuperamos o que você tinha digitado").await;
        let name = window.by_role_name("textbox", "Nome").await.prop("value").await.unwrap();
        assert_eq!(name.as_deref(), Some("Wanderleia Krzyzanowski"));
        window.screenshot("1-restored").await;
        window.click("button", "Descartar").await;
        let name = window.by_role_name("textbox", "Nome").await.prop("value").await.unwrap();
        assert_eq!(name.as_deref(), Some(""));
    }
);
