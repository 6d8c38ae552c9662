//! Notices to people.

use office::dispatch::{Actor, TaskCx};
use office::notices::commands::tell;
use office::notices::model::NewNotice;
use office::session::SessionSlot;
use serde_json::json;
use stories::{TestApp, story};

/// Leaves a notice, as a feature does inside its own command.
async fn leave(app: &TestApp, user: &str, title: &str) {
    let task = TaskCx {
        app: app.app.clone(),
        actor: Actor::system("story"),
        session: SessionSlot::default(),
        command: "story",
        stales: &[],
    };
    let mut cx = task.write().await.unwrap();
    let notice = NewNotice {
        user_id: user.parse::<uuid::Uuid>().unwrap().into(),
        kind: "registration_returned",
        title: title.to_owned(),
        text: "telefone\u{202e} errado".to_owned(),
        subject_kind: "registration",
        subject_id: uuid::Uuid::nil(),
    };
    tell(&mut cx, notice).await.unwrap();
    task.commit(cx).await.unwrap();
}

story!(
    async fn reg_3_a_notice_waits_for_its_person_until_read(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let other = app.person("Caio Menezes", "commercial").await;
        let status = seller.call("app.status", json!({})).await.unwrap();
        let user = status["user"]["id"].as_str().unwrap().to_owned();
        leave(&app, &user, "Aparecida").await;
        app.clock.advance(chrono::TimeDelta::minutes(1));
        leave(&app, &user, "Valdirene").await;

        let mine = seller.call("notices.list", json!({})).await.unwrap();
        assert_eq!(mine["unread"], 2);
        assert_eq!(mine["list"][0]["title"], "Valdirene");
        assert_eq!(mine["list"][0]["text"], "telefone errado");
        assert_eq!(other.call("notices.list", json!({})).await.unwrap()["unread"], 0);

        // Another person cannot read it away.
        let id = &mine["list"][0]["id"];
        other.call("notices.mark_read", json!({ "id": id })).await.unwrap();
        assert_eq!(seller.call("notices.list", json!({})).await.unwrap()["unread"], 2);
        seller.call("notices.mark_read", json!({ "id": id })).await.unwrap();
        assert_eq!(seller.call("notices.list", json!({})).await.unwrap()["unread"], 1);
        seller.call("notices.mark_read", json!({ "id": null })).await.unwrap();
        let read = seller.call("notices.list", json!({})).await.unwrap();
        assert_eq!(read["unread"], 0);
        assert_eq!(read["list"].as_array().unwrap().len(), 2);
    }
);
