//! What the worker does when the server, the network or another worker is difficult (MAI-3, MAI-4).

use chrono::TimeDelta;
use office::mailings::model::{AccountId, NewMessage};
use office::mailings::store::delivery;
use office::mailings::worker::Pass;
use serde_json::json;
use stories::smtp::{MailServer, Mood, Protection};
use stories::{issues, story};

use super::{account, later, look, message, queue, set_account, state, worker};

story!(
    async fn mai_3_a_message_is_sent_once_as_it_was_queued(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        let id = queue(&app, message("1", "joao@exemplo.com.br")).await;
        let mut worker = worker(&app);
        assert_eq!(worker.pass().await.unwrap(), Pass::Worked);
        assert_eq!(worker.pass().await.unwrap(), Pass::Idle);
        let seen = look(&app, id).await;
        assert_eq!(
            (seen["row"]["state"].as_str(), seen["row"]["reason"].as_str()),
            (Some("sent"), Some("accepted"))
        );
        assert_eq!(seen["row"]["server_reply"], "250 2.0.0 queued as 4F3A");
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].to, "joao@exemplo.com.br");
        assert_eq!(taken[0].header("Message-ID").as_deref(), seen["message_id"].as_str());
        assert!(taken[0].content.contains("multipart/alternative"));
        assert!(taken[0].header("Subject").unwrap().starts_with("=?utf-8?"));
        let refused = app.admin.call("mailings.retry", json!({ "id": id })).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "message_not_retryable");
    }
);

story!(
    async fn mai_3_one_connection_carries_many_messages(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        for number in 0..25 {
            queue(&app, message(&number.to_string(), "joao@exemplo.com.br")).await;
        }
        let mut worker = worker(&app);
        while worker.pass().await.unwrap() == Pass::Worked {}
        assert_eq!((server.taken().len(), server.connections()), (25, 1));
    }
);

story!(
    async fn mai_3_what_fails_before_the_content_left_goes_back_to_the_queue(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        let mut worker = worker(&app);
        for (number, mood) in
            [Mood::HangUpOnRecipient, Mood::HangUpOnData, Mood::PostponeRecipient, Mood::PostponeContent]
                .into_iter()
                .enumerate()
        {
            let id = queue(&app, message(&number.to_string(), "joao@exemplo.com.br")).await;
            server.next([mood.clone()]);
            worker.pass().await.unwrap();
            let row = look(&app, id).await["row"].clone();
            assert_eq!(row["state"], "queued", "{mood:?}: {row}");
            assert_eq!(row["attempts"], 1, "{mood:?}");
            assert_eq!(worker.pass().await.unwrap(), Pass::Idle, "{mood:?}: it waits");
            later(&app, TimeDelta::seconds(61)).await;
            assert_eq!(worker.pass().await.unwrap(), Pass::Worked);
            assert_eq!(state(&app, id).await, "sent", "{mood:?}");
        }
        assert_eq!(server.taken().len(), 4);
    }
);

story!(
    async fn mai_3_pauses_grow_until_the_server_takes_it(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        server.next([Mood::PostponeRecipient, Mood::PostponeRecipient]);
        let id = queue(&app, message("1", "joao@exemplo.com.br")).await;
        let mut worker = worker(&app);
        worker.pass().await.unwrap();
        assert_eq!(look(&app, id).await["row"]["server_reply"], "451 4.7.1 come back later");
        later(&app, TimeDelta::seconds(61)).await;
        worker.pass().await.unwrap();
        later(&app, TimeDelta::seconds(61)).await;
        assert_eq!(worker.pass().await.unwrap(), Pass::Idle);
        later(&app, TimeDelta::minutes(4)).await;
        worker.pass().await.unwrap();
        assert_eq!(state(&app, id).await, "sent");
    }
);

