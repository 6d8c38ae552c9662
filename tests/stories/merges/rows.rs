//! Rows of every kind that points at a customer.

use serde_json::{Value, json};
use stories::{TestApp, monday_morning};
use uuid::Uuid;

/// Tables whose rows a merge moves.
pub const KINDS: &[&str] = &[
    "activity",
    "appointment",
    "contract",
    "holder_change",
    "onboarding",
    "opt_out",
    "outbox_message",
    "quote",
    "receivable",
    "registration",
    "ticket",
];

fn id_of(value: &Value) -> Uuid {
    value.as_str().unwrap().parse().unwrap()
}

pub fn new_id() -> Uuid {
    office::ids::Ids::random().next(monday_morning())
}

/// Adds a row past the application, for a customer.
pub async fn add_row(app: &TestApp, kind: &str, customer: &Value) -> Uuid {
    let (id, customer, now) = (new_id(), id_of(customer), monday_morning());
    let mut open = app.app.db.begin_write().await.unwrap();
    let tx = &mut open;
    let (user,): (Uuid,) =
        office::fetch_one!(tx, (Uuid,), "select id from app_user order by username limit 1").unwrap();
    let (company,): (Uuid,) =
        office::fetch_one!(tx, (Uuid,), "select id from company order by id limit 1").unwrap();
    let text = id.to_string();
    match kind {
        "activity" => office::execute!(
            tx,
            "insert into activity (id, customer_id, at, author_name, kind) values ($1, $2, $3, 'Ana', 'contact')",
            id,
            customer,
            now
        ),
        "appointment" => office::execute!(
            tx,
            "insert into appointment (id, customer_id, owner_id, kind, service, due_on, status, created_at, version, \
               updated_at, updated_by) \
             values ($1, $2, $3, 'support', 'Internet', '2026-12-01', 'open', $4, 1, $4, 'Ana')",
            id,
            customer,
            user,
            now
        ),
        "contract" => office::execute!(
            tx,
            "insert into contract (id, customer_id, plan, monthly_cents, status, version, updated_at, updated_by) \
             values ($1, $2, 'Fibra', 9990, 'active', 1, $3, 'Ana')",
            id,
            customer,
            now
        ),
        "holder_change" => office::execute!(
            tx,
            "insert into holder_change (id, customer_id, state, requester_name, requester_relation, fields, \
               copy_to_holder, asked_at, asked_by, version, updated_at, updated_by) \
             values ($1, $2, 'waiting', 'Bia', 'filha', '[]', false, $3, 'Ana', 1, $3, 'Ana')",
            id,
            customer,
            now
        ),
        "onboarding" => office::execute!(
            tx,
            "insert into onboarding (id, customer_id, cause, opened_at, opened_by, completed_at, version, updated_at, \
               updated_by) values ($1, $2, 'new', $3, 'Ana', $3, 1, $3, 'Ana')",
            id,
            customer,
            now
        ),
        "opt_out" => office::execute!(
            tx,
            "insert into opt_out (id, customer_id, purpose, refused, origin, said_on, at, by_name) \
             values ($1, $2, 'letters', true, 'phone', '2026-11-20', $3, 'Ana')",
            id,
            customer,
            now
        ),
        "outbox_message" => office::execute!(
            tx,
            "insert into outbox_message (id, purpose, purpose_key, customer_id, recipient_address, subject, \
               search_key, body_text, body_html, message_id, state, next_attempt_at, queued_at, queued_by, version) \
             values ($1, 'quote', $3, $2, 'a@exemplo.com.br', 'x', 'x', 'x', 'x', $3, 'sent', $4, $4, 'Ana', 1)",
            id,
            customer,
            &text,
            now
        ),
        "quote" => office::execute!(
            tx,
            "insert into quote (id, company_id, year, number, customer_id, owner_id, created_at, version, updated_at, \
               updated_by) values ($1, $2, 2026, (select count(*) + 1 from quote), $3, $4, $5, 1, $5, 'Ana')",
            id,
            company,
            customer,
            user,
            now
        ),
        "receivable" => office::execute!(
            tx,
            "insert into receivable (id, customer_id, description, due_on, amount_cents) \
             values ($1, $2, 'Mensalidade', '2026-12-01', 9990)",
            id,
            customer
        ),
        "registration" => office::execute!(
            tx,
            "insert into registration (id, state, segment, seller_id, customer_id, kind, created_at, version, \
               updated_at, updated_by) values ($1, 'draft', 'retail', $2, $3, 'person', $4, 1, $4, 'Ana')",
            id,
            user,
            customer,
            now
        ),
        "ticket" => office::execute!(
            tx,
            "insert into ticket (id, customer_id, number, kind, subject, opened_at) \
             values ($1, $2, 'INC-1', 'incident', 'Sem sinal', $3)",
            id,
            customer,
            now
        ),
        other => panic!("no such kind: {other}"),
    }
    .unwrap();
    open.commit().await.unwrap();
    id
}

/// All rows of one kind with their customers.
pub async fn all(app: &TestApp, kind: &str) -> Vec<(Uuid, Uuid)> {
    let mut tx = app.app.db.begin_read().await.unwrap();
    let sql = format!("select id, customer_id from {kind} where customer_id is not null order by id");
    let rows = office::fetch_all_dynamic!(&mut tx, (Uuid, Uuid), sql).unwrap();
    tx.rollback().await.unwrap();
    rows
}

/// Whose a row is now.
pub async fn owner_of(app: &TestApp, kind: &str, row: Uuid) -> Value {
    let found = all(app, kind).await.into_iter().find(|(id, _)| *id == row);
    json!(found.expect("no row is ever lost").1)
}
