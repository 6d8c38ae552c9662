//! The queue by service level (REG-4).

use chrono::TimeDelta;
use serde_json::{Value, json};
use stories::story;

use super::{form, plan, returned, seen, submitted, with};

async fn lane(client: &office::Client, lane: &str) -> Value {
    client.call("registrations.queue", json!({ "lane": lane })).await.unwrap()
}

/// Name and urgency of each sale.
fn told(queue: &Value) -> Vec<(String, String)> {
    let items = queue["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let urgency = item["waiting"]["urgency"].as_str().unwrap_or("-");
            (item["sale"]["name"].as_str().unwrap().to_owned(), urgency.to_owned())
        })
        .collect()
}

fn expected<const N: usize>(list: [(&str, &str); N]) -> Vec<(String, String)> {
    list.into_iter().map(|(name, urgency)| (name.to_owned(), urgency.to_owned())).collect()
}

story!(
    async fn reg_4_lanes_are_ordered_by_service_level_and_overdue_is_marked(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = |name: &str, segment: &str| with(form(&plan), json!({ "name": name, "segment": segment }));
        // From nine o'clock on, each an hour after the other: 120 minutes for retail, 60 for corporate.
        submitted(&seller, sale("Ana Primeira", "retail")).await;
        submitted(&seller, sale("Grande Primeira", "corporate")).await;
        keep_awake(&app, &[&seller, &reviewer], 55).await;
        submitted(&seller, sale("Bia Segunda", "retail")).await;
        submitted(&seller, sale("Grande Segunda", "corporate")).await;
        keep_awake(&app, &[&seller, &reviewer], 66).await;
        submitted(&seller, sale("Cida Terceira", "retail")).await;

        let retail = lane(&reviewer, "retail").await;
        let in_order =
            [("Ana Primeira", "overdue"), ("Bia Segunda", "on_time"), ("Cida Terceira", "on_time")];
        assert_eq!(told(&retail), expected(in_order));
        assert_eq!(
            retail["items"][0]["waiting"],
            json!({ "waited_minutes": 121, "left_minutes": -1, "urgency": "overdue" })
        );
        assert_eq!(retail["counts"], json!({ "retail": 3, "corporate": 2, "returned": 0 }));
        let corporate = lane(&reviewer, "corporate").await;
        assert_eq!(
            told(&corporate),
            expected([("Grande Primeira", "overdue"), ("Grande Segunda", "overdue")])
        );
        let count = reviewer.call("registrations.waiting_count", json!({})).await.unwrap();
        assert_eq!(count, json!({ "waiting": 5, "overdue": 3 }));
        keep_awake(&app, &[&reviewer], 30).await;
        assert_eq!(told(&lane(&reviewer, "retail").await)[1].1, "soon");
    }
);

/// Lets time pass while the people at their windows stay active.
async fn keep_awake(app: &stories::TestApp, clients: &[&office::Client], minutes: i64) {
    for _ in 0..minutes {
        app.clock.advance(TimeDelta::minutes(1));
        for client in clients {
            client.call("access.touch", json!({})).await.unwrap();
        }
    }
}

story!(
    async fn reg_4_targets_are_settings_of_the_supervisor(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let supervisor = app.person("Rita Lemos", "back_office_supervisor").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        submitted(&seller, form(&plan)).await;
        let mut targets = reviewer.call("registrations.targets", json!({})).await.unwrap();
        targets["read"] = targets["targets"].clone();
        for target in targets["targets"].as_array_mut().unwrap() {
            target["target_minutes"] = json!(10);
            target["soon_minutes"] = json!(9);
        }
        let refused = reviewer.call("registrations.save_targets", targets.clone()).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let senseless = json!({ "targets": [{ "segment": "retail", "target_minutes": 0, "soon_minutes": 1, "claim_minutes": 99999 }], "read": [] });
        let refused = supervisor.call("registrations.save_targets", senseless).await.unwrap_err();
        assert_eq!(refused.issues().len(), 2);
        supervisor.call("registrations.save_targets", targets).await.unwrap();
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(told(&lane(&reviewer, "retail").await)[0].1, "soon");
        app.clock.advance(TimeDelta::minutes(10));
        assert_eq!(told(&lane(&reviewer, "retail").await)[0].1, "overdue");
    }
);

story!(
    async fn reg_4_what_comes_back_says_what_was_corrected(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = submitted(&seller, form(&plan)).await;
        returned(&reviewer, &sale).await;
        let queue = lane(&reviewer, "returned").await;
        assert_eq!(queue["counts"], json!({ "retail": 0, "corporate": 0, "returned": 1 }));
        assert_eq!(queue["items"][0]["waiting"], json!(null));
        let version = &seen(&seller, &sale).await["registration"]["version"];
        let fixed = with(form(&plan), json!({ "phone_2": "(19) 3251-0088", "due_day": 15 }));
        let again = json!({ "id": sale["id"], "version": version, "content": fixed });
        app.clock.advance(TimeDelta::minutes(5));
        seller.call("registrations.submit", again).await.unwrap();
        let queue = lane(&reviewer, "retail").await;
        assert_eq!(queue["items"][0]["corrected"], json!(["phone_2", "due_day"]));
        assert_eq!(queue["items"][0]["sale"]["round"], 2);
        // Its waiting begins anew.
        assert_eq!(queue["items"][0]["waiting"]["waited_minutes"], 0);
    }
);