story!(
    async fn mai_3_a_refusal_is_kept_with_the_servers_words_until_a_person_retries(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        server.next([Mood::RefuseRecipient, Mood::RefuseContent]);
        let first = queue(&app, message("1", "ninguem@exemplo.com.br")).await;
        app.clock.advance(TimeDelta::seconds(1));
        let second = queue(&app, message("2", "joao@exemplo.com.br")).await;
        let mut worker = worker(&app);
        worker.pass().await.unwrap();
        assert_eq!(look(&app, first).await["row"]["server_reply"], "550 5.1.1 no such user here");
        assert_eq!(look(&app, second).await["row"]["server_reply"], "554 5.7.1 looks like spam");
        let summary = app.admin.call("mailings.summary", json!({})).await.unwrap();
        assert_eq!((summary["failed"].as_i64(), summary["waiting"].as_i64()), (Some(2), Some(0)));
        later(&app, TimeDelta::days(3)).await;
        assert_eq!(worker.pass().await.unwrap(), Pass::Idle);
        app.admin.call("mailings.retry", json!({ "id": second })).await.unwrap();
        worker.pass().await.unwrap();
        assert_eq!(state(&app, second).await, "sent");
        app.admin.call("mailings.cancel", json!({ "id": first })).await.unwrap();
        assert_eq!(state(&app, first).await, "cancelled");
    }
);

story!(
    async fn mai_3_a_lost_answer_is_in_doubt_and_only_a_person_sends_again(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        let mut worker = worker(&app);
        let slow = Mood::TakeSlowly(std::time::Duration::from_secs(5));
        for (number, mood) in [Mood::TakeAndHangUp, Mood::HangUpInContent, slow].into_iter().enumerate() {
            server.next([mood.clone()]);
            let id = queue(&app, message(&number.to_string(), "joao@exemplo.com.br")).await;
            worker.pass().await.unwrap();
            let row = look(&app, id).await["row"].clone();
            assert_eq!(
                (row["state"].as_str(), row["reason"].as_str()),
                (Some("in_doubt"), Some("answer_lost")),
                "{mood:?}"
            );
        }
        later(&app, TimeDelta::days(30)).await;
        assert_eq!(worker.pass().await.unwrap(), Pass::Idle);
        assert_eq!(server.taken().len(), 2);

        let filter =
            json!({ "view": "attention", "text": "", "customer_id": null, "offset": 0, "limit": 10 });
        let doubtful = app.admin.call("mailings.outbox", filter).await.unwrap();
        assert_eq!(doubtful["total"], 3);
        let rows = doubtful["rows"].as_array().unwrap();
        for (row, decision) in rows.iter().zip(["sent", "send_again", "sent"]) {
            let retried = app.admin.call("mailings.retry", json!({ "id": row["id"] })).await.unwrap_err();
            assert_eq!(issues(&retried)[""], "message_not_retryable");
            let request = json!({ "id": row["id"], "decision": decision });
            app.admin.call("mailings.settle", request).await.unwrap();
        }
        assert_eq!(worker.pass().await.unwrap(), Pass::Worked);
        assert_eq!(server.taken().len(), 3);
        let summary = app.admin.call("mailings.summary", json!({})).await.unwrap();
        assert_eq!((summary["in_doubt"].as_i64(), summary["waiting"].as_i64()), (Some(0), Some(0)));
    }
);

story!(
    async fn mai_3_a_server_that_closes_an_old_connection_costs_no_attempt(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        server.next([Mood::TakeThenHangUp]);
        let mut worker = worker(&app);
        queue(&app, message("1", "joao@exemplo.com.br")).await;
        worker.pass().await.unwrap();
        let second = queue(&app, message("2", "joao@exemplo.com.br")).await;
        worker.pass().await.unwrap();
        worker.pass().await.unwrap();
        let row = look(&app, second).await["row"].clone();
        assert_eq!((row["state"].as_str(), row["attempts"].as_i64()), (Some("sent"), Some(1)));
        assert_eq!(server.connections(), 2);
    }
);

