//! Making the demo base, batch by batch.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rand::Rng;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::model::{Colleague, Role, User};
use crate::app::App;
use crate::clock::local_date;
use crate::company::model::Company;
use crate::demo::model::{
    CUSTOMERS_MAX, CUSTOMERS_TO_TRY, DEMO_PASSWORD, DemoPerson, DemoRequest, DemoStatus,
};
use crate::demo::people::{Maker, Person};
use crate::demo::work::Batch;
use crate::demo::{courses, quotes, sales, store, words};
use crate::dispatch::{Cx, Nothing, Tag, TaskCx};
use crate::error::{Error, Issues, Result};
use crate::fulfilment::model::Team;
use crate::ids::{Ids, seeded};
use crate::jobs::model::{JobRef, JobState};
use crate::jobs::{self, Progress};
use crate::products::model::Product;
use crate::session::Client;

/// Customers written in one transaction.
const BATCH: usize = 5_000;
/// How long ago the first customer came.
const YEARS_BACK: usize = 5;
/// Customers kept in mind for sales.
const SAMPLE: usize = 20_000;
/// Who works at the demo company: name, user name, role. The sellers come first.
const PEOPLE: [(&str, &str, &str); 7] = [
    ("Caio Menezes", "caio", "commercial"),
    ("Daniela Rocha", "daniela", "commercial"),
    ("Marcos Teixeira", "marcos", "commercial_supervisor"),
    ("Beatriz Nogueira", "beatriz", "back_office"),
    ("Sílvia Prado", "silvia", "back_office_supervisor"),
    ("Fernanda Lopes", "fernanda", "finance"),
    ("Ana Duarte", "ana", "administrator"),
];
/// How many of them sell.
const SELLERS: usize = 2;
/// Which of them reviews.
const REVIEWER: usize = 3;
/// The company's logo.
const LOGO: &[u8] = include_bytes!("logo.png");

/// Makes a demo base in the background. Its people have a known password, so that a database somebody already
/// works with is refused.
pub async fn create(task: TaskCx, request: DemoRequest) -> Result<JobRef> {
    let mut issues = Issues::default();
    if !(1..=CUSTOMERS_MAX).contains(&request.customers) {
        issues.add_with(
            "customers",
            "out_of_range",
            [("min", "1".into()), ("max", CUSTOMERS_MAX.to_string())],
        );
    }
    let mut cx = task.read().await?;
    if store::is_in_use(&mut cx.tx).await? {
        issues.add("", "database_in_use");
    }
    let today = request.today.unwrap_or_else(|| cx.today());
    cx.tx.rollback().await?;
    issues.check()?;
    let (app, count) = (Arc::clone(&task.app), usize::try_from(request.customers).unwrap_or(0));
    let seed = request.seed.unsigned_abs();
    let id = jobs::start(&task, "demo", "demo", &[Tag::Customers, Tag::Session], |_, progress| async move {
        let mut demo =
            Demo { ids: Ids::seeded(seed), maker: Maker { chance: seeded(seed ^ 0x5eed), today }, app };
        demo.make(count, &progress).await
    });
    Ok(JobRef { id: id.await? })
}

/// Makes a demo base for whoever opened an empty one and wants to look around first. Open to anybody, like making the
/// first administrator, and as soon as there is one refused.
pub async fn try_out(task: TaskCx, _: Nothing) -> Result<JobRef> {
    create(task, DemoRequest { customers: CUSTOMERS_TO_TRY, seed: 1, today: None }).await
}

/// Of a base that is no demo.
pub fn no_demo() -> DemoStatus {
    DemoStatus { state: None, done: 0, total: None, people: Vec::new(), password: String::new() }
}

/// Whether this is a demo base. Readable by anybody: the password of its people is no secret, and the screen before the
/// application tells it.
pub async fn status(cx: &mut Cx, _: Nothing) -> Result<DemoStatus> {
    let made = store::making(&mut cx.tx).await?;
    let Some((state, done, total)) = made else {
        return Ok(no_demo());
    };
    let ready = state == JobState::Done;
    let person = |(name, username, role): &(&str, &str, &str)| DemoPerson {
        name: (*name).to_owned(),
        username: (*username).to_owned(),
        role: (*role).to_owned(),
    };
    Ok(DemoStatus {
        state: Some(state),
        done,
        total,
        people: if ready { PEOPLE.iter().rev().map(person).collect() } else { Vec::new() },
        password: if ready { DEMO_PASSWORD.to_owned() } else { String::new() },
    })
}

