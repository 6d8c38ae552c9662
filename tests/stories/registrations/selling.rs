//! The seller's side (REG-1).

use chrono::Datelike;
use serde_json::json;
use stories::{issues, story};

use super::{form, plan, returned, seen, submitted, with};

story!(
    async fn reg_1_everything_missing_or_malformed_is_listed_at_once(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let wrong = with(
            form(&plan),
            json!({
                "name": " \u{200b} ", "document": "529.982.247-26", "mother_name": "", "birth_date": null,
                "email": "cida@gmail.com\r\nBcc: x@example.com", "phone_1": "(19) 99812-4471",
                "phone_2": "+55 19 99812 4471", "cep": "1308", "plan_id": null, "due_day": 32,
                "installation_period": null,
            }),
        );
        let input = json!({ "id": null, "version": 0, "content": wrong });
        let refused = seller.call("registrations.submit", input).await.unwrap_err();
        let expected = [
            ("content.birth_date", "required"),
            ("content.cep", "cep_length"),
            ("content.document", "document_check_digits"),
            ("content.due_day", "due_day_range"),
            ("content.email", "email_characters"),
            ("content.installation_period", "required"),
            ("content.mother_name", "required"),
            ("content.name", "required"),
            ("content.phone_2", "same_contact"),
            ("content.plan_id", "required"),
        ];
        let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
        assert_eq!(issues(&refused).into_iter().collect::<Vec<_>>(), expected);
        // Nothing was stored of it, and no number taken.
        let mine = seller.call("registrations.mine", json!({ "state": null })).await.unwrap();
        assert_eq!(mine["items"], json!([]));
        assert_eq!(submitted(&seller, form(&plan)).await["number"], "2026-000001");
    }
);

story!(
    async fn reg_1_a_draft_keeps_what_is_half_typed_until_it_is_complete(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let half = with(form(&plan), json!({ "document": "529.98", "phone_2": "19", "birth_date": null }));
        let save = json!({ "id": null, "version": 0, "content": half });
        let draft = seller.call("registrations.save_draft", save).await.unwrap();
        assert_eq!((&draft["state"], &draft["number"]), (&json!("draft"), &json!(null)));
        assert_eq!(draft["content"]["document"], "529.98");
        // Nobody but its seller sees a draft.
        let refused = reviewer.call("registrations.get", json!({ "id": draft["id"] })).await.unwrap_err();
        assert_eq!(refused.code(), "not_found");

        // A second window that read the same version loses nothing and overwrites nothing (SYS-2).
        let on = json!({ "id": draft["id"], "version": draft["version"], "content": form(&plan) });
        let saved = seller.call("registrations.save_draft", on.clone()).await.unwrap();
        assert_eq!(seller.call("registrations.save_draft", on).await.unwrap_err().code(), "conflict");
        let submit = json!({ "id": draft["id"], "version": saved["version"], "content": form(&plan) });
        let sale = seller.call("registrations.submit", submit).await.unwrap();
        assert_eq!((&sale["state"], &sale["round"]), (&json!("submitted"), &json!(1)));
        assert_eq!(sale["content"]["document"], "52998224725");
        let endless = with(form(&plan), json!({ "name": "a".repeat(10_000) }));
        let save = json!({ "id": null, "version": 0, "content": endless });
        let refused = seller.call("registrations.save_draft", save).await.unwrap_err();
        assert_eq!(issues(&refused)["content.name"], "too_long");
    }
);

story!(
    async fn reg_1_numbers_have_no_gaps_and_start_anew_each_year(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let first = submitted(&seller, form(&plan)).await;
        // A refused one and a discarded draft take no number.
        let wrong = json!({ "id": null, "version": 0, "content": with(form(&plan), json!({ "name": "" })) });
        seller.call("registrations.submit", wrong).await.unwrap_err();
        let save = json!({ "id": null, "version": 0, "content": form(&plan) });
        let draft = seller.call("registrations.save_draft", save).await.unwrap();
        let cancel = json!({ "id": draft["id"], "version": draft["version"], "reason": "" });
        assert_eq!(seller.call("registrations.cancel", cancel).await.unwrap()["state"], "cancelled");
        let second = submitted(&seller, form(&plan)).await;
        app.clock.advance(stories::monday_morning().with_year(2027).unwrap() - stories::monday_morning());
        let seller = app.sign_in("nivea.torres").await;
        let third = submitted(&seller, form(&plan)).await;
        assert_eq!(
            [&first["number"], &second["number"], &third["number"]],
            ["2026-000001", "2026-000002", "2027-000001"]
        );
    }
);