story!(
    async fn mai_3_without_a_usable_account_messages_wait_untouched_and_say_why(app: TestApp) {
        let id = queue(&app, message("1", "joao@exemplo.com.br")).await;
        let mut worker = worker(&app);
        assert_eq!(worker.pass().await.unwrap(), Pass::Idle);
        let summary = app.admin.call("mailings.summary", json!({})).await.unwrap();
        assert_eq!(
            (summary["condition"].as_str(), summary["waiting"].as_i64()),
            (Some("no_account"), Some(1))
        );

        let server = MailServer::start(Protection::Plain).await;
        let mut typed = account(&server);
        typed["security"] = json!("starttls");
        let saved = app.admin.call("mailings.save_account", typed.clone()).await.unwrap();
        assert_eq!(worker.pass().await.unwrap(), Pass::Idle);
        let summary = app.admin.call("mailings.summary", json!({})).await.unwrap();
        assert_eq!(summary["condition"], "failing");
        assert!(summary["last_error"].as_str().unwrap().contains("STARTTLS is not offered"), "{summary}");
        let row = look(&app, id).await["row"].clone();
        assert_eq!((row["state"].as_str(), row["attempts"].as_i64()), (Some("queued"), Some(0)));

        typed["security"] = json!("none");
        typed["version"] = saved["account"]["version"].clone();
        typed["active"] = json!(false);
        let saved = app.admin.call("mailings.save_account", typed.clone()).await.unwrap();
        assert_eq!(worker.pass().await.unwrap(), Pass::Idle);
        assert_eq!(app.admin.call("mailings.summary", json!({})).await.unwrap()["condition"], "paused");

        typed["version"] = saved["account"]["version"].clone();
        typed["active"] = json!(true);
        app.admin.call("mailings.save_account", typed).await.unwrap();
        server.next([Mood::RefuseSender]);
        later(&app, TimeDelta::minutes(10)).await;
        worker.pass().await.unwrap();
        let summary = app.admin.call("mailings.summary", json!({})).await.unwrap();
        assert_eq!(summary["last_error"], "530 5.7.0 sign in first");
        later(&app, TimeDelta::minutes(10)).await;
        worker.pass().await.unwrap();
        assert_eq!(state(&app, id).await, "sent");
        let summary = app.admin.call("mailings.summary", json!({})).await.unwrap();
        assert_eq!(
            (summary["condition"].as_str(), summary["sent_last_day"].as_i64()),
            (Some("ready"), Some(1))
        );
    }
);

story!(
    async fn mai_4_the_limit_of_a_minute_holds_for_all_workers_together(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        let mut typed = account(&server);
        typed["per_minute"] = json!(3);
        typed["per_day"] = json!(5);
        app.admin.call("mailings.save_account", typed).await.unwrap();
        for number in 0..8 {
            queue(&app, message(&number.to_string(), "joao@exemplo.com.br")).await;
        }
        let mut workers = [worker(&app), worker(&app)];
        for (sent, after) in [(3, 61), (5, 61), (5, 86_400), (8, 0)] {
            for worker in &mut workers {
                while worker.pass().await.unwrap() == Pass::Worked {}
            }
            assert_eq!(server.taken().len(), sent);
            if sent == 5 {
                let summary = app.admin.call("mailings.summary", json!({})).await.unwrap();
                assert_eq!(summary["condition"], "at_limit");
            }
            later(&app, TimeDelta::seconds(after)).await;
        }
    }
);

story!(
    async fn mai_3_two_desktops_on_one_outbox_send_each_message_once(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        for number in 0..30 {
            queue(&app, message(&number.to_string(), &format!("joao{number}@exemplo.com.br"))).await;
        }
        let other = app.second_process().await;
        let options = office::mailings::worker::WorkerOptions { batch: 3, ..Default::default() };
        let work = async |app| {
            let mut worker = office::mailings::worker::Worker::new(app, options);
            while worker.pass().await.unwrap() == Pass::Worked {}
        };
        tokio::join!(work(app.app.clone()), work(other));
        let mut taken: Vec<_> = server.taken().into_iter().map(|message| message.to).collect();
        assert_eq!(taken.len(), 30);
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), 30, "each once");
    }
);

