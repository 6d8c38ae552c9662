//! Sales in every state of the review (REG), with their rounds and reasons.

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::demo::courses;
use crate::demo::people::{Maker, Person};
use crate::demo::words;
use crate::ids::Ids;

/// A sale to store.
pub struct SaleRow {
    /// Identity.
    pub id: Uuid,
    /// The number people quote; none before the first submission.
    pub number: Option<String>,
    /// Who bought; approved sales point at their ficha.
    pub person: Person,
    /// Index of the plan.
    pub plan: usize,
    /// State of the review.
    pub state: &'static str,
    /// Index of the seller.
    pub seller: usize,
    /// Half a day to install in.
    pub period: &'static str,
    /// How many times it was submitted.
    pub round: i64,
    /// When it was made (UTC).
    pub created_at: DateTime<Utc>,
    /// First submission (UTC).
    pub first_submitted_at: Option<DateTime<Utc>>,
    /// Last submission (UTC).
    pub submitted_at: Option<DateTime<Utc>>,
    /// Decision (UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// Its rounds.
    pub rounds: Vec<RoundRow>,
}

/// One submission to store.
pub struct RoundRow {
    /// Identity.
    pub id: Uuid,
    /// From 1.
    pub round: i64,
    /// When (UTC).
    pub submitted_at: DateTime<Utc>,
    /// What was submitted, as JSON.
    pub content: Value,
    /// What was decided, if it was.
    pub decision: Option<&'static str>,
    /// When (UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// Words with the decision.
    pub note: &'static str,
    /// Field and reason.
    pub reasons: Vec<(&'static str, &'static str)>,
}

/// The states in the proportion in which a morning finds them.
const STATES: &[&str] = &[
    "submitted",
    "approved",
    "returned",
    "in_review",
    "denied",
    "draft",
    "approved",
    "submitted",
    "cancelled",
    "approved",
    "submitted",
    "approved",
    "approved",
    "submitted",
    "approved",
    "returned",
    "submitted",
    "approved",
    "draft",
    "approved",
    "submitted",
    "approved",
    "denied",
    "approved",
    "submitted",
];

/// The sale number `index`, to a person who may or may not have a ficha yet.
pub fn sale(
    maker: &mut Maker,
    ids: &Ids,
    index: usize,
    person: &Person,
    plan_ids: &[Uuid],
    now: DateTime<Utc>,
    sellers: usize,
) -> SaleRow {
    let state = STATES[index % STATES.len()];
    let plan = maker.chance.random_range(0..plan_ids.len());
    let created_at = created_at(maker, index, now);
    let mut row = SaleRow {
        id: ids.next(created_at),
        number: None,
        person: person.clone(),
        plan,
        state,
        seller: maker.chance.random_range(0..sellers),
        period: ["morning", "afternoon", "any"].choose(&mut maker.chance).unwrap_or(&"any"),
        round: 0,
        created_at,
        first_submitted_at: None,
        submitted_at: None,
        decided_at: None,
        rounds: Vec::new(),
    };
    if state == "draft" {
        row.person.mother_name.clear();
        return row;
    }
    // One sale in four came back once before.
    let again = maker.chance.random_ratio(1, 4);
    let rounds = if again { 2 } else { 1 };
    for round in 1..=rounds {
        let submitted_at = created_at + TimeDelta::minutes(10 * round);
        let last = round == rounds;
        let decision = match state {
            _ if !last => Some("returned"),
            "approved" | "returned" | "denied" => Some(state),
            _ => None,
        };
        let note = if decision == Some("denied") {
            words::DENIALS.choose(&mut maker.chance).unwrap_or(&"")
        } else {
            ""
        };
        let reasons = if decision == Some("returned") { reasons(maker, person) } else { Vec::new() };
        let decided_at = decision.map(|_| submitted_at + TimeDelta::minutes(maker.chance.random_range(2..9)));
        let content = content(&row, plan_ids[plan]);
        row.rounds.push(RoundRow {
            id: ids.next(submitted_at),
            round,
            submitted_at,
            content,
            decision,
            decided_at,
            note,
            reasons,
        });
        row.first_submitted_at = row.first_submitted_at.or(Some(submitted_at));
        row.submitted_at = Some(submitted_at);
        row.decided_at = decided_at;
        row.round = round;
    }
    row
}

/// What waits came in today, what was approved lies as far back as its course needs.
fn created_at(maker: &mut Maker, index: usize, now: DateTime<Utc>) -> DateTime<Utc> {
    let state = STATES[index % STATES.len()];
    match approved_ordinal(index) {
        _ if matches!(state, "submitted" | "in_review") => {
            now - TimeDelta::minutes(maker.chance.random_range(20..400))
        }
        Some(ordinal) => {
            let (weeks, days) = courses::age(ordinal);
            maker.moment(days) - TimeDelta::weeks(weeks)
        }
        None => maker.moment(45),
    }
}

/// Which of the approved sales the sale number `index` is, counted from 0.
pub fn approved_ordinal(index: usize) -> Option<usize> {
    let approved = |states: &[&str]| states.iter().filter(|state| **state == "approved").count();
    let (round, place) = (index / STATES.len(), index % STATES.len());
    (STATES[place] == "approved").then(|| round * approved(STATES) + approved(&STATES[..place]))
}

fn reasons(maker: &mut Maker, person: &Person) -> Vec<(&'static str, &'static str)> {
    let fits = |(field, _): &&(&str, &str)| {
        person.kind == "person" || !matches!(*field, "mother_name" | "birth_date" | "document")
    };
    let usable: Vec<_> = words::RETURN_REASONS.iter().filter(fits).copied().collect();
    let count = maker.chance.random_range(1..=2);
    usable.choose_multiple(&mut maker.chance, count).copied().collect()
}

/// The second phone a sale needs.
pub fn second_phone(person: &Person) -> String {
    let other =
        person.points.iter().skip(1).find(|(kind, _)| *kind == "phone").map(|(_, value)| value.clone());
    other.unwrap_or_else(|| format!("+55{}3{:07}", person.city.ddd, 2_000_000 + person.code % 1_000_000))
}

fn content(row: &SaleRow, plan_id: Uuid) -> Value {
    let person = &row.person;
    json!({
        "kind": person.kind, "segment": person.segment, "name": person.name,
        "document": person.document.clone().unwrap_or_default(), "mother_name": person.mother_name,
        "birth_date": person.birth_date, "phone_1": person.phone(), "phone_2": second_phone(person),
        "email": person.email(), "cep": person.cep, "street": person.street, "address_number": person.number,
        "complement": person.complement, "district": person.district, "city": person.city.name, "uf": person.city.uf,
        "carrier": words::PLANS[row.plan].0, "plan_id": plan_id, "due_day": person.due_day,
        "installation_period": row.period, "note": "",
    })
}
