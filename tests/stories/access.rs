//! Who gets in (SYS-4).

use chrono::TimeDelta;
use office::Client;
use serde_json::json;
use stories::{PASSWORD, TestApp, issues, story};

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

/// Seconds to wait that a wrong password at this name is answered with.
async fn wait_after_wrong(door: &Client, username: &str) -> i64 {
    let wrong = json!({ "username": username, "password": "nada disso aqui" });
    let refused = door.call("access.sign_in", wrong).await.unwrap_err().to_json();
    assert_eq!(refused["code"], "unauthenticated");
    refused["params"]["retry_in_seconds"].as_i64().unwrap()
}

/// How many guesses were looked at, by what came of them.
async fn looked_at(app: &TestApp, outcome: &str) -> usize {
    let request = json!({ "user_id": null, "refused": true, "before": null });
    let all = app.admin.call("access.sign_ins", request).await.unwrap();
    all["entries"].as_array().unwrap().iter().filter(|entry| entry["outcome"] == outcome).count()
}

story!(
    async fn sys_4_the_wait_grows_over_the_failures_and_ends_with_a_right_password(app: TestApp) {
        app.person("Caio Menezes", "commercial").await;
        let door = Client::new(app.app.clone());
        let mut waits = Vec::new();
        for _ in 0..8 {
            let wait = wait_after_wrong(&door, "caio.menezes").await;
            waits.push(wait);
            // A moment too early the password is not looked at, right or wrong.
            if wait > 0 {
                app.clock.advance(TimeDelta::seconds(wait) - TimeDelta::milliseconds(1));
                assert_eq!(wait_after_wrong(&door, "caio.menezes").await, 1);
                app.clock.advance(TimeDelta::milliseconds(1));
            }
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32]);
        assert_eq!(looked_at(&app, "wrong_password").await, 8);
        app.sign_in("caio.menezes").await;
        assert_eq!(wait_after_wrong(&door, "caio.menezes").await, 0);
    }
);

story!(
    async fn sys_4_names_nobody_has_wait_and_sound_like_those_of_people(app: TestApp) {
        app.person("Caio Menezes", "commercial").await;
        let door = Client::new(app.app.clone());
        for _ in 0..7 {
            let known = wait_after_wrong(&door, "caio.menezes").await;
            let unknown = wait_after_wrong(&door, "Ninguém ").await;
            assert_eq!(known, unknown);
            // The same name, as names are compared.
            assert_eq!(
                wait_after_wrong(&door, "ninguém").await,
                wait_after_wrong(&door, "CAIO.MENEZES").await
            );
            app.clock.advance(TimeDelta::seconds(known.max(1)));
        }
        assert_eq!(looked_at(&app, "unknown_user").await, looked_at(&app, "wrong_password").await);
        let first = Client::new(app.app.clone());
        assert_eq!(wait_after_wrong(&first, "outra pessoa").await, 0, "each name waits for itself");
    }
);

story!(
    async fn sys_4_of_guesses_at_the_same_time_only_the_allowed_ones_are_tried(app: TestApp) {
        app.person("Caio Menezes", "commercial").await;
        let other = app.second_process().await;
        for (username, outcome) in [("caio.menezes", "wrong_password"), ("ninguem", "unknown_user")] {
            // Those at a name nobody has are counted by each process for itself.
            let doors = if outcome == "wrong_password" { [&app.app, &other] } else { [&app.app, &app.app] };
            let guesses = (0..12).map(|number| {
                let door = Client::new(doors[number % 2].clone());
                tokio::spawn(async move { wait_after_wrong(&door, username).await })
            });
            let mut free = 0;
            for guess in guesses.collect::<Vec<_>>() {
                free += usize::from(guess.await.unwrap() == 0);
            }
            assert_eq!(looked_at(&app, outcome).await, 3);
            assert_eq!(free, 2, "the third is told to wait, and all after it");
        }
        let right = json!({ "username": "caio.menezes", "password": PASSWORD });
        let refused = Client::new(other).call("access.sign_in", right).await.unwrap_err();
        assert_eq!(refused.to_json()["params"]["retry_in_seconds"], 1, "also where no guess was made");
    }
);

story!(
    async fn sys_4_guesses_while_changing_the_password_count_and_wait(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let change = |current: &str| json!({ "current": current, "new": "outra senha comprida" });
        for _ in 0..3 {
            let refused = seller.call("access.change_password", change("errada errada")).await.unwrap_err();
            assert_eq!(issues(&refused)["current"], "password_wrong");
        }
        let refused = seller.call("access.change_password", change(PASSWORD)).await.unwrap_err();
        assert_eq!(issues(&refused)["current"], "password_wait");
        assert_eq!(refused.issues()[0].params["seconds"], "1");
        let door = Client::new(app.app.clone());
        assert_eq!(wait_after_wrong(&door, "caio.menezes").await, 1, "the door knows of them");
        assert_eq!(looked_at(&app, "wrong_password").await, 3);
        app.clock.advance(TimeDelta::seconds(1));
        // The right one counts no more, also where the new one is refused.
        let same = json!({ "current": PASSWORD, "new": PASSWORD });
        let refused = seller.call("access.change_password", same).await.unwrap_err();
        assert_eq!(issues(&refused)["new"], "password_same");
        assert_eq!(wait_after_wrong(&door, "caio.menezes").await, 0);
        seller.call("access.change_password", change(PASSWORD)).await.unwrap();
    }
);
