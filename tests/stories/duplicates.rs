//! Suspected duplicates while a customer is typed in (DUP-1, DUP-2), and the index behind them.

use office::Client;
use office::duplicates::index::keeping;
use serde_json::{Value, json};
use stories::{TestApp, story, try_sql};

fn typed(name: &str, document: &str, birth: &str, phone: &str) -> Value {
    let contact_points = match phone {
        "" => json!([]),
        phone => json!([{ "kind": "mobile", "value": phone, "label": "" }]),
    };
    json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": document, "birth_date": birth,
        "mother_name": "Maria Gonçalves Teles", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": contact_points,
        "addresses": [{
            "street": "Rua das Acácias", "number": "214", "complement": "", "district": "", "city": "Campinas",
            "uf": "SP", "cep": "13087-534",
        }],
    })
}

async fn create(client: &Client, input: Value) -> Value {
    client.call("customers.create", input).await.unwrap()
}

/// The codes and scores of whom what is typed might be.
async fn similar(client: &Client, input: &Value) -> Vec<(i64, i64)> {
    let found = client.call("duplicates.similar", json!({ "id": null, "input": input })).await.unwrap();
    let suspect = |one: &Value| (one["code"].as_i64().unwrap(), one["score"].as_i64().unwrap());
    found.as_array().unwrap().iter().map(suspect).collect()
}

/// Works off all notes; gives how many there were.
async fn write_keys(app: &TestApp) -> usize {
    let mut all = 0;
    loop {
        match keeping::catch_up(&app.app).await.unwrap() {
            0 => return all,
            done => all += done,
        }
    }
}

/// Enough people nobody here looks like, so that those asked about are not among the latest notes.
async fn crowd(app: &TestApp) {
    for at in 0..120 {
        let name = format!("{} Wolff{at:03} Krug", ["Nilo", "Iara", "Otto"][at % 3]);
        let mut one = typed(&name, "", &format!("19{:02}-03-{:02}", 40 + at % 50, 1 + at % 28), "");
        one["mother_name"] = json!("");
        one["addresses"] = json!([]);
        create(&app.admin, one).await;
    }
}

story!(
    async fn dup_1_a_typed_customer_is_compared_with_all_others(app: TestApp) {
        let mobile = "(19) 99812-4471";
        let own = create(&app.admin, typed("Aparecida G. Telles", "", "1987-08-14", mobile)).await;
        // Her sister has the same mother, home and telephone, and is not shown.
        create(&app.admin, typed("Joana Gonçalves Teles", "111.444.777-35", "1990-02-03", mobile)).await;
        let document = create(&app.admin, typed("Outra Pessoa", "529.982.247-25", "1961-11-30", "")).await;
        let asked = typed("Aparecida Gonçalves Teles", "529.982.247-25", "1987-08-14", "(19) 3251-0087");
        let expected = [(document["code"].as_i64().unwrap(), 100), (own["code"].as_i64().unwrap(), 99)];
        // At once by their notes, and later by their keys.
        assert_eq!(similar(&app.admin, &asked).await, expected);
        assert!(write_keys(&app).await >= 3);
        crowd(&app).await;
        assert_eq!(similar(&app.admin, &asked).await, expected);
        let of_own = json!({ "id": own["id"], "input": asked });
        let found = app.admin.call("duplicates.similar", of_own).await.unwrap();
        assert_eq!(found.as_array().unwrap().len(), 1, "nobody is a duplicate of themselves: {found}");
    }
);

story!(
    async fn dup_1_what_no_exact_look_up_finds_is_found_by_sound_and_by_slips(app: TestApp) {
        let known =
            create(&app.admin, typed("Thiago Sousa Albuquerque", "529.982.247-25", "1987-08-14", "")).await;
        write_keys(&app).await;
        crowd(&app).await;
        let code = known["code"].as_i64().unwrap();
        let other_home = |mut input: Value| {
            input["addresses"] = json!([]);
            input
        };
        // Spelt otherwise and no document; a day off; the mother alone.
        let mut no_mother = other_home(typed("Tiago Souza de Albuquerque", "", "1987-08-14", ""));
        no_mother["mother_name"] = json!("");
        let day_off = other_home(typed("Tiago Souza Albuquerque", "", "1987-08-15", ""));
        let no_birth = other_home(typed("Tiago Souza Albuquerque", "", "", ""));
        for input in [no_mother, day_off, no_birth] {
            let found = similar(&app.admin, &input).await;
            assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [code], "{input}");
            assert!(found[0].1 > 40 && found[0].1 < 100, "{found:?}");
        }
    }
);

