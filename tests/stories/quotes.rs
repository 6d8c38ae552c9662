//! Quotes from the first line to the customer's answer (QUO-1 to QUO-4, QUO-6, AGE-1).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use office::Client;
use office::changes::Change;
use office::dispatch::Tag;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use stories::{PASSWORD, TestApp as App, issues, story};

use crate::agenda::customer;
use crate::products::{price_table, product};

/// Gives a customer an address to send to.
async fn with_email(app: &App, customer: uuid::Uuid, email: &str) {
    let sql =
        "insert into contact_point (id, customer_id, position, kind, value) values ($1, $2, 1, 'email', $3)";
    let id: uuid::Uuid = app.app.ids.next(app.clock.now());
    let mut tx = app.app.db.begin_write().await.unwrap();
    match &mut tx {
        office::db::Tx::Sqlite(tx, _) => {
            sqlx::query(sql).bind(id).bind(customer).bind(email).execute(&mut **tx).await.map(drop)
        }
        office::db::Tx::Postgres(tx) => {
            sqlx::query(sql).bind(id).bind(customer).bind(email).execute(&mut **tx).await.map(drop)
        }
    }
    .unwrap();
    tx.commit().await.unwrap();
}

fn line(description: &str, charge: &str, quantity_milli: i64, unit_price_cents: i64) -> Value {
    json!({
        "product_id": null, "description": description, "unit": "un", "charge": charge,
        "quantity_milli": quantity_milli, "unit_price_cents": unit_price_cents, "list_price_cents": null,
        "discount_bp": 0, "optional": false,
    })
}

fn content(lines: Value) -> Value {
    json!({
        "contact_name": "Sônia Prado", "valid_until": "2026-12-08", "one_off_discount_bp": 500,
        "monthly_discount_bp": 0, "tax_bp": null, "introduction": "", "terms": "À vista.", "lines": lines,
    })
}

fn usual_lines() -> Value {
    let mut optional = line("Suporte prioritário", "monthly", 1_000, 7_900);
    optional["optional"] = json!(true);
    json!([
        line("Câmera IP 4 MP", "one_off", 6_000, 49_504),
        line("Cabo UTP", "one_off", 1_000, 73_261),
        line("Instalação", "one_off", 4_000, 14_800),
        line("Gravação em nuvem", "monthly", 6_000, 1_990),
        optional,
    ])
}

async fn save(client: &Client, quote: &Value, version: i64, content: Value) -> Result<Value, office::Error> {
    let request = json!({ "id": quote["version"]["id"], "version": version, "content": content });
    client.call("quotes.save_draft", request).await
}

async fn send(client: &Client, quote: &Value, version: i64) -> Result<Value, office::Error> {
    let request = json!({
        "id": quote["version"]["id"], "version": version, "address": "sonia@trigobom.example",
        "subject": "Seu orçamento", "message": "Olá, Sônia.",
    });
    client.call("quotes.send", request).await
}

/// A draft for a customer who can be written to, with the usual lines.
async fn draft(app: &App, seller: &Client) -> Value {
    let customer = customer(app, "Panificadora Trigo Bom Ltda").await;
    with_email(app, customer, "sonia@trigobom.example").await;
    let quote = seller.call("quotes.create", json!({ "customer_id": customer })).await.unwrap();
    save(seller, &quote, 1, content(usual_lines())).await.unwrap();
    quote
}

async fn get(client: &Client, id: &Value) -> Value {
    client.call("quotes.get", json!({ "id": id })).await.unwrap()
}

story!(
    async fn quo_1_totals_add_up_and_optional_items_are_shown_but_not_summed(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let quote = draft(&app, &seller).await;
        let stored = get(&seller, &quote["version"]["id"]).await;
        assert_eq!(stored["totals"]["one_off"]["total_cents"], 408_011);
        assert_eq!(stored["totals"]["monthly"]["total_cents"], 11_940);
        assert_eq!(stored["totals"]["monthly"]["with_optional_cents"], 19_840);
        assert_eq!(stored["version"]["one_off_cents"], 408_011);
        assert_eq!(stored["content"]["lines"].as_array().unwrap().len(), 5);
        let mut wrong = content(json!([line("Câmera", "one_off", 1_000, i64::MAX)]));
        let refused = save(&seller, &quote, 2, wrong.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)["lines.0.unit_price_cents"], "amount_too_large");
        wrong["lines"][0]["unit_price_cents"] = json!(1e30);
        let refused = save(&seller, &quote, 2, wrong).await.unwrap_err();
        assert_eq!(refused.issues()[0].code, "malformed");
    }
);

