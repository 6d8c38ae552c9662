//! Claiming and deciding (REG-3).

use chrono::TimeDelta;
use office::Client;
use serde_json::{Value, json};
use stories::{PASSWORD, TestApp, issues, story};

use super::{form, plan, returned, seen, submitted, with};

async fn claim(client: &Client, sale: &Value) -> office::Result<Value> {
    client.call("registrations.claim", json!({ "id": sale["id"] })).await
}

async fn id_of(client: &Client) -> Value {
    client.call("app.status", json!({})).await.unwrap()["user"]["id"].clone()
}

/// A window of a second program on the same database.
async fn elsewhere(app: &TestApp, username: &str) -> Client {
    let client = Client::new(app.second_process().await);
    client.call("access.sign_in", json!({ "username": username, "password": PASSWORD })).await.unwrap();
    client
}

story!(
    async fn reg_3_two_people_never_review_the_same_one(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let here = app.person("Wagner Assis", "back_office").await;
        app.person("Rita Lemos", "back_office").await;
        let there = elsewhere(&app, "rita.lemos").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        for _ in 0..8 {
            let sale = submitted(&seller, form(&plan)).await;
            let tasks: Vec<_> = (0..6)
                .map(|index| {
                    let (client, sale) =
                        (if index % 2 == 0 { here.clone() } else { there.clone() }, sale.clone());
                    tokio::spawn(async move { (index % 2, claim(&client, &sale).await) })
                })
                .collect();
            let mut won = Vec::new();
            for task in tasks {
                let (who, answer) = task.await.unwrap();
                match answer {
                    Ok(detail) => {
                        assert_eq!(detail["claimed_by_me"], true);
                        won.push(who);
                    }
                    Err(error) => assert_eq!(error.code(), "conflict", "{error:?}"),
                }
            }
            // One person got it, three times over from their own window; the other never.
            assert_eq!(won.len(), 3);
            assert!(won.iter().all(|who| *who == won[0]), "{won:?}");
        }
    }
);

story!(
    async fn reg_3_two_decisions_at_once_are_one_decision(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let here = app.person("Wagner Assis", "back_office").await;
        app.person("Rita Lemos", "back_office").await;
        let there = elsewhere(&app, "rita.lemos").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        for _ in 0..5 {
            let sale = submitted(&seller, form(&plan)).await;
            let deny = json!({ "id": sale["id"], "round": 1, "reason": "documento de outra pessoa" });
            let tasks = [here.clone(), there.clone(), here.clone()].map(|client| {
                let deny = deny.clone();
                tokio::spawn(async move { client.call("registrations.deny", deny).await })
            });
            let mut done = 0;
            for task in tasks {
                match task.await.unwrap() {
                    Ok(_) => done += 1,
                    Err(error) => assert_eq!(error.code(), "conflict", "{error:?}"),
                }
            }
            assert_eq!(done, 1);
            let notices = seller.call("notices.list", json!({})).await.unwrap();
            assert_eq!(notices["list"][0]["kind"], "registration_denied");
        }
        assert_eq!(seller.call("notices.list", json!({})).await.unwrap()["unread"], 5);
    }
);