/// Ordinal, sale, customer, carrier, and when it was approved (UTC).
type ApprovedSale = (usize, Uuid, Uuid, &'static str, DateTime<Utc>);

struct Demo {
    app: Arc<App>,
    ids: Ids,
    maker: Maker,
}

impl Demo {
    async fn make(&mut self, count: usize, progress: &Progress) -> Result<Value> {
        let people = self.company().await?;
        let (plan_ids, products) = self.plans_and_products().await?;
        let mut sample = Vec::new();
        let mut done = 0;
        while done < count {
            let batch = self.batch(done, count, &mut sample);
            let mut tx = self.app.db.begin_write().await?;
            store::insert_batch(&mut tx, &batch, &people).await?;
            tx.commit().await?;
            done += batch.people.len();
            if !progress.advance(done, count).await? {
                break;
            }
        }
        let sales = self.sales(count, &sample, &plan_ids, &people).await?;
        let sellers = PEOPLE[..SELLERS].iter().map(|(_, username, _)| *username);
        let quotes = quotes::play(&self.app, &mut self.maker, &sample, &products, sellers).await?;
        Ok(json!({
            "customers": done, "registrations": sales, "quotes": quotes,
            "people": PEOPLE.map(|(_, username, _)| username),
        }))
    }

    /// The next customers of `count`, the older the lower their code, as in a base that grew.
    fn batch(&mut self, from: usize, count: usize, sample: &mut Vec<Person>) -> Batch {
        let mut batch = Batch::default();
        for index in from..count.min(from + BATCH) {
            let days_back = YEARS_BACK * 365 * (count - index) / count;
            let created_at = self.maker.moment_of(i64::try_from(days_back).unwrap_or(0).max(1));
            let code = 1_001 + i64::try_from(index).unwrap_or(0);
            let person = self.maker.person(self.ids.next(created_at), code, created_at, batch.people.last());
            if sample.len() < SAMPLE {
                sample.push(person.clone());
            }
            batch.add(&mut self.maker, &self.ids, person, SELLERS);
        }
        batch
    }

    /// The company, its logo and its people; through the same commands as a person would.
    async fn company(&mut self) -> Result<Vec<Colleague>> {
        let client = Client::system(Arc::clone(&self.app), "demo");
        let (name, username, _) = PEOPLE[PEOPLE.len() - 1];
        let first = json!({
            "name": name, "username": username, "password": DEMO_PASSWORD,
            "company_name": "Conecta Telecom", "company_document": "11.222.333/0001-81",
        });
        client.call("access.create_first_administrator", first).await?;
        let company: Company = client.ask("company.get", json!({})).await?;
        let company = Company {
            legal_name: "Conecta Telecom Serviços de Internet Ltda.".to_owned(),
            street: "Avenida Francisco Glicério, 1250".to_owned(),
            district: "Centro".to_owned(),
            city: "Campinas".to_owned(),
            uf: "SP".to_owned(),
            cep: "13012100".to_owned(),
            phone: "+551932340000".to_owned(),
            email: "atendimento@conecta.exemplo.com.br".to_owned(),
            ..company
        };
        client.call("company.save", serde_json::to_value(company)?).await?;
        client.call("company.save_logo", json!({ "image_base64": STANDARD.encode(LOGO) })).await?;
        let roles: Vec<Role> = client.ask("access.roles", json!({})).await?;
        let mut people = Vec::new();
        for (name, username, role) in &PEOPLE[..PEOPLE.len() - 1] {
            let role =
                roles.iter().find(|known| known.key == *role).ok_or(Error::NotFound { entity: "role" })?;
            let user = json!({
                "id": null, "version": 0, "username": username, "name": name, "active": true, "role_ids": [role.id],
                "email": format!("{username}@conecta.exemplo.com.br"), "password": DEMO_PASSWORD,
            });
            let user: User = client.ask("access.save_user", user).await?;
            people.push(Colleague { id: user.id, name: user.name });
        }
        client.call("access.sign_out", json!({})).await?;
        Ok(people)
    }

    async fn plans_and_products(&mut self) -> Result<(Vec<Uuid>, Vec<Product>)> {
        let now = self.app.clock.now();
        let plan_ids: Vec<Uuid> = words::PLANS.iter().map(|_| self.ids.next(now)).collect();
        let mut tx = self.app.db.begin_write().await?;
        store::insert_plans(&mut tx, &plan_ids).await?;
        tx.commit().await?;
        let client = Client::system(Arc::clone(&self.app), "demo");
        let year = self.maker.today.format("%Y").to_string();
        let table = json!({
            "id": null, "version": 0, "name": format!("Tabela geral {year}"), "segment": null, "uf": null,
            "valid_from": first_day(self.maker.today), "valid_until": null,
        });
        let table = client.call("products.save_price_table", table).await?;
        let mut products = Vec::new();
        for (code, name, unit, one_off, monthly, adjustable) in words::PRODUCTS {
            let charges = [("one_off", one_off), ("monthly", monthly)];
            let prices: Vec<Value> = charges
                .iter()
                .filter_map(|(charge, cents)| cents.map(|cents| (charge, cents)))
                .map(|(charge, cents)| json!({ "price_table_id": table["id"], "charge": charge, "amount_cents": cents }))
                .collect();
            let product = json!({
                "id": null, "version": 0, "code": code, "name": name, "unit": unit, "note": "", "active": true,
                "adjustable": adjustable, "prices": prices,
            });
            products.push(client.ask("products.save", product).await?);
        }
        Ok((plan_ids, products))
    }

    async fn sales(
        &mut self,
        count: usize,
        sample: &[Person],
        plan_ids: &[Uuid],
        people: &[Colleague],
    ) -> Result<usize> {
        let total = (count / 12).clamp(40, SAMPLE / 2);
        let now = self.app.clock.now();
        let mut rows = Vec::with_capacity(total);
        let mut approved = Vec::new();
        for index in 0..total {
            let buyer = self.buyer(index, sample);
            let sale = sales::sale(&mut self.maker, &self.ids, index, &buyer, plan_ids, now, SELLERS);
            if let Some((ordinal, decided_at)) = sales::approved_ordinal(index).zip(sale.decided_at) {
                approved.push((ordinal, sale.id, buyer.id, words::PLANS[sale.plan].0, decided_at));
            }
            rows.push(sale);
        }
        rows.sort_by_key(|sale| sale.first_submitted_at);
        for chunk in rows.chunks_mut(500) {
            let mut tx = self.app.db.begin_write().await?;
            for sale in &mut *chunk {
                if let Some(at) = sale.first_submitted_at {
                    let year = i64::from(local_date(at, self.app.zone()).year());
                    sale.number = Some(store::next_number(&mut tx, year).await?);
                }
            }
            store::insert_sales(&mut tx, chunk, plan_ids, people, &people[REVIEWER], now).await?;
            tx.commit().await?;
        }
        self.courses(&approved, &people[REVIEWER]).await?;
        Ok(total)
    }

    /// Who buys. An approved sale is to somebody with a document and a ficha; of the others every second one is to
    /// somebody new.
    fn buyer(&mut self, index: usize, sample: &[Person]) -> Person {
        let known = &sample[index % sample.len()];
        if sales::approved_ordinal(index).is_some() {
            let mut following = sample.iter().cycle().skip(index % sample.len()).take(sample.len());
            return following.find(|person| person.document.is_some()).unwrap_or(known).clone();
        }
        if self.maker.chance.random_ratio(1, 2) {
            return known.clone();
        }
        let created_at = self.maker.moment(30);
        let new = self.maker.person(self.ids.next(created_at), known.code, created_at, None);
        Person { id: known.id, document: new.document.clone().or(known.document.clone()), ..new }
    }

    /// What became of the approved sales: ordinal, sale, customer, carrier, and when it was approved.
    async fn courses(&mut self, approved: &[ApprovedSale], by: &Colleague) -> Result<()> {
        let client = Client::system(Arc::clone(&self.app), "demo");
        let mut teams = Vec::new();
        for name in words::TEAMS {
            let team = json!({ "id": null, "name": name, "active": true, "version": 0 });
            let team: Team = client.ask("fulfilment.save_team", team).await?;
            teams.extend(team.id.map(|id| id.0));
        }
        for chunk in approved.chunks(500) {
            let mut tx = self.app.db.begin_write().await?;
            for (ordinal, sale, customer, carrier, decided_at) in chunk {
                let made =
                    courses::course(&mut self.maker, &self.ids, *ordinal, *sale, *decided_at, teams.len());
                if let Some(row) = made {
                    store::course::insert(&mut tx, &row, *customer, carrier, &teams, by).await?;
                }
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

fn first_day(today: NaiveDate) -> String {
    format!("{}-01-01", today.format("%Y"))
}