story!(
    async fn quo_2_a_discount_beyond_the_limit_waits_for_a_supervisor(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let supervisor = app.person("Sueli Prado", "commercial_supervisor").await;
        let quote = draft(&app, &seller).await;
        let id = quote["version"]["id"].clone();
        let mut cheap = content(usual_lines());
        cheap["one_off_discount_bp"] = json!(1_500);
        save(&seller, &quote, 2, cheap).await.unwrap();
        assert_eq!(send(&seller, &quote, 3).await.unwrap()["status"], "awaiting_approval");
        let sheet = seller.call("quotes.send_sheet", json!({ "id": id })).await.unwrap();
        assert_eq!(sheet["needs_approval"], true);
        let word = |version: i64| json!({ "id": id, "version": version, "approve": true, "reason": "" });
        let told = supervisor.call("notices.list", json!({})).await.unwrap();
        assert_eq!(
            (&told["unread"], &told["list"][0]["kind"]),
            (&json!(1), &json!("quote_awaiting_approval"))
        );
        assert_eq!(told["list"][0]["subject_id"], id);
        for untold in [&seller, &app.admin] {
            assert_eq!(untold.call("notices.list", json!({})).await.unwrap()["unread"], 0);
        }
        assert_eq!(seller.call("quotes.approve", word(4)).await.unwrap_err().code(), "forbidden");
        let approved = supervisor.call("quotes.approve", word(4)).await.unwrap();
        assert_eq!(approved["status"], "draft");
        assert_eq!(get(&seller, &id).await["version"]["approved_by"], "Sueli Prado");
        let told = seller.call("notices.list", json!({})).await.unwrap();
        assert_eq!(told["list"][0]["kind"], "quote_approved");
        assert_eq!(send(&seller, &quote, 5).await.unwrap()["status"], "sent");
    }
);

story!(
    async fn quo_2_a_price_below_the_table_counts_as_discount_and_an_approval_covers_no_more(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let supervisor = app.person("Sueli Prado", "commercial_supervisor").await;
        let validity = ["2026-01-01", "2026-12-31"];
        let table = price_table(&app.admin, "Geral", validity, Value::Null, Value::Null).await;
        let camera = product(&app.admin, "P100", "Câmera", &[(&table, "one_off", 10_000)]).await;
        let quote = draft(&app, &seller).await;
        let id = quote["version"]["id"].clone();
        let priced = |cents: i64| {
            let mut priced = line("Câmera", "one_off", 1_000, cents);
            priced["product_id"] = camera["id"].clone();
            let mut content = content(json!([priced]));
            content["one_off_discount_bp"] = json!(0);
            content
        };
        let saved = save(&seller, &quote, 2, priced(9_000)).await.unwrap();
        assert_eq!(saved["totals"]["discount_bp"], 1_000);
        send(&seller, &quote, 3).await.unwrap();
        let word = json!({ "id": id, "version": 4, "approve": true, "reason": "" });
        supervisor.call("quotes.approve", word).await.unwrap();
        save(&seller, &quote, 5, priced(8_900)).await.unwrap();
        assert_eq!(send(&seller, &quote, 6).await.unwrap()["status"], "awaiting_approval");
        let denied = json!({ "id": id, "version": 7, "approve": false, "reason": "..." });
        let refused = supervisor.call("quotes.approve", denied).await.unwrap_err();
        assert_eq!(issues(&refused)["reason"], "says_nothing");
        save(&seller, &quote, 7, priced(9_500)).await.unwrap();
        assert_eq!(send(&seller, &quote, 8).await.unwrap()["status"], "sent");
    }
);

story!(
    async fn quo_3_numbers_have_no_gaps_when_many_begin_at_once_and_one_fails(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let customer = customer(&app, "Panificadora Trigo Bom Ltda").await;
        let unknown = seller.call("quotes.create", json!({ "customer_id": uuid::Uuid::nil() })).await;
        assert_eq!(unknown.unwrap_err().code(), "not_found");
        let begin = || {
            let seller = seller.clone();
            tokio::spawn(async move {
                seller.call("quotes.create", json!({ "customer_id": customer })).await.unwrap()
            })
        };
        let running: Vec<_> = (0..8).map(|_| begin()).collect();
        let mut numbers = Vec::new();
        for one in running {
            numbers.push(one.await.unwrap()["number"].as_str().unwrap().to_owned());
        }
        numbers.sort();
        let expected: Vec<String> = (1..=8).map(|number| format!("2026/{number:04}")).collect();
        assert_eq!(numbers, expected);
    }
);

