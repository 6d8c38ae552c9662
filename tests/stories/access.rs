//! Who gets in (SYS-4).

use chrono::TimeDelta;
use office::Client;
use serde_json::json;
use stories::{PASSWORD, issues, story};

story!(
    async fn sys_4_the_first_person_becomes_administrator_once(app: TestApp) {
        let again = Client::new(app.app.clone());
        let status = again.call("app.status", json!({})).await.unwrap();
        assert_eq!(status["state"], "signed_out");
        let refused = again
            .call(
                "access.create_first_administrator",
                json!({ "name": "Eva", "username": "eva", "password": PASSWORD, "company_name": "X", "company_document": "" }),
            )
            .await
            .unwrap_err();
        assert_eq!(issues(&refused)[""], "administrator_exists");
        let status = app.admin.call("app.status", json!({})).await.unwrap();
        assert_eq!(status["state"], "signed_in");
        assert_eq!(status["user"]["name"], "Ana Administradora");
    }
);

story!(
    async fn sys_4_wrong_passwords_wait_longer_each_time(app: TestApp) {
        let door = Client::new(app.app.clone());
        let wrong = json!({ "username": "ANA", "password": "nada disso aqui" });
        for _ in 0..3 {
            assert_eq!(
                door.call("access.sign_in", wrong.clone()).await.unwrap_err().code(),
                "unauthenticated"
            );
        }
        let right = json!({ "username": "ana", "password": PASSWORD });
        let refused = door.call("access.sign_in", right.clone()).await.unwrap_err();
        assert_eq!(refused.to_json()["params"]["retry_in_seconds"], 1);
        app.clock.advance(TimeDelta::seconds(2));
        door.call("access.sign_in", right).await.unwrap();
        assert_eq!(door.call("app.status", json!({})).await.unwrap()["state"], "signed_in");
    }
);

story!(
    async fn sys_4_commands_check_permissions_whatever_the_screen_shows(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let refused = seller.call("access.users", json!({})).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let nobody = Client::new(app.app.clone());
        assert_eq!(nobody.call("access.users", json!({})).await.unwrap_err().code(), "unauthenticated");
    }
);

story!(
    async fn sys_4_an_idle_session_locks_and_opens_with_the_password(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        app.clock.advance(TimeDelta::minutes(14));
        seller.call("access.touch", json!({})).await.unwrap();
        app.clock.advance(TimeDelta::minutes(14));
        seller.call("company.get", json!({})).await.unwrap();
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(seller.call("company.get", json!({})).await.unwrap_err().code(), "locked");
        assert_eq!(seller.call("app.status", json!({})).await.unwrap()["state"], "locked");
        seller.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        seller.call("company.get", json!({})).await.unwrap();
    }
);

story!(
    async fn sys_4_a_switched_off_user_is_out_at_once(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let users = app.admin.call("access.users", json!({})).await.unwrap();
        let mut caio =
            users.as_array().unwrap().iter().find(|user| user["name"] == "Caio Menezes").unwrap().clone();
        caio["active"] = json!(false);
        caio["password"] = json!("");
        caio["email"] = json!("");
        app.admin.call("access.save_user", caio).await.unwrap();
        assert_eq!(seller.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
    }
);

story!(
    async fn sys_2_saving_over_somebody_elses_change_is_refused_with_who_and_when(app: TestApp) {
        let mut first = app.admin.call("company.get", json!({})).await.unwrap();
        let mut second = first.clone();
        first["city"] = json!("Campinas");
        app.admin.call("company.save", first).await.unwrap();
        second["city"] = json!("Sumaré");
        let refused = app.admin.call("company.save", second).await.unwrap_err().to_json();
        assert_eq!(refused["code"], "conflict");
        assert_eq!(refused["params"]["by"], "Ana Administradora");
        assert_eq!(refused["params"]["current"]["city"], "Campinas");
    }
);

story!(
    async fn sys_3_the_audit_is_chained_and_append_only(app: TestApp) {
        app.person("Caio Menezes", "commercial").await;
        let mut tx = app.app.db.begin_read().await.unwrap();
        let sound = office::audit::verify(&mut tx).await.unwrap();
        assert!(sound.entries > 5 && sound.broken_at.is_empty(), "{sound:?}");
        tx.rollback().await.unwrap();
        for forbidden in ["update audit_entry set after = '{}' where seq = 2", "delete from audit_entry"] {
            let mut tx = app.app.db.begin_write().await.unwrap();
            let refused = match &mut tx {
                office::db::Tx::Sqlite(tx, _) => sqlx::query(forbidden).execute(&mut **tx).await.map(drop),
                office::db::Tx::Postgres(tx) => sqlx::query(forbidden).execute(&mut **tx).await.map(drop),
            };
            assert!(refused.unwrap_err().to_string().contains("append-only"));
        }
    }
);

story!(
    async fn sys_4_locking_signing_out_and_changing_the_password(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        seller.call("access.lock", json!({})).await.unwrap();
        assert_eq!(seller.call("access.colleagues", json!({})).await.unwrap_err().code(), "locked");
        let wrong = seller.call("access.unlock", json!({ "password": "não é esta" })).await.unwrap_err();
        assert_eq!(wrong.code(), "unauthenticated");
        seller.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        let colleagues = seller.call("access.colleagues", json!({})).await.unwrap();
        assert_eq!(colleagues.as_array().unwrap().len(), 2);

        let short = json!({ "current": PASSWORD, "new": "curta" });
        let refused = seller.call("access.change_password", short).await.unwrap_err();
        assert_eq!(issues(&refused)["new"], "password_short");
        let wrong = json!({ "current": "errada errada", "new": "outra senha comprida" });
        let refused = seller.call("access.change_password", wrong).await.unwrap_err();
        assert_eq!(issues(&refused)["current"], "password_wrong");
        let right = json!({ "current": PASSWORD, "new": "outra senha comprida" });
        seller.call("access.change_password", right).await.unwrap();
        seller.call("access.sign_out", json!({})).await.unwrap();
        assert_eq!(seller.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
        let old = json!({ "username": "caio.menezes", "password": PASSWORD });
        assert_eq!(seller.call("access.sign_in", old).await.unwrap_err().code(), "unauthenticated");
        let new = json!({ "username": "caio.menezes", "password": "outra senha comprida" });
        seller.call("access.sign_in", new).await.unwrap();
    }
);
