//! Who came in, from where, and who is put out from elsewhere (SYS-4).

use chrono::TimeDelta;
use office::Client;
use serde_json::{Value, json};
use stories::{PASSWORD, story};

async fn history(client: &Client, user: Value, refused: bool, before: Value) -> Value {
    let request = json!({ "user_id": user, "refused": refused, "before": before });
    client.call("access.sign_ins", request).await.unwrap()
}

async fn try_sign_in(client: &Client, username: &str, password: &str) {
    let request = json!({ "username": username, "password": password });
    client.call("access.sign_in", request).await.unwrap_err();
}

story!(
    async fn sys_4_every_attempt_to_come_in_is_kept_without_what_was_typed(app: TestApp) {
        let nobody = Client::new(app.app.clone());
        app.person("Caio Duarte", "commercial").await;
        app.clock.advance(TimeDelta::minutes(1));
        try_sign_in(&nobody, "caio.duarte", "errada, mas comprida").await;
        app.clock.advance(TimeDelta::minutes(1));
        try_sign_in(&nobody, "minha senha secreta", PASSWORD).await;

        let all = history(&app.admin, Value::Null, false, Value::Null).await;
        let outcomes: Vec<_> =
            all["entries"].as_array().unwrap().iter().map(|it| it["outcome"].clone()).collect();
        assert_eq!(outcomes, ["unknown_user", "wrong_password", "signed_in", "signed_in"]);
        assert_eq!(all["entries"][1]["user_name"], "Caio Duarte");
        assert!(all["entries"][1]["program"].as_str().unwrap().contains("0.1.0"));
        let text = all.to_string();
        assert!(!text.contains("secreta") && !text.contains("comprida"), "nothing typed is kept: {text}");

        let refused = history(&app.admin, Value::Null, true, Value::Null).await;
        assert_eq!(refused["entries"].as_array().unwrap().len(), 2);
        let caio = all["entries"][1]["user_id"].clone();
        let first = history(&app.admin, caio.clone(), false, Value::Null).await;
        assert_eq!(first["entries"].as_array().unwrap().len(), 2);
        let last = json!({ "at": first["entries"][0]["at"], "id": first["entries"][0]["id"] });
        let older = history(&app.admin, caio, false, last).await;
        assert_eq!(older["entries"].as_array().unwrap().len(), 1);
        assert_eq!(older["entries"][0]["outcome"], "signed_in");
    }
);

story!(
    async fn sys_4_a_session_is_ended_from_elsewhere_and_its_window_told_by_whom(app: TestApp) {
        let caio = app.person("Caio Duarte", "commercial").await;
        let open = app.admin.call("access.sessions", json!({})).await.unwrap();
        let sessions = open["sessions"].as_array().unwrap();
        assert_eq!(sessions.len(), 2);
        let own = json!({ "id": open["own"] });
        let refused = app.admin.call("access.end_session", own).await.unwrap_err();
        assert_eq!(refused.issues()[0].code, "not_oneself");

        let his = sessions.iter().find(|it| it["user_name"] == "Caio Duarte").unwrap();
        app.admin.call("access.end_session", json!({ "id": his["id"] })).await.unwrap();
        let out = caio.call("customers.quick_search", json!({ "text": "x" })).await.unwrap_err();
        assert_eq!(out.code(), "unauthenticated");
        let status = caio.call("app.status", json!({})).await.unwrap();
        assert_eq!(
            (&status["state"], &status["signed_out_by"]),
            (&json!("signed_out"), &json!("Ana Administradora"))
        );
        let again = app.admin.call("access.end_session", json!({ "id": his["id"] })).await.unwrap_err();
        assert_eq!(again.code(), "not_found");
        // Who signs in again is no longer told.
        let request = json!({ "username": "caio.duarte", "password": PASSWORD });
        caio.call("access.sign_in", request).await.unwrap();
        assert_eq!(caio.call("app.status", json!({})).await.unwrap()["signed_out_by"], Value::Null);
        let denied = caio.call("access.sessions", json!({})).await.unwrap_err();
        assert_eq!(denied.code(), "forbidden");
    }
);
