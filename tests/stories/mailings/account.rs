//! The account, its password and its test.

use serde_json::json;
use stories::smtp::{MailServer, Mood, Protection};
use stories::{issues, story};

use super::{account, message, queue, set_account, state, worker};

const SECRET: &str = "segredo-que-ninguem-ve";

story!(
    async fn mai_4_the_password_is_kept_apart_and_never_given(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        let mut typed = account(&server);
        typed["username"] = json!("vendas");
        typed["password"] = json!(SECRET);
        let saved = app.admin.call("mailings.save_account", typed).await.unwrap();
        assert_eq!(saved["has_password"], true);
        assert!(!saved.to_string().contains(SECRET));
        let audit = "select coalesce(before, '') || coalesce(after, '') from audit_entry where entity = 'mail_account'";
        let mut tx = app.app.db.begin_read().await.unwrap();
        let audit: Vec<(String,)> = match &mut tx {
            office::db::Tx::Sqlite(tx, _) => sqlx::query_as(audit).fetch_all(&mut **tx).await.unwrap(),
            office::db::Tx::Postgres(tx) => sqlx::query_as(audit).fetch_all(&mut **tx).await.unwrap(),
        };
        tx.rollback().await.unwrap();
        assert_eq!(audit.len(), 2);
        assert!(audit.iter().all(|(entry,)| !entry.contains(SECRET)), "{audit:?}");
        let id = queue(&app, message("1", "joao@exemplo.com.br")).await;
        worker(&app).pass().await.unwrap();
        assert_eq!(state(&app, id).await, "sent");
        // Base64 of "\0vendas\0segredo-que-ninguem-ve" (RFC 4616).
        assert_eq!(server.credentials(), ["AHZlbmRhcwBzZWdyZWRvLXF1ZS1uaW5ndWVtLXZl"]);
    }
);

story!(
    async fn mai_4_a_machine_without_the_password_leaves_sending_to_others(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        let mut typed = account(&server);
        typed["username"] = json!("vendas");
        let saved = app.admin.call("mailings.save_account", typed.clone()).await.unwrap();
        let id = queue(&app, message("1", "joao@exemplo.com.br")).await;
        let mut worker = worker(&app);
        worker.pass().await.unwrap();
        assert_eq!((state(&app, id).await.as_str(), server.connections()), ("queued", 0));
        let summary = app.admin.call("mailings.summary", json!({})).await.unwrap();
        assert_eq!(summary["condition"], "ready", "it is no trouble of the account: {summary}");
        typed["version"] = saved["account"]["version"].clone();
        typed["password"] = json!(SECRET);
        app.admin.call("mailings.save_account", typed).await.unwrap();
        worker.pass().await.unwrap();
        assert_eq!(state(&app, id).await, "sent");
    }
);

story!(
    async fn mai_6_a_private_authority_is_trusted_only_when_named(app: TestApp) {
        let mut version = json!(0);
        for (number, (protection, security)) in
            [(Protection::Tls, "tls"), (Protection::Starttls, "starttls")].into_iter().enumerate()
        {
            let server = MailServer::start(protection).await;
            let mut typed = account(&server);
            typed["host"] = json!("localhost");
            typed["security"] = json!(security);
            typed["version"] = version.clone();
            let saved = app.admin.call("mailings.save_account", typed.clone()).await.unwrap();
            let test = json!({ "recipient_address": "ana@acme.com.br" });
            let refused = app.admin.call("mailings.send_test", test.clone()).await.unwrap();
            assert_eq!(refused["accepted"], false, "{security}: {refused}");
            assert!(refused["words"].as_str().unwrap().to_lowercase().contains("cert"), "{refused}");

            typed["ca_pem"] = json!(server.ca_pem);
            typed["version"] = saved["account"]["version"].clone();
            let saved = app.admin.call("mailings.save_account", typed).await.unwrap();
            let accepted = app.admin.call("mailings.send_test", test).await.unwrap();
            assert_eq!(
                accepted,
                json!({ "accepted": true, "words": "250 2.0.0 queued as 4F3A" }),
                "{security}"
            );
            let id = queue(&app, message(&number.to_string(), "joao@exemplo.com.br")).await;
            let mut worker = worker(&app);
            worker.pass().await.unwrap();
            assert_eq!(state(&app, id).await, "sent");
            assert_eq!(server.taken().len(), 2);
            version = saved["account"]["version"].clone();
        }
    }
);

story!(
    async fn mai_1_the_test_shows_the_servers_words(app: TestApp) {
        let test = json!({ "recipient_address": "ana@acme.com.br" });
        assert_eq!(app.admin.call("mailings.send_test", test.clone()).await.unwrap_err().code(), "not_found");
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        server.next([Mood::RefuseRecipient]);
        let refused = app.admin.call("mailings.send_test", test).await.unwrap();
        assert_eq!(refused, json!({ "accepted": false, "words": "550 5.1.1 no such user here" }));
        let evil = json!({ "recipient_address": "ana@acme.com.br>\r\nRCPT TO:<outra@exemplo.com.br" });
        let refused = app.admin.call("mailings.send_test", evil).await.unwrap_err();
        assert!(issues(&refused).contains_key("recipient_address"));
    }
);

story!(
    async fn sys_2_two_people_changing_the_account_do_not_overwrite_each_other(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        let mut typed = account(&server);
        typed["version"] = json!(1);
        typed["per_minute"] = json!(7);
        app.admin.call("mailings.save_account", typed.clone()).await.unwrap();
        typed["per_minute"] = json!(9);
        typed["password"] = json!(SECRET);
        let refused = app.admin.call("mailings.save_account", typed).await.unwrap_err().to_json();
        assert_eq!(
            (refused["code"].as_str(), refused["params"]["current"]["per_minute"].as_i64()),
            (Some("conflict"), Some(7))
        );
        let now = app.admin.call("mailings.account", json!({})).await.unwrap();
        assert_eq!(
            (now["account"]["per_minute"].as_i64(), now["has_password"].as_bool()),
            (Some(7), Some(false))
        );
    }
);
