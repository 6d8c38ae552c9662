//! The outbox (MAI-3, MAI-4, MAI-6, MAI-7).

mod account;
mod kill;
mod sending;

use std::time::Duration;

use chrono::TimeDelta;
use office::dispatch::{Actor, Cx, TaskCx};
use office::mailings::commands::enqueue;
use office::mailings::model::{MessageId, NewAttachment, NewMessage};
use office::mailings::smtp::Patience;
use office::mailings::worker::{Worker, WorkerOptions};
use office::session::SessionSlot;
use serde_json::{Value, json};
use stories::smtp::MailServer;
use stories::{PASSWORD, TestApp, issues, story};

/// A message with a file, to somebody of no ficha.
pub fn message(key: &str, address: &str) -> NewMessage {
    NewMessage {
        purpose: "story".into(),
        purpose_key: key.into(),
        customer_id: None,
        recipient_name: "João d'Ávila".into(),
        recipient_address: address.into(),
        subject: "Orçamento nº 12".into(),
        body_text: "Prezado João,\n\nsegue o orçamento.".into(),
        body_html: String::new(),
        attachments: vec![NewAttachment {
            file_name: "Orçamento nº 12.pdf".into(),
            mime_type: "application/pdf".into(),
            content: b"%PDF-1.7 ...".to_vec(),
        }],
    }
}

/// What another feature's command does: queue within its own transaction.
fn task(app: &TestApp) -> TaskCx {
    TaskCx {
        app: app.app.clone(),
        actor: Actor::system("story"),
        session: SessionSlot::default(),
        command: "story.send",
        stales: &[],
    }
}

async fn begin(app: &TestApp) -> Cx {
    task(app).write().await.unwrap()
}

/// Queues and commits.
pub async fn queue(app: &TestApp, message: NewMessage) -> MessageId {
    let mut cx = begin(app).await;
    let id = enqueue(&mut cx, message).await.unwrap();
    task(app).commit(cx).await.unwrap();
    id
}

/// The account of a server on this machine, as typed.
pub fn account(server: &MailServer) -> Value {
    json!({
        "version": 0, "from_name": "ACME Serviços", "from_address": "vendas@acme.com.br", "reply_to": "",
        "host": "127.0.0.1", "port": server.port, "security": "none", "username": "", "password": null,
        "per_minute": 1000, "per_day": 100_000, "active": true, "ca_pem": "",
    })
}

/// Sets up that account.
pub async fn set_account(app: &TestApp, server: &MailServer) {
    app.admin.call("mailings.save_account", account(server)).await.unwrap();
}

/// A worker that does not wait long.
pub fn worker(app: &TestApp) -> Worker {
    let brief = Duration::from_millis(300);
    let patience = Patience { connect: brief * 10, command: brief, content: brief };
    Worker::new(app.app.clone(), WorkerOptions { patience, ..WorkerOptions::default() })
}

/// Time passes, and the administrator comes back to the window.
pub async fn later(app: &TestApp, by: TimeDelta) {
    app.clock.advance(by);
    app.admin.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
}

/// A message as its screen shows it.
pub async fn look(app: &TestApp, id: MessageId) -> Value {
    app.admin.call("mailings.message", json!({ "id": id })).await.unwrap()
}

/// Where a message stands.
pub async fn state(app: &TestApp, id: MessageId) -> String {
    look(app, id).await["row"]["state"].as_str().unwrap().to_owned()
}

story!(
    async fn mai_3_queueing_twice_gives_the_first(app: TestApp) {
        let first = queue(&app, message("1", "joao@exemplo.com.br")).await;
        let again = NewMessage { subject: "Outro".into(), ..message("1", "joao@EXEMPLO.com.br") };
        assert_eq!(queue(&app, again).await, first);
        assert_ne!(queue(&app, message("2", "joao@exemplo.com.br")).await, first);
        assert_ne!(queue(&app, message("1", "maria@exemplo.com.br")).await, first);
    }
);

story!(
    async fn mai_3_a_message_is_queued_only_if_the_change_that_sends_it_commits(app: TestApp) {
        let mut cx = begin(&app).await;
        let lost = enqueue(&mut cx, message("1", "joao@exemplo.com.br")).await.unwrap();
        cx.tx.rollback().await.unwrap();
        assert_ne!(queue(&app, message("1", "joao@exemplo.com.br")).await, lost);
    }
);

story!(
    async fn mai_7_an_address_with_a_line_break_is_refused(app: TestApp) {
        let mut cx = begin(&app).await;
        let evil = message("1", "joao@exemplo.com.br\r\nBcc: outra@exemplo.com.br");
        assert_eq!(enqueue(&mut cx, evil).await.unwrap_err().code(), "invalid");
    }
);