story!(
    async fn reg_1_many_sellers_at_once_take_each_number_once(app: TestApp) {
        let plan = plan(&app, "Fibra 600", &[]).await;
        let seller = app.person("Nívea Torres", "commercial").await;
        let other = office::Client::new(app.second_process().await);
        let door = json!({ "username": "nivea.torres", "password": stories::PASSWORD });
        other.call("access.sign_in", door).await.unwrap();
        let mut tasks = Vec::new();
        for index in 0..12 {
            let (client, form) = (if index % 2 == 0 { seller.clone() } else { other.clone() }, form(&plan));
            tasks.push(tokio::spawn(async move { submitted(&client, form).await["number"].clone() }));
        }
        let mut numbers = Vec::new();
        for task in tasks {
            numbers.push(task.await.unwrap().as_str().unwrap().to_owned());
        }
        numbers.sort();
        let expected: Vec<String> = (1..=12).map(|number| format!("2026-{number:06}")).collect();
        assert_eq!(numbers, expected);
    }
);

story!(
    async fn reg_3_a_seller_corrects_only_their_own_and_only_what_came_back(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let other = app.person("Caio Menezes", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = submitted(&seller, form(&plan)).await;
        let on = json!({ "id": sale["id"], "version": sale["version"], "content": form(&plan) });
        let refused = seller.call("registrations.save_draft", on.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)["state"], "move_not_allowed");
        assert_eq!(other.call("registrations.save_draft", on.clone()).await.unwrap_err().code(), "not_found");
        assert_eq!(reviewer.call("registrations.save_draft", on).await.unwrap_err().code(), "forbidden");

        returned(&reviewer, &sale).await;
        let back = seen(&seller, &sale).await;
        assert_eq!(back["registration"]["state"], "returned");
        assert_eq!(back["rounds"][0]["reasons"][0]["field"], "phone_2");
        let fixed = with(form(&plan), json!({ "phone_2": "(19) 3251-0088" }));
        let version = &back["registration"]["version"];
        let again = json!({ "id": sale["id"], "version": version, "content": fixed });
        let again = seller.call("registrations.submit", again).await.unwrap();
        assert_eq!((&again["round"], &again["number"]), (&json!(2), &sale["number"]));
        let mine = seller.call("registrations.mine", json!({ "state": "submitted" })).await.unwrap();
        assert_eq!(mine["items"].as_array().unwrap().len(), 1);
        assert_eq!(mine["counts"], json!([{ "state": "submitted", "count": 1 }]));
        let none = seller.call("registrations.mine", json!({ "state": "draft" })).await.unwrap();
        assert_eq!(none["items"], json!([]));
    }
);

story!(
    async fn reg_3_calling_off_needs_a_reason_and_the_right_person(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let supervisor = app.person("Rita Lemos", "back_office_supervisor").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = submitted(&seller, form(&plan)).await;
        let cancel = |reason: &str| json!({ "id": sale["id"], "version": sale["version"], "reason": reason });
        let refused = seller.call("registrations.cancel", cancel("...")).await.unwrap_err();
        assert_eq!(issues(&refused)["reason"], "says_nothing");
        let refused = reviewer.call("registrations.cancel", cancel("cliente desistiu")).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let off = supervisor.call("registrations.cancel", cancel("cliente desistiu")).await.unwrap();
        assert_eq!((&off["state"], &off["closed_reason"]), (&json!("cancelled"), &json!("cliente desistiu")));
        let again = seller.call("registrations.cancel", cancel("cliente desistiu")).await.unwrap_err();
        assert_eq!(issues(&again)["state"], "move_not_allowed");
    }
);
