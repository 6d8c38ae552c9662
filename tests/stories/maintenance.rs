//! Copies of the database, and whether it still holds together (SYS-6).

use chrono::TimeDelta;
use office::maintenance::copies;
use office::{App, AppConfig, Client};
use serde_json::json;
use stories::{PASSWORD, issues, story};

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

story!(
    async fn sys_6_the_database_is_copied_by_itself_once_a_day(app: TestApp) {
        let folder = app.folder.path().join("copias");
        let seen = app.admin.call("maintenance.backups", json!({})).await.unwrap();
        let on_file = app.app.db.is_file();
        assert_eq!(seen["by_server"], !on_file);
        let mut plan = seen["plan"].clone();
        for (folder, code) in [("copias", "folder_not_absolute"), ("/nao/existe", "folder_missing")] {
            plan["folder"] = json!(folder);
            let refused = app.admin.call("maintenance.save_backup_plan", plan.clone()).await.unwrap_err();
            assert_eq!(issues(&refused)["folder"], code);
        }
        std::fs::create_dir(&folder).unwrap();
        plan["folder"] = json!(folder);
        plan["keep_copies"] = json!(2);
        plan["at_hour"] = json!(0);
        let saved = app.admin.call("maintenance.save_backup_plan", plan.clone()).await.unwrap();
        let late = app.admin.call("maintenance.save_backup_plan", plan).await.unwrap_err();
        assert_eq!(late.code(), "conflict");
        assert_eq!(saved["copies"], json!([]));

        for day in 0..4 {
            // Once a day, however often one looks.
            assert_eq!(copies::make_due(&app.app).await.unwrap(), on_file, "day {day}");
            assert!(!copies::make_due(&app.app).await.unwrap());
            app.clock.advance(TimeDelta::days(1));
        }
        app.admin.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        let seen = app.admin.call("maintenance.backups", json!({})).await.unwrap();
        if !on_file {
            assert_eq!(seen["plan"]["last_error"], "backup_needs_pg_dump");
            return;
        }
        assert_eq!(seen["plan"]["last_error"], "");
        let copies = seen["copies"].as_array().unwrap();
        assert_eq!(copies.len(), 2, "{seen}");
        assert!(seen["plan"]["last_file"].as_str().unwrap().ends_with(copies[0]["name"].as_str().unwrap()));

        // A folder that went away is told, and the copy is made again the next day.
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(!copies::make_due(&app.app).await.unwrap());
        let seen = app.admin.call("maintenance.backups", json!({})).await.unwrap();
        assert_eq!(seen["plan"]["last_error"], "backup_folder_missing");
        std::fs::create_dir(&folder).unwrap();
        let now = app.admin.call("maintenance.backup_now", json!({})).await.unwrap();
        assert_eq!((now["copies"].as_array().unwrap().len(), &now["plan"]["last_error"]), (1, &json!("")));
    }
);
