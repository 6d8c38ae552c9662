//! The main job, end to end without the window: a sale is reviewed, quoted, sent, and all of it is on the
//! customer's timeline.

use office::mailings::worker::Pass;
use serde_json::{Value, json};
use stories::smtp::{MailServer, Protection};
use stories::story;

use crate::mailings::{set_account, worker};
use crate::registrations::{form, plan, returned, seen, submitted, with};

story!(
    async fn a_sale_is_reviewed_quoted_and_mailed(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        set_account(&app, &server).await;
        let plan = plan(&app, "Fibra 600 + IPTV", &["SP"]).await;
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Rita Prado", "back_office").await;

        // The seller submits, the reviewer sends it back for a phone, the seller corrects, the reviewer approves.
        let sale = submitted(&seller, form(&plan)).await;
        reviewer.call("registrations.claim", json!({ "id": sale["id"] })).await.unwrap();
        returned(&reviewer, &sale).await;
        let back = seen(&seller, &sale).await;
        assert_eq!(back["rounds"][0]["reasons"][0]["field"], "phone_2");
        let corrected = with(form(&plan), json!({ "phone_2": "(19) 3251-0088" }));
        let again =
            json!({ "id": sale["id"], "version": back["registration"]["version"], "content": corrected });
        let again = seller.call("registrations.submit", again).await.unwrap();
        reviewer.call("registrations.claim", json!({ "id": sale["id"] })).await.unwrap();
        let approve = json!({ "id": sale["id"], "round": again["round"], "customer_id": null, "take": [] });
        let approved = reviewer.call("registrations.approve", approve).await.unwrap();
        let customer = approved["registration"]["customer_id"].clone();

        // The ficha is there, with what was sold.
        let ficha = seller.call("customers.ficha", json!({ "id": customer })).await.unwrap();
        assert_eq!(ficha["customer"]["name"], "Aparecida Gonçalves Teles");
        assert_eq!(ficha["contracts"][0]["monthly_cents"], 14_990);

        // A quote is made, sent and received; its follow-up is booked.
        let quote = seller.call("quotes.create", json!({ "customer_id": customer })).await.unwrap();
        let id = &quote["version"]["id"];
        let draft = json!({ "id": id, "version": quote["version"]["version"], "content": camera() });
        let draft = seller.call("quotes.save_draft", draft).await.unwrap();
        let send = json!({
            "id": id, "version": draft["version"], "address": "cida.teles@gmail.com",
            "subject": "Seu orçamento", "message": "Olá, Aparecida. Segue o orçamento.",
        });
        assert_eq!(seller.call("quotes.send", send).await.unwrap()["status"], "sent");
        let mut worker = worker(&app);
        assert_eq!(worker.pass().await.unwrap(), Pass::Worked);
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].to, "cida.teles@gmail.com");
        assert!(taken[0].content.contains("application/pdf"));
        let ficha = seller.call("customers.ficha", json!({ "id": customer })).await.unwrap();
        assert_eq!(ficha["alerts"]["appointment"]["owner_name"], "Nívea Torres");
        assert_eq!(ficha["alerts"]["appointment"]["due_on"], "2026-11-25");

        // Everything is on the timeline, and the audit holds.
        let request = json!({ "customer_id": customer, "kind": null, "offset": 0, "limit": 50 });
        let timeline = seller.call("customers.timeline", request).await.unwrap();
        let titles: Vec<_> =
            timeline["entries"].as_array().unwrap().iter().map(|entry| &entry["title"]).collect();
        for title in ["registration_approved", "quote_sent"] {
            assert!(titles.contains(&&json!(title)), "{title} in {titles:?}");
        }
        let mut tx = app.app.db.begin_read().await.unwrap();
        assert!(office::audit::verify(&mut tx).await.unwrap().broken_at.is_empty());
    }
);

/// Six cameras, once, at 5 % off, and their recording every month.
fn camera() -> Value {
    let line = |description: &str, charge: &str, price: i64| {
        json!({
            "product_id": null, "description": description, "unit": "un", "charge": charge,
            "quantity_milli": 6_000, "unit_price_cents": price, "list_price_cents": null, "discount_bp": 0,
            "optional": false,
        })
    };
    json!({
        "contact_name": "Aparecida", "valid_until": "2026-12-08", "one_off_discount_bp": 500,
        "monthly_discount_bp": 0, "tax_bp": null, "introduction": "", "terms": "",
        "lines": [line("Câmera IP 4 MP", "one_off", 49_504), line("Gravação em nuvem", "monthly", 1_990)],
    })
}