story!(
    async fn mai_3_what_a_dead_worker_held_is_recovered_and_its_late_answer_counts(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        let mut ids = Vec::new();
        for key in ["sending", "claimed"] {
            ids.push(queue(&app, message(key, "joao@exemplo.com.br")).await);
        }
        let saved = app.admin.call("mailings.account", json!({})).await.unwrap();
        let account: AccountId = saved["account"]["id"].as_str().unwrap().parse().unwrap();
        let now = app.clock.now();
        let lease = now + TimeDelta::seconds(90);
        let mut tx = app.app.db.begin_write().await.unwrap();
        assert_eq!(delivery::claim(&mut tx, "dead", account, now, lease, 9).await.unwrap().len(), 2);
        assert!(delivery::begin_sending(&mut tx, ids[0], "dead", now, lease).await.unwrap());
        tx.commit().await.unwrap();

        let mut worker = worker(&app);
        later(&app, TimeDelta::seconds(89)).await;
        assert_eq!(worker.pass().await.unwrap(), Pass::Idle, "it may be alive");
        later(&app, TimeDelta::seconds(2)).await;
        assert_eq!(worker.pass().await.unwrap(), Pass::Worked);
        assert_eq!(state(&app, ids[0]).await, "in_doubt");
        assert_eq!(state(&app, ids[1]).await, "sent");
        assert_eq!(server.taken().len(), 1);

        // It was only asleep: what it held is not its any more, what is in doubt it may settle.
        let mut tx = app.app.db.begin_write().await.unwrap();
        assert!(!delivery::begin_sending(&mut tx, ids[1], "dead", now, lease).await.unwrap());
        let accepted = office::mailings::rules::verdict(
            office::mailings::rules::Outcome::Accepted,
            "250 queued",
            0,
            app.clock.now(),
        );
        assert!(delivery::finish(&mut tx, ids[0], "dead", &accepted, app.clock.now()).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(state(&app, ids[0]).await, "sent");
    }
);

story!(
    async fn mai_3_a_message_taken_back_while_claimed_does_not_leave(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        let id = queue(&app, message("1", "joao@exemplo.com.br")).await;
        let saved = app.admin.call("mailings.account", json!({})).await.unwrap();
        let account: AccountId = saved["account"]["id"].as_str().unwrap().parse().unwrap();
        let now = app.clock.now();
        let lease = now + TimeDelta::seconds(90);
        let mut tx = app.app.db.begin_write().await.unwrap();
        delivery::claim(&mut tx, "slow", account, now, lease, 9).await.unwrap();
        tx.commit().await.unwrap();
        app.admin.call("mailings.cancel", json!({ "id": id })).await.unwrap();
        let mut tx = app.app.db.begin_write().await.unwrap();
        assert!(!delivery::begin_sending(&mut tx, id, "slow", now, lease).await.unwrap());
        tx.rollback().await.unwrap();
        let refused = app.admin.call("mailings.cancel", json!({ "id": id })).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "message_not_waiting");
    }
);

story!(
    async fn mai_7_nothing_in_a_message_becomes_a_header(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        let evil = NewMessage {
            recipient_name: "João\r\nBcc: outra@exemplo.com.br".into(),
            subject: "Oi\r\nBcc: outra@exemplo.com.br\r\n\r\n<script>".into(),
            body_text: "Texto\r\n.\r\nQUIT\r\n".into(),
            ..message("1", "joao@exemplo.com.br")
        };
        queue(&app, evil).await;
        worker(&app).pass().await.unwrap();
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].header("Bcc"), None);
        assert!(
            taken[0].content.contains("\nQUIT"),
            "the lone full stop ended nothing: {}",
            taken[0].content
        );
    }
);
