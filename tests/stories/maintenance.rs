//! Copies of the database, and whether it still holds together (SYS-6).

use chrono::TimeDelta;
use office::maintenance::copies;
use office::{App, AppConfig, Client};
use serde_json::json;
use stories::{PASSWORD, TestApp, issues, story};

use crate::mailings::{message, queue, state};

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

async fn rename_company(app: &TestApp, name: &str) {
    let mut company = app.admin.call("company.get", json!({})).await.unwrap();
    company["name"] = json!(name);
    app.admin.call("company.save", company).await.unwrap();
}

fn reason(error: &office::Error) -> String {
    error.to_json()["params"]["reason"].as_str().unwrap_or_default().to_owned()
}

story!(
    async fn sys_6_going_back_to_a_copy_says_what_is_lost_and_loses_nothing_else(app: TestApp) {
        let copy = json!({ "file": app.folder.path().join("copia.db") });
        let seller = app.person("Caio Menezes", "commercial").await;
        for command in ["maintenance.about_copy", "maintenance.restore"] {
            assert_eq!(seller.call(command, copy.clone()).await.unwrap_err().code(), "forbidden");
        }
        if !app.app.db.is_file() {
            // The server's own tool does it; the screen says how.
            let told = app.admin.call("maintenance.restore", copy).await.unwrap_err();
            assert_eq!(reason(&told), "restore_by_server");
            return;
        }
        rename_company(&app, "Antes").await;
        let sent_since = queue(&app, message("1", "um@exemplo.com.br")).await;
        let waits_still = queue(&app, message("2", "dois@exemplo.com.br")).await;
        app.admin.call("maintenance.backup", copy.clone()).await.unwrap();
        let about = app.admin.call("maintenance.about_copy", copy.clone()).await.unwrap();
        assert_eq!((&about["changes_lost"], &about["same_base"]), (&json!(0), &json!(true)), "{about}");
        app.clock.advance(TimeDelta::minutes(3));
        rename_company(&app, "Depois").await;
        stories::run_sql(
            &app,
            "update outbox_message set state = 'sent', sent_at = queued_at where purpose_key = '1'".into(),
        )
        .await;
        let about = app.admin.call("maintenance.about_copy", copy.clone()).await.unwrap();
        assert_eq!((&about["changes_lost"], &about["company"]), (&json!(1), &json!("Antes")), "{about}");
        assert!(about["lost_since"].as_str() > about["last_change_at"].as_str(), "{about}");

        // Not while another program has the base open, nor in the middle of long work.
        let other = app.second_process().await;
        let refused = app.admin.call("maintenance.restore", copy.clone()).await.unwrap_err();
        assert_eq!(reason(&refused), "database_in_use");
        other.db.close().await;
        drop(other);
        let work = app.app.jobs_under_way.clone();
        work.fetch_add(1, std::sync::atomic::Ordering::AcqRel);
        let refused = app.admin.call("maintenance.restore", copy.clone()).await.unwrap_err();
        assert_eq!(reason(&refused), "work_under_way");
        work.fetch_sub(1, std::sync::atomic::Ordering::AcqRel);
        assert_eq!(app.admin.call("company.get", json!({})).await.unwrap()["name"], "Depois");

        // While the window listens and sends, as it always does.
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let background = tokio::spawn(office::background::run(app.app.clone(), async {
            stopped.await.ok();
        }));
        let restored = app.admin.call("maintenance.restore", copy.clone()).await.unwrap();
        assert_eq!(restored["in_doubt"], 1, "{restored}");
        // Everybody signs in anew.
        for client in [&app.admin, &seller] {
            assert_eq!(client.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
        }
        let app = TestApp { admin: app.sign_in("ana").await, ..app };
        assert_eq!(app.admin.call("company.get", json!({})).await.unwrap()["name"], "Antes");
        assert_eq!(state(&app, sent_since).await, "in_doubt");
        assert_eq!(state(&app, waits_still).await, "queued");
        rename_company(&app, "Agora").await;
        stop.send(()).ok();
        background.await.unwrap();
        let found = app.admin.call("maintenance.verify", json!({})).await.unwrap();
        assert_eq!((&found["audit_broken_at"], &found["integrity"]), (&json!([]), &json!([])));

        // What was there is a base of its own, and no earlier state of this one any more.
        let kept = json!({ "file": restored["kept_as"] });
        let about = app.admin.call("maintenance.about_copy", kept).await.unwrap();
        assert_eq!((&about["company"], &about["same_base"]), (&json!("Depois"), &json!(false)), "{about}");
        stories::run_sql(&app, "insert into schema_migration (version, name, applied_at) values (999, 'x', '2030-01-01 00:00:00+00:00')".into())
            .await;
        let newer = json!({ "file": app.folder.path().join("mais-nova.db") });
        app.admin.call("maintenance.backup", newer.clone()).await.unwrap();
        for command in ["maintenance.about_copy", "maintenance.restore"] {
            assert_eq!(reason(&app.admin.call(command, newer.clone()).await.unwrap_err()), "copy_newer");
        }
    }
);