story!(
    async fn reg_3_a_claim_expires_and_names_its_holder_until_then(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let first = app.person("Wagner Assis", "back_office").await;
        let second = app.person("Rita Lemos", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = submitted(&seller, form(&plan)).await;
        claim(&first, &sale).await.unwrap();
        let refused = claim(&second, &sale).await.unwrap_err().to_json();
        assert_eq!(
            (&refused["code"], &refused["params"]["by"]),
            (&json!("conflict"), &json!("Wagner Assis"))
        );
        let queue = second.call("registrations.queue", json!({ "lane": "retail" })).await.unwrap();
        assert_eq!(queue["items"][0]["claimed_by_other"], true);
        assert_eq!(queue["items"][0]["sale"]["claimed_by_name"], "Wagner Assis");

        app.clock.advance(TimeDelta::minutes(30));
        for client in [&first, &second] {
            client.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        }
        assert_eq!(seen(&second, &sale).await["claimed_by_other"], false);
        claim(&second, &sale).await.unwrap();
        // Whoever let it run out decides nothing any more.
        let deny = json!({ "id": sale["id"], "round": 1, "reason": "documento de outra pessoa" });
        assert_eq!(first.call("registrations.deny", deny).await.unwrap_err().code(), "conflict");
    }
);

story!(
    async fn reg_3_a_claim_is_released_and_handed_over(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let first = app.person("Wagner Assis", "back_office").await;
        let second = app.person("Rita Lemos", "back_office").await;
        let supervisor = app.person("Sônia Prado", "back_office_supervisor").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = submitted(&seller, form(&plan)).await;
        claim(&first, &sale).await.unwrap();
        let to = |user: Value| json!({ "id": sale["id"], "to": user });
        let refused = second.call("registrations.hand_over", to(id_of(&second).await)).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let refused = first.call("registrations.hand_over", to(id_of(&seller).await)).await.unwrap_err();
        assert_eq!(issues(&refused)["to"], "not_a_reviewer");
        first.call("registrations.hand_over", to(id_of(&second).await)).await.unwrap();
        assert_eq!(seen(&second, &sale).await["claimed_by_me"], true);
        let told = second.call("notices.list", json!({})).await.unwrap();
        assert_eq!(told["list"][0]["kind"], "registration_handed_over");
        // A supervisor takes it back for somebody who went home.
        let back = supervisor.call("registrations.release", json!({ "id": sale["id"] })).await.unwrap();
        assert_eq!(back["registration"]["state"], "submitted");
        claim(&first, &sale).await.unwrap();
    }
);

story!(
    async fn reg_3_returned_sale_goes_back_to_seller_with_reasons(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = submitted(&seller, form(&plan)).await;
        let empty = json!({ "id": sale["id"], "round": 1, "note": "", "reasons": [] });
        let refused = reviewer.call("registrations.return", empty).await.unwrap_err();
        assert_eq!(issues(&refused)["reasons"], "required");
        let idle = json!({
            "id": sale["id"], "round": 1, "note": "", "reasons": [{ "field": "phone_2", "reason": "—" }],
        });
        let refused = reviewer.call("registrations.return", idle).await.unwrap_err();
        assert_eq!(issues(&refused)["reasons.0.reason"], "says_nothing");
        let detail = returned(&reviewer, &sale).await;
        assert_eq!(detail["registration"]["state"], "returned");

        let told = seller.call("notices.list", json!({})).await.unwrap();
        assert_eq!(told["unread"], 1);
        assert_eq!(told["list"][0]["kind"], "registration_returned");
        assert_eq!(told["list"][0]["title"], "Aparecida Gonçalves Teles · 2026-000001");
        assert_eq!(told["list"][0]["subject_id"], sale["id"]);

        // Every round stays visible, with what changed in between.
        let fixed = with(form(&plan), json!({ "phone_2": "(19) 3251-0088" }));
        let version = &detail["registration"]["version"];
        let again = json!({ "id": sale["id"], "version": version, "content": fixed });
        let again = seller.call("registrations.submit", again).await.unwrap();
        assert_eq!(again["state"], "submitted");
        let rounds = seen(&reviewer, &sale).await["rounds"].clone();
        assert_eq!(rounds.as_array().unwrap().len(), 2);
        assert_eq!(
            rounds[0]["changes"],
            json!([{ "field": "phone_2", "before": "+551932510087", "after": "+551932510088" }])
        );
        assert_eq!(rounds[1]["decision"], "returned");
        assert_eq!(rounds[1]["decided_by"], "Wagner Assis");
        assert_eq!(rounds[1]["reasons"][0]["reason"], "ninguém conhece a cliente neste número");
        assert_eq!(rounds[1]["content"]["phone_2"], "+551932510087");
        // Deciding on the former round is refused: it is not what was read.
        let deny = json!({ "id": sale["id"], "round": 1, "reason": "documento de outra pessoa" });
        assert_eq!(reviewer.call("registrations.deny", deny).await.unwrap_err().code(), "conflict");
    }
);

story!(
    async fn reg_3_denied_sale_goes_back_to_seller_with_reasons(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = submitted(&seller, form(&plan)).await;
        let deny = |reason: &str| json!({ "id": sale["id"], "round": 1, "reason": reason });
        let refused = reviewer.call("registrations.deny", deny("aaaa")).await.unwrap_err();
        assert_eq!(issues(&refused)["reason"], "says_nothing");
        assert_eq!(seller.call("registrations.deny", deny("não")).await.unwrap_err().code(), "forbidden");
        let detail = reviewer.call("registrations.deny", deny("documento de outra pessoa")).await.unwrap();
        assert_eq!(detail["registration"]["state"], "denied");
        assert_eq!(detail["rounds"][0]["note"], "documento de outra pessoa");
        let told = seller.call("notices.list", json!({})).await.unwrap();
        assert_eq!(told["list"][0]["text"], "documento de outra pessoa");
        let version = &detail["registration"]["version"];
        let on = json!({ "id": sale["id"], "version": version, "content": form(&plan) });
        let refused = seller.call("registrations.submit", on).await.unwrap_err();
        assert_eq!(issues(&refused)["state"], "move_not_allowed");
        assert_eq!(claim(&reviewer, &sale).await.unwrap_err().code(), "conflict");
    }
);
