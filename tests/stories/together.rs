//! Several programs on one database: what one changes, the others hear of (SYS-1).

use std::sync::Arc;
use std::time::Duration;

use office::App;
use office::changes::{self, Change};
use office::dispatch::Tag;
use serde_json::json;
use stories::people::{self, Crowd, Kill};
use stories::story;
use tokio::sync::broadcast::Receiver;
use tokio::task::JoinHandle;

/// Within this time everybody knows.
const TWO_SECONDS: Duration = Duration::from_secs(2);

/// Starts to hear others; returns when they are heard.
async fn listening(app: &Arc<App>, teller: &Arc<App>) -> (Receiver<Change>, JoinHandle<()>) {
    let mut changes = app.changes.subscribe();
    let hearing = tokio::spawn(changes::run(app.clone()));
    for _ in 0..100 {
        let mut tx = teller.db.begin_write().await.unwrap();
        tx.tell_others("a test", "jobs").await.unwrap();
        tx.commit().await.unwrap();
        if tokio::time::timeout(Duration::from_millis(500), changes.recv()).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(500)).await;
            return (app.changes.subscribe(), hearing);
        }
    }
    panic!("nothing was heard");
}

/// What is told within two seconds.
async fn told(changes: &mut Receiver<Change>) -> Option<Vec<Tag>> {
    match tokio::time::timeout(TWO_SECONDS, changes.recv()).await.ok()?.unwrap() {
        Change::Stale { tags, caller: None } => Some(tags),
        other => panic!("{other:?}"),
    }
}

fn new_table(name: &str) -> serde_json::Value {
    json!({ "id": null, "carrier": "Vivo", "name": name, "monthly_cents": 9_990, "active": true, "regions": [], "version": 0 })
}

story!(
    async fn sys_1_changes_by_others_are_heard_within_two_seconds(app: TestApp) {
        let elsewhere = app.second_process().await;
        let (mut there, hearing) = listening(&elsewhere, &app.app).await;
        app.admin.call("registrations.save_plan", new_table("Fibra 600")).await.unwrap();
        assert_eq!(told(&mut there).await.unwrap(), [Tag::Registrations]);
        // What was refused changed nothing, and nobody is told.
        app.admin.call("registrations.save_plan", new_table("")).await.unwrap_err();
        assert_eq!(told(&mut there).await, None);
        hearing.abort();
    }
);

story!(
    async fn sys_1_background_work_is_heard_by_others_too(app: TestApp) {
        let elsewhere = app.second_process().await;
        let (mut there, hearing) = listening(&elsewhere, &app.app).await;
        let telling = tokio::spawn(changes::run(app.app.clone()));
        app.app.tell_everybody(&[Tag::Mailings]);
        app.app.tell_everybody(&[Tag::Mailings, Tag::Quotes]);
        let mut heard = told(&mut there).await.unwrap();
        heard.sort_unstable();
        assert_eq!(heard, [Tag::Quotes, Tag::Mailings], "told once, together");
        for task in [hearing, telling] {
            task.abort();
        }
    }
);

story!(
    async fn sys_1_ones_own_changes_do_not_come_back(app: TestApp) {
        let (mut here, hearing) = listening(&app.app, &app.second_process().await).await;
        app.admin.call("registrations.save_plan", new_table("Fibra 600")).await.unwrap();
        let own = here.recv().await.unwrap();
        assert!(app.admin.caused(&own), "{own:?}");
        assert!(!app.sign_in("ana").await.caused(&own));
        let after = tokio::time::timeout(TWO_SECONDS, async {
            loop {
                if let Change::Stale { tags, .. } = here.recv().await.unwrap()
                    && tags.contains(&Tag::Registrations)
                {
                    return;
                }
            }
        });
        assert!(after.await.is_err(), "an echo");
        hearing.abort();
    }
);

story!(
    async fn sys_2_who_has_the_same_record_open_is_seen_until_they_leave_or_their_lease_ends(app: TestApp) {
        let here = app.person("Wagner Assis", "back_office").await;
        let there = app.person("Rita Lemos", "back_office").await;
        let at = json!({ "kind": "registration", "id": "018f3c5e-0000-7000-8000-000000000001" });
        let others =
            async |client: &office::Client| client.call("presence.others", at.clone()).await.unwrap();
        let mut changes = app.app.changes.subscribe();
        let come = |editing: bool| json!({ "at": at, "editing": editing });
        there.call("presence.here", come(false)).await.unwrap();
        assert_eq!(others(&there).await, json!([]), "oneself is nobody else");
        let seen = others(&here).await;
        assert_eq!((&seen[0]["name"], &seen[0]["editing"]), (&json!("Rita Lemos"), &json!(false)));
        // A second window of hers in which she changes it: still one person.
        app.sign_in("rita.lemos").await.call("presence.here", come(true)).await.unwrap();
        let seen = others(&here).await;
        assert_eq!((seen.as_array().unwrap().len(), &seen[0]["editing"]), (1, &json!(true)));
        while changes.try_recv().is_ok() {}
        there.call("presence.here", come(false)).await.unwrap();
        assert!(changes.try_recv().is_err(), "who merely stays is no news");
        there.call("presence.gone", at.clone()).await.unwrap();
        assert!(matches!(changes.try_recv(), Ok(Change::Stale { tags, .. }) if tags == [Tag::Presence]));
        assert_eq!(others(&here).await[0]["editing"], true);
        app.clock.advance(chrono::TimeDelta::seconds(30));
        assert_eq!(others(&here).await, json!([]));
        let audited = app.admin.call("maintenance.verify", json!({})).await.unwrap()["audit_entries"].clone();
        here.call("presence.here", come(true)).await.unwrap();
        let after = app.admin.call("maintenance.verify", json!({})).await.unwrap()["audit_entries"].clone();
        assert_eq!(after, audited, "being somewhere is no change of data");
        let nobody =
            office::Client::new(app.app.clone()).call("presence.here", come(true)).await.unwrap_err();
        assert_eq!(nobody.code(), "unauthenticated");
    }
);

/// A few people for a few seconds, by the machine's clock, on the story's engine.
async fn people_at_work(app: &stories::TestApp, seconds: u64, kill: Kill) -> people::Figures {
    let crowd = Crowd {
        program: env!("CARGO_BIN_EXE_reviewer").into(),
        processes: 4,
        time: Duration::from_secs(seconds),
        kill,
    };
    let office = people::office_on(app.app.db.engine() == "postgres").await;
    people::work(&office, &crowd).await
}

story!(
    async fn reg_3_many_people_lose_and_double_no_decision_and_nobody_starves(app: TestApp) {
        let found = people_at_work(&app, 4, Kill::Nothing).await;
        assert!(found.decisions() > 10, "{found:?}");
        assert!(found.slowest_share() > 1.0 / 3.0, "{:?}", found.each);
    }
);

story!(
    async fn sys_1_programs_killed_in_the_middle_of_their_work_leave_nothing_half_done(app: TestApp) {
        let found = people_at_work(&app, 6, Kill::People).await;
        assert!(found.decisions() > 5, "{found:?}");
    }
);
