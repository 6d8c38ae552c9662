//! What narrows the list of customers, and its orders by how they are reached.

use chrono::TimeDelta;
use office::Client;
use serde_json::{Value, json};
use stories::{TestApp, run_sql, story};

fn asked(sort: &str) -> Value {
    json!({
        "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": sort,
        "descending": false, "offset": 0, "limit": 100,
    })
}

fn person(name: &str, contacts: &[(&str, &str)], city: &str) -> Value {
    let contacts = contacts.iter().map(|(kind, value)| json!({ "kind": kind, "value": value, "label": "" }));
    let addresses = if city.is_empty() {
        vec![]
    } else {
        vec![json!({
            "street": "Rua das Flores", "number": "10", "complement": "", "district": "Centro", "city": city,
            "uf": "SP", "cep": "13087-534",
        })]
    };
    json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": "", "birth_date": "",
        "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": contacts.collect::<Vec<_>>(), "addresses": addresses,
    })
}

async fn names(client: &Client, request: Value) -> Vec<String> {
    let page = client.call("customers.list", request).await.unwrap();
    let rows = page["rows"].as_array().unwrap();
    assert_eq!(page["total"], json!(rows.len()), "the count is that of the rows");
    rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

async fn narrowed(client: &Client, filters: &[(&str, Value)]) -> Vec<String> {
    let mut request = asked("name");
    for (filter, value) in filters {
        request[*filter] = value.clone();
    }
    names(client, request).await
}

async fn change(client: &Client, id: &Value, input: Value) {
    let ficha = client.call("customers.ficha", json!({ "id": id })).await.unwrap();
    let request = json!({ "id": id, "version": ficha["customer"]["version"], "input": input, "asked_by": { "kind": "holder" } });
    client.call("customers.update", request).await.unwrap();
}

story!(
    async fn lists_are_sorted_by_the_first_telephone_and_the_first_email(app: TestApp) {
        let client = Client::system(app.app.clone(), "story");
        let ana = person("Ana", &[("mobile", "(19) 99876-0002"), ("mobile", "(11) 99876-0001")], "");
        let ana = client.call("customers.create", ana).await.unwrap();
        let bia = person("Bia", &[("email", "Zoe@acme.com.br"), ("mobile", "(11) 99876-0003")], "");
        let bia = client.call("customers.create", bia).await.unwrap();
        let cia = person("Cia", &[("email", "maria@acme.com.br")], "");
        client.call("customers.create", cia).await.unwrap();
        assert_eq!(names(&client, asked("phone")).await, ["Cia", "Bia", "Ana"]);
        assert_eq!(names(&client, asked("email")).await, ["Ana", "Cia", "Bia"]);
        let mut backwards = asked("phone");
        backwards["descending"] = json!(true);
        assert_eq!(names(&client, backwards).await, ["Ana", "Bia", "Cia"]);

        // The order follows what becomes the first, and what is taken away.
        let other = person("Ana", &[("mobile", "(11) 99876-0001"), ("email", "ana@acme.com.br")], "");
        change(&client, &ana["id"], other).await;
        change(&client, &bia["id"], person("Bia", &[], "")).await;
        assert_eq!(names(&client, asked("phone")).await, ["Bia", "Cia", "Ana"]);
        assert_eq!(names(&client, asked("email")).await, ["Bia", "Ana", "Cia"]);
    }
);

story!(
    async fn lists_an_import_puts_who_it_brings_in_the_same_orders(app: TestApp) {
        let client = Client::system(app.app.clone(), "story");
        let file = app.folder.path().join("clientes.csv");
        let lines =
            "nome;telefone;email\nAna;(19) 99876-0002;Zoe@acme.com.br\nBia;(11) 99876-0003;ana@acme.com.br\n";
        std::fs::write(&file, lines).unwrap();
        let request = json!({
            "target": "customers", "path": file.display().to_string(), "sha256": null, "columns": null,
        });
        let job = app.admin.call("imports.run", request).await.unwrap();
        while app.admin.call("jobs.get", job.clone()).await.unwrap()["ended_at"].is_null() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(names(&client, asked("phone")).await, ["Bia", "Ana"]);
        assert_eq!(names(&client, asked("email")).await, ["Bia", "Ana"]);
    }
);

story!(
    async fn lists_are_narrowed_by_city_last_change_person_and_what_is_missing(app: TestApp) {
        let client = Client::system(app.app.clone(), "story");
        let ana = person("Ana", &[("mobile", "(19) 99876-0002")], "São José dos Campos");
        let ana = client.call("customers.create", ana).await.unwrap();
        app.clock.advance(TimeDelta::days(2));
        let bia = person("Bia", &[("email", "bia@acme.com.br")], "São Paulo");
        client.call("customers.create", bia).await.unwrap();
        app.clock.advance(TimeDelta::days(2));
        client.call("customers.create", person("Cia", &[], "")).await.unwrap();

        let city = |typed: &str| vec![("city", json!(typed))];
        assert_eq!(narrowed(&client, &city("sao")).await, ["Ana", "Bia"]);
        assert_eq!(narrowed(&client, &city("SÃO J")).await, ["Ana"]);
        assert_eq!(narrowed(&client, &city("paulo")).await, [""; 0]);
        assert_eq!(narrowed(&client, &city("  ")).await, ["Ana", "Bia", "Cia"]);

        let day = |days: i64| (app.clock.now() - TimeDelta::days(days)).date_naive().to_string();
        assert_eq!(narrowed(&client, &[("changed_from", json!(day(2)))]).await, ["Bia", "Cia"]);
        assert_eq!(narrowed(&client, &[("changed_to", json!(day(2)))]).await, ["Ana", "Bia"]);
        let one = [("changed_from", json!(day(2))), ("changed_to", json!(day(2)))];
        assert_eq!(narrowed(&client, &one).await, ["Bia"]);
        let endless = [("changed_from", json!("0001-01-01")), ("changed_to", json!("9999-12-31"))];
        assert_eq!(narrowed(&client, &endless).await, ["Ana", "Bia", "Cia"]);

        let missing = |what: &str| vec![("missing", json!(what))];
        assert_eq!(narrowed(&client, &missing("phone")).await, ["Bia", "Cia"]);
        assert_eq!(narrowed(&client, &missing("email")).await, ["Ana", "Cia"]);
        assert_eq!(narrowed(&client, &missing("city")).await, ["Cia"]);
        assert_eq!(narrowed(&client, &missing("document")).await, ["Ana", "Bia", "Cia"]);

        let people = client.call("access.colleagues", json!({})).await.unwrap();
        let mut input = person("Ana", &[("mobile", "(19) 99876-0002")], "São José dos Campos");
        input["responsible_id"] = people[0]["id"].clone();
        change(&client, &ana["id"], input).await;
        assert_eq!(narrowed(&client, &[("responsible_id", people[0]["id"].clone())]).await, ["Ana"]);
        assert_eq!(narrowed(&client, &missing("responsible")).await, ["Bia", "Cia"]);
        // Together, in another order, backwards, and a page of it.
        let mut both = asked("updated_at");
        both["city"] = json!("sao");
        both["descending"] = json!(true);
        assert_eq!(names(&client, both.clone()).await, ["Ana", "Bia"]);
        both["limit"] = json!(1);
        both["offset"] = json!(1);
        let page = client.call("customers.list", both).await.unwrap();
        assert_eq!((&page["rows"][0]["name"], &page["total"]), (&json!("Bia"), &json!(2)));
    }
);

story!(
    async fn lists_what_very_many_have_is_counted_no_further_than_helps(app: TestApp) {
        let client = Client::system(app.app.clone(), "story");
        let sqlite = app.url.starts_with("sqlite");
        let id = if sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
        let at = "'2026-11-20T12:00:00+00:00'";
        let many = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 5100)";
        let customers = format!(
            "{many} insert into customer (id, code, kind, name, name_key, segment, status, created_at, created_by, \
               version, updated_at, updated_by) \
             select {id}, 10000 + i, 'person', 'Silva ' || i, 'silva ' || i, 'retail', 'active', {at}, 't', 1, {at}, 't' \
             from n"
        );
        let searched = format!(
            "{many} insert into customer_search (rowid, content) select 10000 + i, ' silva ' || i || ' ' from n"
        );
        run_sql(&app, customers).await;
        run_sql(&app, searched).await;
        client.call("customers.create", person("Ana Silva", &[], "Recife")).await.unwrap();
        let list = async |sort: &str, text: &str, city: &str, offset: i64| {
            let mut request = asked(sort);
            request["text"] = json!(text);
            request["city"] = json!(city);
            request["offset"] = json!(offset);
            let page = client.call("customers.list", request).await.unwrap();
            let rows = page["rows"].as_array().unwrap().clone();
            let first = rows.first().map(|row| row["name"].as_str().unwrap().to_owned());
            (
                rows.len(),
                first.unwrap_or_default(),
                page["total"].as_i64().unwrap(),
                page["more"] == json!(true),
            )
        };
        // Of what very many have, the first by name; the list ends where counting did.
        assert_eq!(list("relevance", "silva", "", 0).await, (100, "Ana Silva".to_owned(), 5_000, true));
        let end = list("relevance", "silva", "", 4_950).await;
        assert_eq!((end.0, end.2, end.3), (50, 5_000, true));
        // What narrows it makes it whole again, in the order asked for.
        assert_eq!(list("relevance", "silva", "recife", 0).await, (1, "Ana Silva".to_owned(), 1, false));
        assert_eq!(list("code", "silva 509", "", 0).await, (15, "Silva 509".to_owned(), 15, false));
        assert_eq!(list("name", "silva 5100", "", 0).await, (1, "Silva 5100".to_owned(), 1, false));
        assert_eq!(list("name", "", "recife", 0).await, (1, "Ana Silva".to_owned(), 1, false));
    }
);

/// How many changes the index of duplicates was told and has not read.
async fn noted(app: &TestApp) -> i64 {
    let sql = "select count(*) from duplicate_stale";
    let mut tx = app.app.db.begin_read().await.unwrap();
    let count = match &mut tx {
        office::db::Tx::Sqlite(tx, _) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await,
        office::db::Tx::Postgres(tx) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await,
    };
    tx.rollback().await.unwrap();
    count.unwrap()
}

story!(
    async fn dup_1_what_a_ficha_keeps_for_lists_is_no_change_for_the_index_of_duplicates(app: TestApp) {
        let client = Client::system(app.app.clone(), "story");
        let before = noted(&app).await;
        let contacts = [("mobile", "(19) 99876-0002"), ("email", "ana@acme.com.br")];
        let ana = client.call("customers.create", person("Ana", &contacts, "Recife")).await.unwrap();
        assert_eq!(noted(&app).await, before + 1, "once for the ficha, not for each of its parts");
        change(&client, &ana["id"], person("Ana", &[("mobile", "(19) 99876-0003")], "Olinda")).await;
        assert_eq!(noted(&app).await, before + 2, "once for the change");
    }
);
