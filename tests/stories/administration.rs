//! Setting up people, roles and the company (SYS-2, SYS-4).

use office::Client;
use office::permission::STARTING_ROLES;
use serde_json::{Value, json};
use stories::{PASSWORD, TestApp, issues, story};

async fn role_id(app: &TestApp, key: &str) -> Value {
    let roles = app.admin.call("access.roles", json!({})).await.unwrap();
    roles.as_array().unwrap().iter().find(|role| role["key"] == key).expect("a role")["id"].clone()
}

async fn user(app: &TestApp, name: &str) -> Value {
    let users = app.admin.call("access.users", json!({})).await.unwrap();
    users.as_array().unwrap().iter().find(|user| user["name"] == name).expect("a user").clone()
}

/// What the screen sends to change a user as read.
fn changed(user: &Value, with: &Value) -> Value {
    let mut request = user.clone();
    request["password"] = json!("");
    request["email"] = json!(user["email"].as_str().unwrap_or_default());
    for (key, value) in with.as_object().unwrap() {
        request[key] = value.clone();
    }
    request
}

story!(
    async fn sys_4_a_new_person_gets_a_password_that_works_once(app: TestApp) {
        let request = json!({
            "id": null, "version": 0, "username": "Rita.Prado", "name": "Rita Prado", "email": "rita@exemplo.com.br",
            "active": true, "role_ids": [role_id(&app, "commercial").await], "password": "",
        });
        let saved = app.admin.call("access.save_user", request.clone()).await.unwrap();
        let once = saved["one_time_password"].as_str().unwrap().to_owned();
        assert_eq!(once.len(), 14, "{once}");
        assert_eq!(
            (&saved["must_replace_password"], &saved["last_sign_in_at"]),
            (&json!(true), &Value::Null)
        );
        let again = app.admin.call("access.save_user", request).await.unwrap_err();
        assert_eq!(issues(&again)["username"], "already_exists");

        let rita = Client::new(app.app.clone());
        rita.call("access.sign_in", json!({ "username": "rita.prado", "password": once })).await.unwrap();
        let status = rita.call("app.status", json!({})).await.unwrap();
        assert_eq!((&status["state"], &status["user"]["permissions"]), (&json!("new_password"), &json!([])));
        for closed in ["customers.list", "company.get", "access.profile"] {
            assert_eq!(rita.call(closed, json!({})).await.unwrap_err().code(), "locked", "{closed}");
        }
        rita.call("access.lock", json!({})).await.unwrap();
        rita.call("access.unlock", json!({ "password": once })).await.unwrap();

        let same =
            rita.call("access.change_password", json!({ "current": "", "new": once })).await.unwrap_err();
        assert_eq!(issues(&same)["new"], "password_same");
        rita.call("access.change_password", json!({ "current": "", "new": PASSWORD })).await.unwrap();
        let status = rita.call("app.status", json!({})).await.unwrap();
        assert_eq!(status["state"], "signed_in");
        rita.call("products.price_tables", json!({})).await.unwrap();
        let rita = user(&app, "Rita Prado").await;
        assert_eq!(rita["must_replace_password"], false);
        assert_eq!(rita["last_sign_in_at"], "2026-11-23T12:00:00Z");
        let audited = audit_text(&app).await;
        assert!(
            !audited.contains(&once) && audited.contains("Rita Prado"),
            "passwords stay out of the audit"
        );
    }
);

/// Everything the audit holds, as text.
async fn audit_text(app: &TestApp) -> String {
    let sql = "select coalesce(before, '') || coalesce(after, '') from audit_entry order by seq";
    let mut tx = app.app.db.begin_read().await.unwrap();
    let entries: Vec<String> = match &mut tx {
        office::db::Tx::Sqlite(tx, _) => sqlx::query_scalar(sql).fetch_all(&mut **tx).await.unwrap(),
        office::db::Tx::Postgres(tx) => sqlx::query_scalar(sql).fetch_all(&mut **tx).await.unwrap(),
    };
    tx.rollback().await.unwrap();
    entries.concat()
}

