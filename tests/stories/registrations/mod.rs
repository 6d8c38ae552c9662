//! Sales from the seller's form through the review (REG-1 to REG-4).

use office::Client;
use serde_json::{Value, json};
use stories::TestApp;

mod approval;
mod checking;
mod forms;
mod queue;
mod review;
mod selling;

/// A plan sold in some states.
pub async fn plan(app: &TestApp, name: &str, regions: &[&str]) -> Value {
    let plan = json!({
        "id": null, "carrier": "Vivo", "name": name, "monthly_cents": 14_990, "active": true, "regions": regions,
        "version": 0,
    });
    app.admin.call("registrations.save_plan", plan).await.unwrap()
}

/// A complete form for a plan.
pub fn form(plan: &Value) -> Value {
    json!({
        "kind": "person", "segment": "retail", "name": "Aparecida Gonçalves Teles", "document": "529.982.247-25",
        "email": "cida.teles@gmail.com", "mother_name": "Maria Gonçalves Teles", "birth_date": "1987-08-14",
        "phone_1": "(19) 99812-4471", "phone_2": "(19) 3251-0087", "street": "Rua das Acácias",
        "address_number": "214", "complement": "ap. 31", "district": "Jardim das Paineiras", "city": "Campinas",
        "uf": "SP", "cep": "13087-534", "carrier": "Vivo", "plan_id": plan["id"], "due_day": 10,
        "installation_period": "morning", "note": "",
    })
}

/// The form with some fields changed.
pub fn with(mut form: Value, changes: Value) -> Value {
    for (field, value) in changes.as_object().unwrap() {
        form[field] = value.clone();
    }
    form
}

/// Submits a new sale.
pub async fn submitted(seller: &Client, form: Value) -> Value {
    let input = json!({ "id": null, "version": 0, "content": form });
    seller.call("registrations.submit", input).await.unwrap()
}

/// The sale as its caller sees it.
pub async fn seen(client: &Client, sale: &Value) -> Value {
    client.call("registrations.get", json!({ "id": sale["id"] })).await.unwrap()
}

/// Sends a sale back for its second phone.
pub async fn returned(reviewer: &Client, sale: &Value) -> Value {
    let request = json!({
        "id": sale["id"], "round": sale["round"], "note": "",
        "reasons": [{ "field": "phone_2", "reason": "ninguém conhece a cliente neste número" }],
    });
    reviewer.call("registrations.return", request).await.unwrap()
}