story!(
    async fn dup_2_each_suspect_says_why(app: TestApp) {
        let mobile = "(19) 99812-4471";
        let mut known = typed("Aparecida Gonçalves Teles", "", "", mobile);
        known["mother_name"] = json!("");
        create(&app.admin, known.clone()).await;
        known["name"] = json!("APARECIDA  GONCALVES TELES");
        let found =
            app.admin.call("duplicates.similar", json!({ "id": null, "input": known })).await.unwrap();
        let reasons = found[0]["reasons"].as_array().unwrap();
        let mut why: Vec<&str> = reasons.iter().map(|reason| reason["code"].as_str().unwrap()).collect();
        why.sort_unstable();
        assert_eq!(why, ["same_address", "same_name", "same_phone"]);
        assert!(reasons.iter().all(|reason| reason["weight_tenths"].as_i64().unwrap() > 0), "{reasons:?}");
        // Who lives there says nothing of who it is.
        known["name"] = json!("");
        assert_eq!(similar(&app.admin, &known).await, []);
    }
);

story!(
    async fn dup_1_the_index_follows_changes_merges_and_removals(app: TestApp) {
        let ask = typed("Wanderleia Krzyzanowski", "", "1987-08-14", "");
        let one = create(&app.admin, ask.clone()).await;
        assert!(write_keys(&app).await >= 1);
        assert!(keeping::mend(&app.app).await.unwrap(), "a whole index is left alone");
        crowd(&app).await;
        write_keys(&app).await;
        assert_eq!(similar(&app.admin, &ask).await.len(), 1);
        let mut changed = typed("Marta Oliveira", "", "1955-01-02", "");
        changed["mother_name"] = json!("Rita Oliveira");
        changed["addresses"] = json!([]);
        changed["code"] = one["code"].clone();
        let request = json!({ "id": one["id"], "version": one["version"], "input": changed, "asked_by": { "kind": "holder" } });
        app.admin.call("customers.update", request).await.unwrap();
        assert!(write_keys(&app).await >= 1);
        assert_eq!(similar(&app.admin, &ask).await, [], "the old keys lead nowhere");
        assert_eq!(similar(&app.admin, &changed).await.len(), 1);
        // A ficha that went into another one has no keys, and the index is whole without it.
        let other = create(&app.admin, ask.clone()).await;
        write_keys(&app).await;
        let records: Vec<Value> = [(&one["id"], 2), (&other["id"], 1)]
            .map(|(id, version)| json!({ "id": id, "version": version }))
            .to_vec();
        let merge = json!({ "survivor_id": one["id"], "records": records, "choices": [], "keep_open": [] });
        app.admin.call("duplicates.merge", merge).await.unwrap();
        assert!(write_keys(&app).await >= 2);
        assert_eq!(similar(&app.admin, &ask).await, []);
        assert!(keeping::mend(&app.app).await.unwrap());
    }
);

story!(
    async fn dup_1_a_damaged_or_old_index_is_made_anew_by_itself(app: TestApp) {
        let ask = typed("Wanderleia Krzyzanowski", "", "1987-08-14", "");
        create(&app.admin, ask.clone()).await;
        write_keys(&app).await;
        for damage in [
            "delete from duplicate_key",
            "delete from duplicate_indexed",
            "update duplicate_index_state set keys_version = 0",
        ] {
            try_sql(&app, damage.to_owned()).await.unwrap();
            assert!(!keeping::mend(&app.app).await.unwrap(), "{damage}");
            assert_eq!(write_keys(&app).await, 1, "{damage}");
            assert!(keeping::mend(&app.app).await.unwrap(), "{damage}");
        }
        crowd(&app).await;
        assert_eq!(similar(&app.admin, &ask).await.len(), 1);
        // Keys of a newer program are left to it.
        try_sql(&app, "update duplicate_index_state set keys_version = 1000".to_owned()).await.unwrap();
        assert_eq!(keeping::catch_up(&app.app).await.unwrap(), 0);
        assert!(!keeping::mend(&app.app).await.unwrap());
        assert_eq!(keeping::catch_up(&app.app).await.unwrap(), 0);
    }
);