story!(
    async fn quo_3_a_new_year_begins_with_one_in_the_company_s_time_zone(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let customer = customer(&app, "Panificadora Trigo Bom Ltda").await;
        let create = json!({ "customer_id": customer });
        // 31/12/2026, 23:00 in São Paulo: already 2027 in UTC.
        app.clock.advance(TimeDelta::hours(38 * 24 + 14));
        seller.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        assert_eq!(seller.call("quotes.create", create.clone()).await.unwrap()["number"], "2026/0001");
        app.clock.advance(TimeDelta::hours(1));
        seller.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        assert_eq!(seller.call("quotes.create", create).await.unwrap()["number"], "2027/0001");
    }
);

story!(
    async fn quo_3_versions_live_side_by_side_and_one_is_accepted_without_cancelling_others(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let first = draft(&app, &seller).await;
        let first_id = first["version"]["id"].clone();
        send(&seller, &first, 2).await.unwrap();
        let second = seller.call("quotes.new_version", json!({ "id": first_id })).await.unwrap();
        assert_eq!(second["version"]["version_number"], 2);
        assert_eq!(second["content"]["lines"].as_array().unwrap().len(), 5);
        let mut lines = usual_lines();
        lines[0]["quantity_milli"] = json!(8_000);
        save(&seller, &second, 1, content(lines)).await.unwrap();
        send(&seller, &second, 2).await.unwrap();
        let both = json!({ "before": first_id, "after": second["version"]["id"] });
        let difference = seller.call("quotes.compare", both).await.unwrap();
        assert_eq!(difference["lines"][0]["change"], "changed");
        assert_eq!(difference["lines"][0]["fields"], json!(["quantity_milli"]));
        let viewed = json!({ "id": first_id, "version": 3 });
        seller.call("quotes.mark_viewed", viewed).await.unwrap();
        let accepted = json!({ "id": first_id, "version": 4 });
        assert_eq!(seller.call("quotes.accept", accepted).await.unwrap()["status"], "accepted");
        assert_eq!(get(&seller, &second["version"]["id"]).await["version"]["status"], "sent");
        let other = json!({ "id": second["version"]["id"], "version": 3 });
        seller.call("quotes.accept", other).await.unwrap();
        let versions = get(&seller, &first_id).await["versions"].clone();
        assert_eq!(
            (&versions[0]["status"], &versions[1]["status"]),
            (&json!("accepted"), &json!("superseded"))
        );
        let rows = seller
            .call("quotes.for_customer", json!({ "customer_id": first["quote"]["customer_id"] }))
            .await
            .unwrap();
        assert_eq!(rows.as_array().unwrap().len(), 2);
    }
);

story!(
    async fn quo_3_a_refusal_needs_a_reason_that_says_something(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let quote = draft(&app, &seller).await;
        let refuse = |version: i64, reason: &str| json!({ "id": quote["version"]["id"], "version": version, "reason": reason });
        let refused = seller.call("quotes.refuse", refuse(2, "Caro")).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "quote_state");
        send(&seller, &quote, 2).await.unwrap();
        let refused = seller.call("quotes.refuse", refuse(3, "…")).await.unwrap_err();
        assert_eq!(issues(&refused)["reason"], "says_nothing");
        seller.call("quotes.refuse", refuse(3, "Achou caro")).await.unwrap();
        assert_eq!(get(&seller, &quote["version"]["id"]).await["version"]["status_reason"], "Achou caro");
    }
);

story!(
    async fn quo_3_quotes_expire_in_the_background_while_nobody_looks(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let quote = draft(&app, &seller).await;
        send(&seller, &quote, 2).await.unwrap();
        let id = quote["version"]["id"].as_str().unwrap().to_owned();
        let stored = async || {
            let sql = "select status from quote_version where cast(id as text) = $1";
            let hex = id.replace('-', "");
            let mut tx = app.app.db.begin_read().await.unwrap();
            let rows: Vec<String> = match &mut tx {
                office::db::Tx::Sqlite(tx, _) => {
                    let sql = "select status from quote_version where lower(hex(id)) = $1";
                    sqlx::query_scalar(sql).bind(hex).fetch_all(&mut **tx).await.unwrap()
                }
                office::db::Tx::Postgres(tx) => {
                    sqlx::query_scalar(sql).bind(id.clone()).fetch_all(&mut **tx).await.unwrap()
                }
            };
            tx.rollback().await.unwrap();
            rows.concat()
        };
        let poll = std::time::Duration::from_millis(20);
        let background = tokio::spawn(office::background::expire_quotes(app.app.clone(), poll));
        tokio::time::sleep(poll * 5).await;
        assert_eq!(stored().await, "sent", "nothing expires before its day");
        let mut changes = app.app.changes.subscribe();
        app.clock.advance(TimeDelta::days(16));
        let told = async {
            while !matches!(changes.recv().await.unwrap(), Change::Stale { tags, .. } if tags.contains(&Tag::Quotes))
            {
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), told).await.expect("an announcement");
        assert_eq!(stored().await, "expired");
        background.abort();
    }
);

