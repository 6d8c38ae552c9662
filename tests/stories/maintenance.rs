//! Copies of the database, and whether it still holds together (SYS-6).

use office::{App, AppConfig, Client};
use serde_json::json;
use stories::story;

story!(
    async fn sys_6_a_copy_is_whole_and_never_over_another_file(app: TestApp) {
        let file = app.folder.path().join("copia.db");
        let request = json!({ "file": file });
        let made = app.admin.call("maintenance.backup", request.clone()).await;
        if app.app.db.engine() == "postgres" {
            // The server's own tool does it; the message says which.
            let told = made.unwrap_err().to_json();
            assert_eq!(told["params"]["reason"], "backup_needs_pg_dump");
            return;
        }
        assert!(made.unwrap()["bytes"].as_i64().unwrap() > 10_000);
        let again = app.admin.call("maintenance.backup", request).await.unwrap_err().to_json();
        assert_eq!(again["params"]["reason"], "file_exists");
        let copy = App::open(AppConfig {
            database_url: Some(format!("sqlite://{}", file.display())),
            data_dir: Some(app.folder.path().join("copia")),
            ..AppConfig::default()
        });
        let copy = Client::system(copy.await.unwrap(), "story");
        let company = copy.call("company.get", json!({})).await.unwrap();
        assert_eq!(company, app.admin.call("company.get", json!({})).await.unwrap());
        let found = copy.call("maintenance.verify", json!({})).await.unwrap();
        assert_eq!((&found["audit_broken_at"], &found["integrity"]), (&json!([]), &json!([])));
    }
);