story!(
    async fn sys_4_a_reset_password_signs_out_and_must_be_replaced(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let id = user(&app, "Caio Menezes").await["id"].clone();
        let refused = seller.call("access.reset_password", json!({ "id": id })).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let own = user(&app, "Ana Administradora").await["id"].clone();
        let refused = app.admin.call("access.reset_password", json!({ "id": own })).await.unwrap_err();
        assert_eq!(issues(&refused)["id"], "not_oneself");
        let nobody = json!({ "id": uuid::Uuid::new_v4() });
        assert_eq!(app.admin.call("access.reset_password", nobody).await.unwrap_err().code(), "not_found");

        let once =
            app.admin.call("access.reset_password", json!({ "id": id })).await.unwrap()["password"].clone();
        assert_eq!(seller.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
        let old = json!({ "username": "caio.menezes", "password": PASSWORD });
        assert_eq!(seller.call("access.sign_in", old).await.unwrap_err().code(), "unauthenticated");
        seller.call("access.sign_in", json!({ "username": "caio.menezes", "password": once })).await.unwrap();
        assert_eq!(seller.call("app.status", json!({})).await.unwrap()["state"], "new_password");

        // A password typed by an administrator is no better.
        let typed = changed(&user(&app, "Caio Menezes").await, &json!({ "password": "escolhida por outra" }));
        app.admin.call("access.save_user", typed).await.unwrap();
        assert_eq!(seller.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
        assert_eq!(user(&app, "Caio Menezes").await["must_replace_password"], true);
    }
);

story!(
    async fn sys_4_a_new_password_signs_out_everywhere_else(app: TestApp) {
        let here = app.person("Caio Menezes", "commercial").await;
        let elsewhere = app.sign_in("caio.menezes").await;
        let request = json!({ "current": PASSWORD, "new": "outra senha comprida" });
        here.call("access.change_password", request).await.unwrap();
        here.call("company.get", json!({})).await.unwrap();
        assert_eq!(elsewhere.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
    }
);

story!(
    async fn sys_4_sessions_of_a_person_switched_off_stay_ended(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let off = changed(&user(&app, "Caio Menezes").await, &json!({ "active": false }));
        app.admin.call("access.save_user", off).await.unwrap();
        let on = changed(&user(&app, "Caio Menezes").await, &json!({ "active": true }));
        app.admin.call("access.save_user", on).await.unwrap();
        assert_eq!(seller.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
        app.sign_in("caio.menezes").await;
    }
);

story!(
    async fn sys_4_the_last_administrator_cannot_be_locked_out(app: TestApp) {
        let ana = user(&app, "Ana Administradora").await;
        let commercial = role_id(&app, "commercial").await;
        let refused = app.admin.call("access.save_user", changed(&ana, &json!({ "active": false }))).await;
        assert_eq!(issues(&refused.unwrap_err())["active"], "not_oneself");
        let demoted = changed(&ana, &json!({ "role_ids": [commercial] }));
        let refused = app.admin.call("access.save_user", demoted.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)["role_ids"], "last_administrator");
        let unknown = changed(&ana, &json!({ "role_ids": [uuid::Uuid::new_v4()] }));
        let refused = app.admin.call("access.save_user", unknown).await.unwrap_err();
        assert_eq!(issues(&refused)["role_ids"], "role_unknown");

        let eva = app.person("Eva Souza", "administrator").await;
        app.admin.call("access.save_user", demoted).await.unwrap();
        assert_eq!(app.admin.call("access.users", json!({})).await.unwrap_err().code(), "forbidden");
        let users = eva.call("access.users", json!({})).await.unwrap();
        let find = |name| users.as_array().unwrap().iter().find(|user| user["name"] == name).unwrap();
        let system = Client::system(app.app.clone(), "story");
        let off = changed(find("Eva Souza"), &json!({ "active": false }));
        let refused = system.call("access.save_user", off).await.unwrap_err();
        assert_eq!(issues(&refused)["active"], "last_administrator");
    }
);

story!(
    async fn sys_4_two_administrators_who_switch_each_other_off_leave_one(app: TestApp) {
        let eva = app.person("Eva Souza", "administrator").await;
        let off_eva = changed(&user(&app, "Eva Souza").await, &json!({ "active": false }));
        let off_ana = changed(&user(&app, "Ana Administradora").await, &json!({ "active": false }));
        let (first, second) =
            tokio::join!(app.admin.call("access.save_user", off_eva), eva.call("access.save_user", off_ana));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    }
);

story!(
    async fn sys_4_a_role_changes_what_its_people_may_at_once(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        seller.call("products.price_tables", json!({})).await.unwrap();
        let roles = app.admin.call("access.roles", json!({})).await.unwrap();
        let commercial = roles.as_array().unwrap().iter().find(|role| role["key"] == "commercial").unwrap();
        let mut less = commercial.clone();
        less["permissions"].as_array_mut().unwrap().retain(|held| held != "products.read");
        less["discount_limit_bp"] = json!(500);
        let refused = seller.call("access.save_role", less.clone()).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let saved = app.admin.call("access.save_role", less.clone()).await.unwrap();
        assert_eq!(saved["version"], 2);
        let refused = seller.call("products.price_tables", json!({})).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let status = seller.call("app.status", json!({})).await.unwrap();
        assert_eq!(status["user"]["discount_limit_bp"], 500);

        let conflict = app.admin.call("access.save_role", less).await.unwrap_err().to_json();
        assert_eq!(
            (&conflict["code"], &conflict["params"]["by"]),
            (&json!("conflict"), &json!("Ana Administradora"))
        );
        assert_eq!(conflict["params"]["current"]["discount_limit_bp"], 500);

        let administrators =
            roles.as_array().unwrap().iter().find(|role| role["key"] == "administrator").unwrap();
        let mut less = administrators.clone();
        less["permissions"].as_array_mut().unwrap().pop();
        let refused = app.admin.call("access.save_role", less).await.unwrap_err();
        assert_eq!(issues(&refused)["permissions"], "administrator_role");
    }
);

story!(
    async fn sys_4_a_role_of_one_s_own_comes_and_goes(app: TestApp) {
        let typed = json!({
            "id": null, "version": 0, "name": "Estágio", "discount_limit_bp": 0, "permissions": ["customers.read"],
        });
        let role = app.admin.call("access.save_role", typed.clone()).await.unwrap();
        let again = app.admin.call("access.save_role", typed).await.unwrap_err();
        assert_eq!(issues(&again)["name"], "already_exists");
        app.person("Bia Rocha", role["key"].as_str().unwrap()).await;
        let choice = json!({ "id": role["id"], "version": role["version"] });
        let refused = app.admin.call("access.remove_role", choice.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "role_in_use");
        let bia =
            changed(&user(&app, "Bia Rocha").await, &json!({ "role_ids": [role_id(&app, "finance").await] }));
        app.admin.call("access.save_user", bia).await.unwrap();
        let stale = json!({ "id": role["id"], "version": 7 });
        assert_eq!(app.admin.call("access.remove_role", stale).await.unwrap_err().code(), "conflict");
        app.admin.call("access.remove_role", choice).await.unwrap();
        let roles = app.admin.call("access.roles", json!({})).await.unwrap();
        assert_eq!(roles.as_array().unwrap().len(), STARTING_ROLES.len());
        let starting = json!({ "id": role_id(&app, "finance").await, "version": 1 });
        let refused = app.admin.call("access.remove_role", starting).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "starting_role");
    }
);

story!(
    async fn sys_2_people_and_profiles_are_not_saved_over(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let before = user(&app, "Caio Menezes").await;
        let profile = seller.call("access.profile", json!({})).await.unwrap();
        assert_eq!(profile["role_names"], json!(["Comercial"]));
        let typed = json!({ "version": 1, "name": "Caio M. Menezes", "email": "caio@exemplo.com.br" });
        let saved = seller.call("access.save_profile", typed.clone()).await.unwrap();
        assert_eq!(saved["user"]["email"], "caio@exemplo.com.br");
        let again = seller.call("access.save_profile", typed).await.unwrap_err();
        assert_eq!(again.code(), "conflict");
        let wrong = json!({ "version": 2, "name": " ", "email": "caio@" });
        let refused = issues(&seller.call("access.save_profile", wrong).await.unwrap_err());
        assert_eq!((refused["name"].as_str(), refused["email"].as_str()), ("required", "email_syntax"));

        let refused = app.admin.call("access.save_user", changed(&before, &json!({ "name": "X" }))).await;
        let refused = refused.unwrap_err().to_json();
        assert_eq!(
            (&refused["code"], &refused["params"]["by"]),
            (&json!("conflict"), &json!("Caio Menezes"))
        );
        assert_eq!(refused["params"]["current"]["name"], "Caio M. Menezes");
    }
);

story!(
    async fn sys_4_colleagues_can_be_asked_for_by_what_they_may(app: TestApp) {
        app.person("Caio Menezes", "commercial").await;
        app.person("Águida Reis", "back_office").await;
        let all = app.admin.call("access.colleagues", json!({})).await.unwrap();
        let names = |list: Value| -> Vec<String> {
            list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(all), ["Águida Reis", "Ana Administradora", "Caio Menezes"], "Á beside A (SYS-7)");
        let reviewers = json!({ "permission": "registrations.review" });
        let reviewers = app.admin.call("access.colleagues", reviewers).await.unwrap();
        assert_eq!(names(reviewers), ["Águida Reis", "Ana Administradora"]);
    }
);

story!(
    async fn quo_4_the_logo_is_a_picture_that_documents_can_print(app: TestApp) {
        let logo = |text: Value| json!({ "image_base64": text });
        for (bad, code) in [
            ("R0lGODlhAQABAAAAACw=", "image_unknown"),
            ("not base64!", "image_unknown"),
            ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB", "image_damaged"),
            ("/9j/4AAQSkZJRgABAQAAAQABAAD/", "image_damaged"),
        ] {
            let refused = app.admin.call("company.save_logo", logo(json!(bad))).await.unwrap_err();
            assert_eq!(issues(&refused)["image_base64"], code);
        }
        let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        app.admin.call("company.save_logo", logo(json!(png))).await.unwrap();
        let kept = app.admin.call("company.logo", json!({})).await.unwrap();
        assert_eq!((&kept["image_base64"], &kept["mime_type"]), (&json!(png), &json!("image/png")));
        let large = "A".repeat(1_000_000);
        let refused = app.admin.call("company.save_logo", logo(json!(large))).await.unwrap_err();
        assert_eq!(issues(&refused)["image_base64"], "file_too_large");
        app.admin.call("company.save_logo", logo(Value::Null)).await.unwrap();
        let none = app.admin.call("company.logo", json!({})).await.unwrap();
        assert_eq!(none["image_base64"], Value::Null);
    }
);