story!(
    async fn quo_3_a_sent_quote_expires_by_itself_and_books_the_return(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let quote = draft(&app, &seller).await;
        let id = quote["version"]["id"].clone();
        send(&seller, &quote, 2).await.unwrap();
        let agenda = seller.call("agenda.mine", json!({})).await.unwrap();
        let follow_up = &agenda["entries"][0];
        let close =
            json!({ "id": follow_up["id"], "version": 1, "outcome": "Vai pensar", "cancelled": false });
        seller.call("agenda.close", close).await.unwrap();
        app.clock.advance(TimeDelta::days(16));
        for person in [&seller, &app.admin] {
            person.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        }
        assert_eq!(get(&seller, &id).await["version"]["status"], "expired");
        let list = json!({
            "search": "trigo", "status": "expired", "mine": true, "order": "number", "descending": true,
            "limit": 10, "offset": 0,
        });
        assert_eq!(seller.call("quotes.list", list).await.unwrap()["quotes"][0]["status"], "expired");
        let system = Client::system(app.app.clone(), "worker");
        assert_eq!(system.call("quotes.expire", json!({})).await.unwrap()["expired"], 1);
        assert_eq!(system.call("quotes.expire", json!({})).await.unwrap()["expired"], 0);
        let agenda = seller.call("agenda.mine", json!({})).await.unwrap();
        assert_eq!(agenda["entries"].as_array().unwrap().len(), 1);
        assert_eq!(agenda["entries"][0]["due_on"], "2026-12-11");
        let mut settings = app.admin.call("quotes.settings", json!({})).await.unwrap();
        settings["accept_expired"] = json!(false);
        app.admin.call("quotes.save_settings", settings.clone()).await.unwrap();
        let accept = json!({ "id": id, "version": 4 });
        let refused = seller.call("quotes.accept", accept.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "quote_state");
        let stale = app.admin.call("quotes.save_settings", settings.clone()).await.unwrap_err();
        assert_eq!(stale.code(), "conflict");
        settings["accept_expired"] = json!(true);
        settings["version"] = json!(1);
        app.admin.call("quotes.save_settings", settings).await.unwrap();
        assert_eq!(seller.call("quotes.accept", accept).await.unwrap()["status"], "accepted");
    }
);

story!(
    async fn quo_4_the_preview_follows_what_is_typed_and_the_sent_pdf_never_changes(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let quote = draft(&app, &seller).await;
        let id = quote["version"]["id"].clone();
        let preview =
            json!({ "id": id, "content": content(json!([line("Nobreak", "one_off", 1_000, 100)])) });
        let typed = seller.call("quotes.preview_pdf", preview.clone()).await.unwrap();
        let again = seller.call("quotes.preview_pdf", preview).await.unwrap();
        assert_eq!(typed, again);
        assert_eq!(typed["totals"]["one_off"]["total_cents"], 95);
        assert_eq!(typed["file_name"], "Orçamento 2026-0001 v1.pdf");
        send(&seller, &quote, 2).await.unwrap();
        let sent = seller.call("quotes.pdf", json!({ "id": id })).await.unwrap();
        let bytes = STANDARD.decode(sent["pdf_base64"].as_str().unwrap()).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(get(&seller, &id).await["version"]["pdf_sha256"], hash);
        let mut company = app.admin.call("company.get", json!({})).await.unwrap();
        company["name"] = json!("Outra Razão Ltda.");
        app.admin.call("company.save", company).await.unwrap();
        assert_eq!(seller.call("quotes.pdf", json!({ "id": id })).await.unwrap(), sent);
    }
);

