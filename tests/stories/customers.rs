//! Customers: registering, finding, changing, and what was said to them (CUS-1 to CUS-7).

use office::Client;
use serde_json::{Value, json};
use stories::{issues, registered, run_sql, story};

/// A customer as somebody types it.
fn typed(name: &str, document: &str) -> Value {
    json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": document,
        "birth_date": "1987-08-14", "mother_name": "Maria Gonçalves Teles", "contact_name": "",
        "segment": "retail", "responsible_id": null,
        "contact_points": [
            { "kind": "mobile", "value": "(19) 99812-4471", "label": "" },
            { "kind": "email", "value": "cida.teles@exemplo.com.br", "label": "" },
        ],
        "addresses": [{
            "street": "Rua das Acácias", "number": "214", "complement": "ap. 31", "district": "",
            "city": "Campinas", "uf": "SP", "cep": "13087-534",
        }],
    })
}

fn query(text: &str) -> Value {
    json!({
        "text": text, "status": null, "kind": null, "segment": null, "uf": null, "overdue": false,
        "sort": "name", "descending": false, "offset": 0, "limit": 50,
    })
}

async fn names(client: &Client, request: Value) -> Vec<String> {
    let page = client.call("customers.list", request).await.unwrap();
    let rows = page["rows"].as_array().unwrap();
    rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

story!(
    async fn cus_5_a_customer_is_registered_found_and_shown(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let made = seller
            .call("customers.create", typed("Aparecida Gonçalves Teles", "529.982.247-25"))
            .await
            .unwrap();
        assert_eq!(made["code"], 1);
        assert_eq!(made["document"], "52998224725");
        for text in [
            "teles",
            "TELES apar",
            "goncalves",
            "529.982.247-25",
            "99812",
            "(19) 99812-4471",
            "cida.teles",
            "1",
            "te",
        ] {
            assert_eq!(names(&seller, query(text)).await, ["Aparecida Gonçalves Teles"], "{text}");
        }
        assert!(names(&seller, query("zzz")).await.is_empty());
        let hits = seller.call("customers.quick_search", json!({ "text": "apar" })).await.unwrap();
        assert_eq!(hits[0]["id"], made["id"]);
        let ficha = seller.call("customers.ficha", json!({ "id": made["id"] })).await.unwrap();
        assert_eq!(ficha["contact_points"][0]["value"], "+5519998124471");
        assert_eq!(ficha["addresses"][0]["cep"], "13087534");
    }
);

story!(
    async fn cus_5_cus_6_bad_input_names_every_field_and_stores_nothing(app: TestApp) {
        let mut wrong = typed("", "529.982.247-24");
        wrong["contact_points"][1]["value"] = json!("a@b.com\r\nBcc: x@y.com");
        wrong["addresses"][0]["cep"] = json!("123");
        wrong["birth_date"] = json!("0001-01-01");
        let refused = app.admin.call("customers.create", wrong).await.unwrap_err();
        let found = issues(&refused);
        assert_eq!(found["name"], "required");
        assert_eq!(found["document"], "document_check_digits");
        assert_eq!(found["birth_date"], "date_range");
        assert!(
            found.contains_key("contact_points.1.value") && found.contains_key("addresses.0.cep"),
            "{found:?}"
        );
        assert!(names(&app.admin, query("")).await.is_empty());
    }
);

story!(
    async fn mai_7_odd_names_are_kept_as_typed_and_hidden_marks_are_not(app: TestApp) {
        for (name, kept) in [
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0"),
            ("Ana\u{202e}airaM", "AnaairaM"),
            ("Zé 𝕏 😀", "Zé 𝕏 😀"),
        ] {
            let made = app.admin.call("customers.create", typed(name, "")).await.unwrap();
            assert_eq!(made["name"], kept);
        }
        let refused = app.admin.call("customers.create", typed(&"a".repeat(10_000), "")).await.unwrap_err();
        assert_eq!(issues(&refused)["name"], "too_long");
    }
);

story!(
    async fn sys_7_names_sort_without_accents_and_case(app: TestApp) {
        for name in ["Zélia Prado", "avila costa", "Ávila Braga", "Avila Araújo", "Édson Lima"] {
            app.admin.call("customers.create", typed(name, "")).await.unwrap();
        }
        let sorted = ["Avila Araújo", "Ávila Braga", "avila costa", "Édson Lima", "Zélia Prado"];
        assert_eq!(names(&app.admin, query("")).await, sorted);
        let mut part = query("");
        part["descending"] = json!(true);
        part["offset"] = json!(1);
        part["limit"] = json!(2);
        assert_eq!(names(&app.admin, part).await, ["Édson Lima", "avila costa"]);
    }
);

story!(
    async fn sys_2_a_change_over_somebody_elses_is_refused_with_both_versions(app: TestApp) {
        let made = app.admin.call("customers.create", typed("Aparecida Teles", "")).await.unwrap();
        let change = |name: &str| {
            let mut input = typed(name, "");
            input["code"] = made["code"].clone();
            json!({ "id": made["id"], "version": made["version"], "input": input, "asked_by": { "kind": "holder" } })
        };
        let seller = app.person("Caio Menezes", "commercial").await;
        seller.call("customers.update", change("Aparecida G. Teles")).await.unwrap();
        let refused = app.admin.call("customers.update", change("Cida Teles")).await.unwrap_err().to_json();
        assert_eq!(refused["code"], "conflict");
        assert_eq!(refused["params"]["by"], "Caio Menezes");
        assert_eq!(refused["params"]["current"]["input"]["name"], "Aparecida G. Teles");
        assert_eq!(names(&app.admin, query("aparecida")).await, ["Aparecida G. Teles"]);
        let kept = &refused["params"]["current"]["input"]["contact_points"];
        assert_eq!(kept.as_array().unwrap().len(), 2);
    }
);

story!(
    async fn cus_1_cus_2_cus_3_contacts_are_recorded_and_must_say_something(app: TestApp) {
        let made = app.admin.call("customers.create", typed("Aparecida Teles", "")).await.unwrap();
        let contact = |channel: &str, answered: bool, text: &str, link: &str| {
            json!({
                "customer_id": made["id"], "reason": "sale", "channel": channel, "answered": answered,
                "text": text, "link": link,
            })
        };
        let log = async |request: Value| app.admin.call("customers.log_contact", request).await;
        log(contact("phone", false, "Tocou até cair", "")).await.unwrap();
        assert_eq!(
            issues(&log(contact("phone", true, "...", "")).await.unwrap_err())["text"],
            "says_nothing"
        );
        assert_eq!(
            issues(&log(contact("bitrix", true, "Pediu câmera", "")).await.unwrap_err())["link"],
            "link_required"
        );
        let bad = log(contact("chat", true, "Pediu câmera", "javascript:alert(1)")).await.unwrap_err();
        assert_eq!(issues(&bad)["link"], "link_scheme");
        app.clock.advance(chrono::TimeDelta::minutes(5));
        log(contact("bitrix", true, "Pediu câmera", "https://acme.bitrix24.com.br/crm/deal/7"))
            .await
            .unwrap();
        let request = json!({ "customer_id": made["id"], "kind": null, "offset": 0, "limit": 50 });
        let timeline = app.admin.call("customers.timeline", request).await.unwrap();
        assert_eq!(timeline["total"], 2);
        assert_eq!(timeline["entries"][0]["text"], "Pediu câmera");
        assert_eq!(timeline["entries"][1]["answered"], false);
        let finance = json!({ "customer_id": made["id"], "kind": "finance", "offset": 0, "limit": 50 });
        assert_eq!(app.admin.call("customers.timeline", finance).await.unwrap()["total"], 0);
    }
);

story!(
    async fn cus_4_alerts_are_seen_at_once(app: TestApp) {
        let made =
            app.admin.call("customers.create", typed("Aparecida Teles", "529.982.247-25")).await.unwrap();
        let id = made["id"].as_str().unwrap().to_owned();
        let empty = app.admin.call("customers.alerts", json!({ "id": id })).await.unwrap();
        assert_eq!(empty["overdue_count"], 0);
        registered(&app.admin, typed("Aparecida G. Telles", "52998224725")).await;
        for (due, amount, more) in [
            ("2026-11-05", 21_240, "null, null"),
            ("2026-10-05", 10_000, "'2026-11-01', null"),
            ("2026-11-22", 100, "null, null"),
            ("2026-12-05", 38_990, "null, null"),
        ] {
            run_sql(&app, format!(
                "insert into receivable (id, customer_id, description, due_on, amount_cents, paid_on, withdrawn_on) \
                 select r.id, c.id, 'Mensalidade', '{due}', {amount}, {more} from customer c, \
                 (select id from role where id not in (select id from receivable) order by id limit 1) r where c.code = 1"
            )).await;
        }
        let found = app.admin.call("customers.ficha", json!({ "id": id })).await.unwrap();
        assert_eq!(found["alerts"]["overdue_count"], 2);
        assert_eq!(found["alerts"]["overdue_cents"], 21_340);
        assert_eq!(found["alerts"]["overdue_since"], "2026-11-05");
        assert_eq!(found["alerts"]["duplicate"]["code"], 2);
        assert_eq!(found["open_receivables"].as_array().unwrap().len(), 3);
        let mut late = query("");
        late["overdue"] = json!(true);
        assert_eq!(names(&app.admin, late).await, ["Aparecida Teles"]);
    }
);

story!(
    async fn cus_7_a_customer_is_set_aside_with_a_reason_and_taken_back(app: TestApp) {
        let made = app.admin.call("customers.create", typed("Aparecida Teles", "")).await.unwrap();
        let change = |version: i64, reason: &str| json!({ "id": made["id"], "version": version, "reason": reason, "customer_replied": true });
        let refused = app.admin.call("customers.inactivate", change(1, "—")).await.unwrap_err();
        assert_eq!(issues(&refused)["reason"], "says_nothing");
        let after = app.admin.call("customers.inactivate", change(1, "Mudou de cidade")).await.unwrap();
        assert_eq!(after["status"], "inactive");
        app.clock.advance(chrono::TimeDelta::minutes(1));
        let stale = app.admin.call("customers.reactivate", change(1, "Voltou")).await.unwrap_err();
        assert_eq!(stale.code(), "conflict");
        app.admin.call("customers.reactivate", change(2, "Voltou")).await.unwrap();
        let request = json!({ "customer_id": made["id"], "kind": "record", "offset": 0, "limit": 50 });
        let timeline = app.admin.call("customers.timeline", request).await.unwrap();
        assert_eq!(timeline["entries"][1]["title"], "customer_inactivated_replied");
    }
);

story!(
    async fn sys_3_the_timeline_is_append_only(app: TestApp) {
        let made = app.admin.call("customers.create", typed("Aparecida Teles", "")).await.unwrap();
        let contact = json!({
            "customer_id": made["id"], "reason": "support", "channel": "phone", "answered": true,
            "text": "Perguntou do boleto", "link": "",
        });
        app.admin.call("customers.log_contact", contact).await.unwrap();
        for forbidden in ["update activity set text = 'x'", "delete from activity"] {
            let refused = stories::try_sql(&app, forbidden.to_owned()).await.unwrap_err();
            assert!(refused.contains("append-only"), "{refused}");
        }
    }
);

story!(
    async fn codes_go_on_after_those_kept_from_an_import(app: TestApp) {
        let mut kept = typed("Ana", "");
        kept["code"] = json!(1000);
        app.admin.call("customers.create", kept.clone()).await.unwrap();
        assert_eq!(
            issues(&app.admin.call("customers.create", kept).await.unwrap_err())["code"],
            "already_exists"
        );
        let next = app.admin.call("customers.create", typed("Bia", "")).await.unwrap();
        assert_eq!(next["code"], 1001);
        let next = app.admin.call("customers.create", typed("Cia", "")).await.unwrap();
        assert_eq!(next["code"], 1002);
    }
);

story!(
    async fn cus_5_a_cnpj_with_letters_is_taken_and_a_wrong_one_is_not(app: TestApp) {
        let company = |document: &str| {
            let mut input = typed("Panificadora Trigo Bom Ltda", document);
            input["kind"] = json!("company");
            input["birth_date"] = json!("");
            input
        };
        let made = app.admin.call("customers.create", company("12.abc.345/01de-35")).await.unwrap();
        assert_eq!(made["document"], "12ABC34501DE35");
        for (document, code) in [
            ("12.ABC.345/01DE-36", "document_check_digits"),
            ("12.ABC.345/01DE-3A", "document_characters"),
            ("12.ABC.345/01DE", "document_length"),
            ("529.982.247-25", "document_length"),
        ] {
            let refused = app.admin.call("customers.create", company(document)).await.unwrap_err();
            assert_eq!(issues(&refused)["document"], code, "{document}");
        }
        for text in ["12.ABC.345/01DE-35", "12abc34501de35", "abc345"] {
            assert_eq!(names(&app.admin, query(text)).await, ["Panificadora Trigo Bom Ltda"], "{text}");
        }
    }
);

story!(
    async fn cus_5_birth_dates_of_the_years_1_and_9999_are_refused(app: TestApp) {
        for (date, code) in [
            ("0001-01-01", "date_range"),
            ("9999-12-31", "date_range"),
            ("2026-11-24", "date_range"),
            ("1987-02-30", "date_form"),
            ("+262143-01-01", "date_form"),
        ] {
            let mut input = typed("Aparecida Teles", "");
            input["birth_date"] = json!(date);
            let refused = app.admin.call("customers.create", input).await.unwrap_err();
            assert_eq!(issues(&refused)["birth_date"], code, "{date}");
        }
    }
);

story!(
    async fn cus_4_dup_1_a_much_alike_ficha_is_told_while_typing_and_on_the_ficha(app: TestApp) {
        let known = app.admin.call("customers.create", typed("Aparecida Gonçalves Teles", "")).await.unwrap();
        let half_typed = json!({ "id": null, "input": typed("APARECIDA GONCALVES TELES", "529.9") });
        let found = app.admin.call("duplicates.similar", half_typed).await.unwrap();
        assert_eq!(found[0]["customer_id"], known["id"]);
        let reasons: Vec<_> =
            found[0]["reasons"].as_array().unwrap().iter().map(|why| &why["code"]).collect();
        assert!(reasons.contains(&&json!("same_phone")), "{reasons:?}");
        let second = app.admin.call("customers.create", typed("Aparecida G. Teles", "")).await.unwrap();
        let own = json!({ "id": second["id"], "input": typed("Aparecida G. Teles", "") });
        let found = app.admin.call("duplicates.similar", own).await.unwrap();
        assert_eq!(found.as_array().unwrap().len(), 1);
        let alerts = app.admin.call("customers.alerts", json!({ "id": second["id"] })).await.unwrap();
        assert_eq!(alerts["duplicate"]["id"], known["id"]);
    }
);

story!(
    async fn sys_7_the_list_goes_by_the_main_address_as_it_is_now(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let mut input = typed("Ana Prado", "");
        let made = seller.call("customers.create", input.clone()).await.unwrap();
        seller.call("customers.create", typed("Bia Prado", "")).await.unwrap();
        let of = |uf: &str| {
            let mut request = query("");
            request["uf"] = json!(uf);
            request["sort"] = json!("city");
            request
        };
        assert_eq!(names(&seller, of("SP")).await, ["Ana Prado", "Bia Prado"]);
        input["code"] = made["code"].clone();
        input["addresses"][0]["city"] = json!("Belo Horizonte");
        input["addresses"][0]["uf"] = json!("MG");
        input["addresses"][0]["cep"] = json!("30112-000");
        let asked_by = json!({ "kind": "holder" });
        let update = |version: i64, input: &Value| json!({ "id": made["id"], "version": version, "input": input, "asked_by": asked_by });
        seller.call("customers.update", update(1, &input)).await.unwrap();
        assert_eq!(names(&seller, of("MG")).await, ["Ana Prado"]);
        assert_eq!(names(&seller, of("SP")).await, ["Bia Prado"]);
        run_sql(&app, "update address set city_key = 'zulu', uf = 'AC' where uf = 'SP'".to_owned()).await;
        assert_eq!(names(&seller, of("AC")).await, ["Bia Prado"]);
        let mut by_city = query("");
        by_city["sort"] = json!("city");
        assert_eq!(names(&seller, by_city.clone()).await, ["Ana Prado", "Bia Prado"]);
        input["addresses"] = json!([]);
        seller.call("customers.update", update(2, &input)).await.unwrap();
        assert!(names(&seller, of("MG")).await.is_empty());
        by_city["descending"] = json!(true);
        assert_eq!(names(&seller, by_city).await, ["Bia Prado", "Ana Prado"]);
    }
);

story!(
    async fn sys_7_the_list_sorts_cities_without_accents_and_filters_by_who_looks_after(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let colleagues = app.admin.call("access.colleagues", json!({})).await.unwrap();
        let caio =
            colleagues.as_array().unwrap().iter().find(|known| known["name"] == "Caio Menezes").unwrap();
        for (name, city) in [("Ana", "Zacarias"), ("Bia", "Águas de Lindóia"), ("Cia", "Adamantina")] {
            let mut input = typed(name, "");
            input["addresses"][0]["city"] = json!(city);
            input["responsible_id"] = if name == "Bia" { caio["id"].clone() } else { Value::Null };
            seller.call("customers.create", input).await.unwrap();
        }
        let mut by_city = query("");
        by_city["sort"] = json!("city");
        assert_eq!(names(&seller, by_city).await, ["Cia", "Bia", "Ana"]);
        let mut own = query("");
        own["responsible_id"] = caio["id"].clone();
        assert_eq!(names(&seller, own).await, ["Bia"]);
    }
);

story!(
    async fn quick_search_gives_the_best_match_first(app: TestApp) {
        let mut other = typed("Abel Prado", "529.982.247-25");
        other["contact_points"][1]["value"] = json!("contato@trigobom.com.br");
        app.admin.call("customers.create", other).await.unwrap();
        app.admin.call("customers.create", typed("Panificadora Trigo Bom", "")).await.unwrap();
        app.admin.call("customers.create", typed("Trigo e Cia", "")).await.unwrap();
        let found = async |text: &str| {
            let hits = app.admin.call("customers.quick_search", json!({ "text": text })).await.unwrap();
            let names: Vec<_> = hits.as_array().unwrap().iter().map(|hit| hit["name"].clone()).collect();
            names
        };
        assert_eq!(found("trigo").await, ["Trigo e Cia", "Panificadora Trigo Bom", "Abel Prado"]);
        assert_eq!(found("529.982.247-25").await, ["Abel Prado"]);
        assert_eq!(found("3").await[0], "Trigo e Cia");
        assert!(found(" ").await.is_empty());
    }
);

story!(
    async fn dup_1_a_document_of_another_ficha_is_saved_only_when_that_was_seen(app: TestApp) {
        let known =
            app.admin.call("customers.create", typed("Aparecida Teles", "529.982.247-25")).await.unwrap();
        let mut again = typed("Cida Teles", "52998224725");
        for seen in [json!([]), json!([uuid::Uuid::nil()])] {
            again["accepted_suspects"] = seen;
            let refused = app.admin.call("customers.create", again.clone()).await.unwrap_err();
            assert_eq!(issues(&refused)["document"], "document_known");
            let named = &refused.issues()[0].params;
            assert_eq!(
                (json!(named["id"]), json!(named["name"])),
                (known["id"].clone(), json!("Aparecida Teles"))
            );
        }
        assert_eq!(names(&app.admin, query("")).await, ["Aparecida Teles"], "nothing was saved");
        again["accepted_suspects"] = json!([known["id"]]);
        let second = app.admin.call("customers.create", again.clone()).await.unwrap();
        let refused = app.admin.call("customers.create", again).await.unwrap_err();
        assert_eq!(refused.issues().len(), 2, "all of them are named, also the one seen before: {refused:?}");

        let third = app.admin.call("customers.create", typed("Maria Teles", "")).await.unwrap();
        let change = |of: &Value, version: i64, document: &str, asked_by: Value, seen: Value| {
            let mut input = typed("Maria Teles", document);
            input["code"] = of["code"].clone();
            input["trade_name"] = json!(format!("Versão {version}"));
            json!({
                "id": of["id"], "version": version, "input": input, "asked_by": asked_by, "accepted_suspects": seen,
            })
        };
        let holder = json!({ "kind": "holder" });
        let daughter = json!({ "kind": "third_party", "name": "Bia Teles", "relation": "filha" });
        for asker in [&holder, &daughter] {
            let unseen = change(&third, 1, "529.982.247-25", asker.clone(), json!([known["id"]]));
            let refused = app.admin.call("customers.update", unseen).await.unwrap_err();
            assert_eq!(issues(&refused)["document"], "document_known", "the second was not seen");
        }
        let seen = json!([known["id"], second["id"]]);
        let waits = change(&third, 1, "529.982.247-25", daughter, seen.clone());
        assert!(app.admin.call("customers.update", waits).await.unwrap()["waiting"].is_object());
        let saved = change(&third, 2, "529.982.247-25", holder.clone(), seen);
        app.admin.call("customers.update", saved).await.unwrap();
        let later = change(&third, 3, "529.982.247-25", holder, json!([]));
        app.admin.call("customers.update", later).await.unwrap();
    }
);
