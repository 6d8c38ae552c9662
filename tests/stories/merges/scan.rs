//! The whole base compared with itself, and the queue it leaves (DUP-1 to DUP-3, DUP-9).

use office::Client;
use serde_json::{Value, json};
use stories::{issues, registered, story};

use super::{customer, ficha, merge, scanned, typed};

async fn queue(client: &Client) -> Value {
    asked(client, "", json!(null)).await
}

async fn asked(client: &Client, text: &str, certainty: Value) -> Value {
    let request = json!({ "text": text, "certainty": certainty, "offset": 0, "limit": 50 });
    client.call("duplicates.queue", request).await.unwrap()
}

async fn somebody_else(client: &Client) -> Value {
    let mut other = typed("Bruno Kowalski", "111.444.777-35", "(41) 98877-6655");
    other["birth_date"] = json!("1971-01-30");
    other["contact_points"].as_array_mut().unwrap().truncate(1);
    other["addresses"] = json!([]);
    client.call("customers.create", other).await.unwrap()
}

story!(
    async fn dup_1_the_whole_base_is_scanned_and_groups_are_decided(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let before = queue(&office).await;
        assert!(before["scan"].is_null() && before["groups"] == json!([]));
        let one = customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let again = customer(&office, "Aparecida G. Teles", "529.982.247-25", "(19) 99812-4471").await;
        somebody_else(&office).await;
        let done = scanned(&office).await;
        assert_eq!(
            (&done["state"], &done["result"]),
            (&json!("done"), &json!({ "records": 3, "groups": 1 }))
        );
        let found = queue(&office).await;
        assert_eq!((&found["open"], &found["decided"]), (&json!(1), &json!(0)));
        let group = &found["groups"][0];
        assert!(group["probability_ppm"].as_i64().unwrap() > 990_000, "{group}");
        let fichas: Vec<_> = group["fichas"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
        assert_eq!(fichas, [&one["id"], &again["id"]]);
        let why = group["pairs"][0]["parts"].as_array().unwrap();
        assert!(why.iter().any(|part| part["field"] == "document" && part["level"] == "exact"), "{why:?}");
        let report = office.call("duplicates.scan_report", json!({})).await.unwrap();
        let certain = report["statistics"]["bands"].as_array().unwrap().last().unwrap();
        assert_eq!((&certain["pairs"], &report["fichas"][0]["code"]), (&json!(1), &one["code"]), "{report}");
        let merged = merge(&office, &[&one, &again], json!([])).await;
        assert_eq!(queue(&office).await["open"], 0);
        let version = ficha(&office, &one["id"]).await["customer"]["version"].clone();
        let undo = json!({ "id": merged["merge"]["id"], "survivor_version": version, "decisions": [] });
        office.call("duplicates.undo", undo).await.unwrap();
        assert_eq!(queue(&office).await["open"], 1, "what was taken back is to be decided again");
        merge(&office, &[&one, &again], json!([])).await;
        assert_eq!(scanned(&office).await["result"], json!({ "records": 2, "groups": 0 }));
        assert_eq!(queue(&office).await["groups"], json!([]));
    }
);

story!(
    async fn dup_1_a_scan_compares_every_telephone_address_and_e_mail(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let with = |name: &str, contacts: Value, addresses: Value| {
            let mut one = typed(name, "", "(19) 99812-4471");
            one["birth_date"] = json!("");
            one["contact_points"] = contacts;
            one["addresses"] = addresses;
            one
        };
        let phone = |number: &str| json!({ "kind": "mobile", "value": number, "label": "" });
        let address = |street: &str, number: &str, cep: &str| {
            json!({
                "street": street, "number": number, "complement": "", "district": "", "city": "Campinas", "uf": "SP",
                "cep": cep,
            })
        };
        let one = with(
            "Wanderleia Krzyzanowski",
            json!([phone("(19) 99812-4471"), phone("(19) 98111-2233")]),
            json!([
                address("Rua das Acácias", "214", "13087-534"),
                address("Avenida Brasil", "10", "13010-000")
            ]),
        );
        let again = with(
            "Vanderléia Krzyzanowski",
            json!([phone("(11) 97000-1111"), phone("(19) 98111-2233")]),
            json!([address("Rua Nova", "7", "13100-100"), address("Av. Brasil", "10", "13010-000")]),
        );
        office.call("customers.create", one).await.unwrap();
        registered(&office, again).await;
        somebody_else(&office).await;
        assert_eq!(scanned(&office).await["result"], json!({ "records": 3, "groups": 1 }));
        let found = queue(&office).await;
        let why = found["groups"][0]["pairs"][0]["parts"].as_array().unwrap();
        for field in ["phone", "address", "cep"] {
            let part = why.iter().find(|part| part["field"] == field).unwrap();
            assert_eq!(part["level"], "exact", "{why:?}");
        }
    }
);

story!(
    async fn dup_3_a_scan_does_not_bring_back_what_was_told_apart(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let again = customer(&office, "Aparecida G. Teles", "529.982.247-25", "(19) 99812-4471").await;
        scanned(&office).await;
        office.call("duplicates.not_duplicate", json!({ "ids": [one["id"], again["id"]] })).await.unwrap();
        let decided = queue(&office).await;
        assert_eq!((&decided["open"], &decided["decided"]), (&json!(0), &json!(1)));
        assert_eq!(scanned(&office).await["result"]["groups"], 0);
        let mut changed = typed("Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4472");
        changed["code"] = again["code"].clone();
        let request = json!({
            "id": again["id"], "version": again["version"], "input": changed, "asked_by": { "kind": "holder" },
        });
        office.call("customers.update", request).await.unwrap();
        assert_eq!(scanned(&office).await["result"]["groups"], 1, "the data changed");
    }
);

story!(
    async fn dup_3_the_queue_is_searched_and_narrowed(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        customer(&office, "Aparecida G. Teles", "529.982.247-25", "(19) 99812-4471").await;
        let mut other = typed("Bruno Kowalski", "111.444.777-35", "(41) 98877-6655");
        other["birth_date"] = json!("1971-01-30");
        other["contact_points"].as_array_mut().unwrap().truncate(1);
        for code in [json!(70_707), json!(null)] {
            other["code"] = code;
            registered(&office, other.clone()).await;
        }
        scanned(&office).await;
        assert_eq!(queue(&office).await["total"], 2);
        for (text, total) in [
            ("kowalski", 1),
            ("gonçalves teles", 1),
            ("gonçalves kowalski", 0),
            ("529.982.247-25", 1),
            ("70707", 1),
        ] {
            let found = asked(&office, text, json!(null)).await;
            assert_eq!((&found["total"], &found["open"]), (&json!(total), &json!(2)), "{text}");
            assert_eq!(found["groups"].as_array().unwrap().len(), total, "{text}");
        }
        let certain = asked(&office, "", json!("certain")).await;
        assert!(certain["groups"].as_array().unwrap().iter().all(|group| group["automatic"] == true));
        let probable = asked(&office, "", json!("probable")).await;
        assert!(probable["groups"].as_array().unwrap().iter().all(|group| group["automatic"] == false));
        let both = [&certain["total"], &probable["total"]].map(|total| total.as_i64().unwrap());
        assert_eq!(both.iter().sum::<i64>(), 2);
    }
);

story!(
    async fn dup_9_only_the_central_team_scans(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        for (command, request) in [
            ("duplicates.scan", json!({})),
            ("duplicates.scan_report", json!({})),
            ("duplicates.queue", json!({ "text": "", "certainty": null, "offset": 0, "limit": 9 })),
        ] {
            assert_eq!(seller.call(command, request).await.unwrap_err().code(), "forbidden", "{command}");
        }
    }
);

story!(
    async fn dup_2_a_supervisor_says_what_scans_compare_and_put_together(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let supervisor = app.person("Silvia Prado", "back_office_supervisor").await;
        let set = |left_out: &[&str], ppm: Value, version: i64| json!({ "left_out": left_out, "threshold_ppm": ppm, "version": version });
        let command = "duplicates.set_scan_settings";
        let refused = office.call(command, set(&["phone"], json!(null), 0)).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let wrong = supervisor.call(command, set(&["name"], json!(400_000), 0)).await.unwrap_err();
        assert_eq!(issues(&wrong)["left_out"], "scan_field_needed");
        assert_eq!(issues(&wrong)["threshold_ppm"], "scan_threshold_range");

        // Only the telephone tells that these are one; without it a scan finds nobody, and nor does the form.
        let mut one = typed("Wanderleia Krzyzanowski", "", "(19) 99812-4471");
        one["birth_date"] = json!("");
        one["contact_points"].as_array_mut().unwrap().truncate(1);
        one["addresses"] = json!([]);
        let mut again = one.clone();
        again["name"] = json!("Vanderléia Krzyzanovski");
        let known = office.call("customers.create", one).await.unwrap();
        registered(&office, again.clone()).await;
        somebody_else(&office).await;
        assert_eq!(scanned(&office).await["result"], json!({ "records": 3, "groups": 1 }));
        let similar = json!({ "id": null, "input": again });
        let names_phone = |suspects: &Value| {
            let of =
                suspects.as_array().unwrap().iter().find(|one| one["customer_id"] == known["id"]).cloned();
            of.is_some_and(|one| one["reasons"].to_string().contains("same_phone"))
        };
        let suspects = office.call("duplicates.similar", similar.clone()).await.unwrap();
        assert!(names_phone(&suspects), "{suspects}");

        let kept = supervisor.call(command, set(&["phone", "cep"], json!(null), 0)).await.unwrap();
        assert_eq!((&kept["left_out"], &kept["version"]), (&json!(["phone", "cep"]), &json!(1)));
        assert_eq!((&kept["updated_by"], &kept["threshold_ppm"]), (&json!("Silvia Prado"), &json!(null)));
        let late = app.admin.call(command, set(&[], json!(null), 0)).await.unwrap_err();
        assert_eq!(late.code(), "conflict");
        let suspects = office.call("duplicates.similar", similar.clone()).await.unwrap();
        assert!(!names_phone(&suspects), "{suspects}");
        assert_eq!(scanned(&office).await["result"], json!({ "records": 3, "groups": 0 }));
        let report = office.call("duplicates.scan_report", json!({})).await.unwrap();
        assert_eq!(report["statistics"]["left_out"], json!(["phone", "cep"]), "{report}");
        assert_eq!(report["settings"]["left_out"], json!(["phone", "cep"]));

        // Taken in again, with a threshold of a person's.
        supervisor.call(command, set(&[], json!(900_000), 1)).await.unwrap();
        scanned(&office).await;
        let report = office.call("duplicates.scan_report", json!({})).await.unwrap();
        let statistics = &report["statistics"];
        assert_eq!(
            (&statistics["threshold_ppm"], &statistics["threshold_set"], &statistics["left_out"]),
            (&json!(900_000), &json!(true), &json!([]))
        );
        let suspects = office.call("duplicates.similar", similar).await.unwrap();
        assert!(names_phone(&suspects), "{suspects}");
    }
);