story!(
    async fn the_outbox_is_searched_filtered_and_paged(app: TestApp) {
        for number in 0..5 {
            queue(&app, message(&number.to_string(), "joao@exemplo.com.br")).await;
        }
        let maria =
            NewMessage { recipient_name: "Maria Ávila".into(), ..message("maria", "maria@outra.com.br") };
        let maria = queue(&app, maria).await;
        let ask = async |view: &str, text: &str, offset: i64| {
            let filter =
                json!({ "view": view, "text": text, "customer_id": null, "offset": offset, "limit": 4 });
            app.admin.call("mailings.outbox", filter).await.unwrap()
        };
        let all = ask("all", "", 4).await;
        assert_eq!((all["total"].as_i64(), all["rows"].as_array().unwrap().len()), (Some(6), 2));
        assert_eq!(ask("waiting", "OUTRA.com.br orcamento", 0).await["total"], 1);
        assert_eq!(ask("sent", "orcamento", 0).await["total"], 0);
        let found = ask("waiting", "maria avila", 0).await;
        assert_eq!(
            (found["total"].as_i64(), found["rows"][0]["id"].as_str()),
            (Some(1), Some(maria.to_string().as_str()))
        );
        assert_eq!(ask("attention", "", 0).await["total"], 0);
        assert_eq!(ask("all", "100%_", 0).await["total"], 0);
    }
);

story!(
    async fn mai_5_what_was_sent_can_be_looked_at_as_it_was(app: TestApp) {
        let html = "<p>Oi<script>x()</script></p><img src=\"https://rastreio.example/x.png\">";
        let id =
            queue(&app, NewMessage { body_html: html.into(), ..message("1", "joao@exemplo.com.br") }).await;
        let seen = look(&app, id).await;
        assert_eq!(seen["preview_html"], "<p>Oi</p>");
        let file = &seen["attachments"][0];
        assert_eq!(
            (file["file_name"].as_str(), file["bytes"].as_i64()),
            (Some("Orçamento nº 12.pdf"), Some(12))
        );
        let content = app.admin.call("mailings.attachment", json!({ "id": file["id"] })).await.unwrap();
        assert_eq!(content["content_base64"], "JVBERi0xLjcgLi4u");
        let nobody = json!({ "id": "0192f0c1-2f6a-7000-8000-000000000000" });
        assert_eq!(app.admin.call("mailings.message", nobody.clone()).await.unwrap_err().code(), "not_found");
        assert_eq!(app.admin.call("mailings.attachment", nobody).await.unwrap_err().code(), "not_found");
    }
);

story!(
    async fn mai_5_a_message_lands_on_the_customers_timeline_once(app: TestApp) {
        let ficha = json!({
            "code": null, "kind": "person", "name": "Aparecida Teles", "trade_name": "",
            "document": "529.982.247-25", "birth_date": "", "mother_name": "", "contact_name": "",
            "segment": "retail", "responsible_id": null, "contact_points": [], "addresses": [],
        });
        let customer = app.admin.call("customers.create", ficha).await.unwrap()["id"].clone();
        let customer_id = Some(customer.as_str().unwrap().parse().unwrap());
        let to_her = || NewMessage { customer_id, ..message("1", "cida@exemplo.com.br") };
        let id = queue(&app, to_her()).await;
        queue(&app, to_her()).await;
        queue(&app, message("2", "joao@exemplo.com.br")).await;
        let request = json!({ "customer_id": customer, "kind": null, "offset": 0, "limit": 50 });
        let timeline = app.admin.call("customers.timeline", request).await.unwrap();
        let entries: Vec<_> = timeline["entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["subject_kind"] == "message")
            .collect();
        assert_eq!(entries.len(), 1, "{timeline}");
        assert_eq!(entries[0]["subject_id"], json!(id));
        assert_eq!(entries[0]["text"], "Orçamento nº 12\ncida@exemplo.com.br");
        let hers = json!({ "view": "all", "text": "", "customer_id": customer, "offset": 0, "limit": 9 });
        let page = app.admin.call("mailings.outbox", hers).await.unwrap();
        assert_eq!((page["total"].as_i64(), page["rows"][0]["state"].as_str()), (Some(1), Some("queued")));
    }
);

story!(
    async fn sys_4_sellers_see_the_outbox_and_leave_it_alone(app: TestApp) {
        let id = queue(&app, message("1", "joao@exemplo.com.br")).await;
        let seller = app.person("Caio Menezes", "commercial").await;
        seller.call("mailings.message", json!({ "id": id })).await.unwrap();
        for command in ["mailings.cancel", "mailings.retry"] {
            assert_eq!(seller.call(command, json!({ "id": id })).await.unwrap_err().code(), "forbidden");
        }
        let settle = json!({ "id": id, "decision": "sent" });
        assert_eq!(seller.call("mailings.settle", settle.clone()).await.unwrap_err().code(), "forbidden");
        assert_eq!(seller.call("mailings.account", json!({})).await.unwrap_err().code(), "forbidden");
        let refused = app.admin.call("mailings.settle", settle).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "message_not_in_doubt");
    }
);