story!(
    async fn quo_6_sending_queues_one_message_with_the_pdf_and_books_the_follow_up_of_age_1(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let quote = draft(&app, &seller).await;
        let sheet = seller.call("quotes.send_sheet", json!({ "id": quote["version"]["id"] })).await.unwrap();
        assert_eq!(sheet["addresses"], json!(["sonia@trigobom.example"]));
        assert_eq!(sheet["follow_up_on"], "2026-11-25");
        assert_eq!(sheet["issues"], json!([]));
        let (one, other) = tokio::join!(send(&seller, &quote, 2), send(&seller, &quote, 2));
        let refused = if one.is_ok() { other } else { one }.unwrap_err();
        assert!(["conflict", "invalid"].contains(&refused.code()), "{refused}");
        let agenda = seller.call("agenda.mine", json!({})).await.unwrap();
        assert_eq!(agenda["entries"].as_array().unwrap().len(), 1);
        let entry = &agenda["entries"][0];
        assert_eq!((&entry["due_on"], &entry["latest_on"]), (&json!("2026-11-25"), &json!("2026-12-01")));
        assert_eq!(entry["renewable_to"], "2026-12-01");
        let renewal = json!({ "id": entry["id"], "version": 1 });
        let renewed = seller.call("agenda.renew", renewal).await.unwrap();
        assert_eq!((&renewed["due_on"], &renewed["renewals"]), (&json!("2026-12-01"), &json!(1)));
        let again = json!({ "id": entry["id"], "version": 2 });
        let refused = seller.call("agenda.renew", again).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "renewed_before");
        assert_eq!(stored_messages(&app).await, 1);
        let titles = timeline(&app).await;
        assert_eq!(titles, ["appointment_booked", "appointment_renewed", "message_queued", "quote_sent"]);
    }
);

/// What the timelines tell, by title.
async fn timeline(app: &App) -> Vec<String> {
    let sql = "select title from activity order by title";
    let mut tx = app.app.db.begin_read().await.unwrap();
    let rows: Vec<(String,)> = match &mut tx {
        office::db::Tx::Sqlite(tx, _) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
        office::db::Tx::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
    };
    rows.into_iter().map(|(title,)| title).collect()
}

/// How many messages wait with a PDF.
async fn stored_messages(app: &App) -> i64 {
    let sql = "select count(*) from outbox_message m join outbox_attachment a on a.message_id = m.id \
               where m.state = 'queued' and a.mime_type = 'application/pdf'";
    let mut tx = app.app.db.begin_read().await.unwrap();
    let (count,): (i64,) = match &mut tx {
        office::db::Tx::Sqlite(tx, _) => sqlx::query_as(sql).fetch_one(&mut **tx).await.unwrap(),
        office::db::Tx::Postgres(tx) => sqlx::query_as(sql).fetch_one(&mut **tx).await.unwrap(),
    };
    count
}

story!(
    async fn quo_6_a_customer_without_email_is_refused_and_nothing_is_half_done(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let customer = customer(&app, "Panificadora Trigo Bom Ltda").await;
        let quote = seller.call("quotes.create", json!({ "customer_id": customer })).await.unwrap();
        let mut late = content(json!([]));
        late["valid_until"] = json!("2026-11-22");
        save(&seller, &quote, 1, late).await.unwrap();
        let refused = issues(&send(&seller, &quote, 2).await.unwrap_err());
        assert_eq!(refused["address"], "customer_without_email");
        assert_eq!(refused["valid_until"], "date_past");
        assert_eq!(refused["lines"], "quote_without_lines");
        assert_eq!(get(&seller, &quote["version"]["id"]).await["version"]["status"], "draft");
        assert_eq!(stored_messages(&app).await, 0);
    }
);

story!(
    async fn sys_2_a_draft_saved_over_is_a_conflict_that_shows_the_other_s_content(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let colleague = app.person("Dora Lima", "commercial").await;
        let quote = draft(&app, &seller).await;
        let hers = content(json!([line("Nobreak", "one_off", 1_000, 100)]));
        save(&colleague, &quote, 2, hers).await.unwrap();
        let refused = save(&seller, &quote, 2, content(usual_lines())).await.unwrap_err().to_json();
        assert_eq!((&refused["code"], &refused["params"]["by"]), (&json!("conflict"), &json!("Dora Lima")));
        assert_eq!(refused["params"]["current"]["content"]["lines"][0]["description"], "Nobreak");
        let stale = send(&seller, &quote, 2).await.unwrap_err();
        assert_eq!(stale.code(), "conflict");
    }
);
