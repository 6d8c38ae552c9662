//! Random histories of additions, changes, merges and undos: no row is lost, none is doubled, every reference leads
//! to a live ficha, and taking everything back gives what was there (DUP-4, DUP-5).

use std::collections::BTreeMap;

use office::Client;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use stories::{TestApp, story};
use uuid::Uuid;

use super::rows::{KINDS, add_row, all};
use super::undo::undo_request;
use super::{customer, ficha, merge};

const FICHAS: usize = 5;

/// One thing somebody does. Numbers pick among what there is then.
#[derive(Debug, Clone)]
enum Step {
    Add { kind: usize, ficha: usize },
    Rename { ficha: usize },
    Merge { survivor: usize, others: Vec<usize>, name_from: usize },
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    let ficha = 0..FICHAS;
    prop_oneof![
        2 => (0..KINDS.len(), ficha.clone()).prop_map(|(kind, ficha)| Step::Add { kind, ficha }),
        2 => ficha.clone().prop_map(|ficha| Step::Rename { ficha }),
        3 => (ficha.clone(), prop::collection::vec(ficha, 1..3), 0..3_usize)
            .prop_map(|(survivor, others, name_from)| Step::Merge { survivor, others, name_from }),
        2 => Just(Step::Undo),
    ]
}

/// What must be true, kept beside the application.
struct World<'a> {
    app: &'a TestApp,
    office: &'a Client,
    fichas: Vec<Value>,
    names: Vec<String>,
    /// Into which other a ficha was merged.
    led: Vec<Option<usize>>,
    /// Every row: its kind, and the ficha it was added to.
    rows: BTreeMap<Uuid, (usize, usize)>,
    /// Merges that stand: the answer, survivor, others, and the survivor's name before and after.
    standing: Vec<(Value, usize, Vec<usize>, String, String)>,
    renamed: usize,
}

impl World<'_> {
    fn live(&self, mut ficha: usize) -> usize {
        while let Some(next) = self.led[ficha] {
            ficha = next;
        }
        ficha
    }

    async fn take(&mut self, step: &Step) {
        match step {
            Step::Add { kind, ficha } => {
                // Also to a ficha that was merged: the row goes to the survivor.
                let at = self.live(*ficha);
                let row = add_row(self.app, KINDS[*kind], &self.fichas[*ficha]["id"]).await;
                self.rows.insert(row, (*kind, at));
            }
            Step::Rename { ficha } => self.rename(self.live(*ficha)).await,
            Step::Merge { survivor, others, name_from } => self.merge(*survivor, others, *name_from).await,
            Step::Undo => self.undo().await,
        }
    }

    async fn rename(&mut self, at: usize) {
        self.renamed += 1;
        let name = format!("Nome Novo {}", "x".repeat(self.renamed));
        let shown = ficha(self.office, &self.fichas[at]["id"]).await;
        let mut input = super::typed(&name, "", "(19) 99812-4471");
        input["contact_points"] = shown["contact_points"].clone();
        input["addresses"] = shown["addresses"].clone();
        let request = json!({ "id": self.fichas[at]["id"], "version": shown["customer"]["version"], "input": input,
                "asked_by": { "kind": "holder" } });
        self.office.call("customers.update", request).await.unwrap();
        self.names[at] = name;
    }

    async fn merge(&mut self, survivor: usize, others: &[usize], name_from: usize) {
        let survivor = self.live(survivor);
        let mut others: Vec<usize> = others.iter().map(|other| self.live(*other)).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|other| *other != survivor);
        if others.is_empty() {
            return;
        }
        let all: Vec<usize> = std::iter::once(survivor).chain(others.iter().copied()).collect();
        let named = all[name_from % all.len()];
        let choices = json!([{ "field": "name", "from": self.fichas[named]["id"] }]);
        let fichas: Vec<&Value> = all.iter().map(|at| &self.fichas[*at]).collect();
        let merged = merge(self.office, &fichas, choices).await;
        let (before, after) = (self.names[survivor].clone(), self.names[named].clone());
        for other in &others {
            self.led[*other] = Some(survivor);
        }
        self.names[survivor].clone_from(&after);
        self.standing.push((merged, survivor, others, before, after));
    }

    async fn undo(&mut self) {
        let Some((merged, survivor, others, before, after)) = self.standing.pop() else { return };
        let asked = before != after && self.names[survivor] != after && self.names[survivor] != before;
        let decisions = if asked { json!([{ "field": "name", "keep": false }]) } else { json!([]) };
        let request = undo_request(self.office, &merged, decisions).await;
        self.office.call("duplicates.undo", request).await.unwrap();
        if before != after {
            self.names[survivor] = before;
        }
        for other in others {
            self.led[other] = None;
        }
    }

    /// Every row is there once, at the live ficha that its own leads to; every ficha has its name.
    async fn check(&self) {
        let mut seen = 0;
        for (number, kind) in KINDS.iter().enumerate() {
            let expected: BTreeMap<Uuid, Value> = self
                .rows
                .iter()
                .filter(|(_, (kind, _))| *kind == number)
                .map(|(row, (_, at))| (*row, self.fichas[self.live(*at)]["id"].clone()))
                .collect();
            let found = all(self.app, kind).await;
            let found: Vec<_> = found.into_iter().filter(|(row, _)| self.rows.contains_key(row)).collect();
            seen += found.len();
            let found: BTreeMap<Uuid, Value> = found.into_iter().map(|(row, at)| (row, json!(at))).collect();
            assert_eq!(found, expected, "{kind}");
        }
        assert_eq!(seen, self.rows.len());
        for (at, known) in self.fichas.iter().enumerate() {
            let now = ficha(self.office, &known["id"]).await;
            let into = self.led[at].map_or(Value::Null, |_| self.fichas[self.live(at)]["id"].clone());
            assert_eq!(now["customer"]["merged_into"], into);
            if self.led[at].is_none() {
                assert_eq!(now["customer"]["name"], self.names[at]);
            }
        }
    }
}

/// What a ficha says, without what every change counts up.
async fn said(office: &Client, ficha_id: &Value) -> Value {
    let mut shown = ficha(office, ficha_id).await;
    for field in ["version", "updated_at", "updated_by", "name"] {
        shown["customer"][field].take();
    }
    let plain = |parts: &Value| -> Vec<Value> {
        let parts = parts.as_array().unwrap().iter().cloned();
        parts
            .map(|mut part| {
                part["id"].take();
                part
            })
            .collect()
    };
    json!([shown["customer"], plain(&shown["contact_points"]), plain(&shown["addresses"])])
}

async fn live_through(app: &TestApp, office: &Client, steps: &[Step]) {
    let mut world = World {
        app,
        office,
        fichas: Vec::new(),
        names: Vec::new(),
        led: vec![None; FICHAS],
        rows: BTreeMap::new(),
        standing: Vec::new(),
        renamed: 0,
    };
    let mut start = Vec::new();
    for number in 0..FICHAS {
        let name = format!("Cliente {}", ["Um", "Dois", "Três", "Quatro", "Cinco"][number]);
        let made = customer(office, &name, "", &format!("(19) 99812-447{number}")).await;
        start.push(said(office, &made["id"]).await);
        world.fichas.push(made);
        world.names.push(name);
    }
    for step in steps {
        world.take(step).await;
        world.check().await;
    }
    while !world.standing.is_empty() {
        world.undo().await;
        world.check().await;
    }
    for (made, before) in world.fichas.iter().zip(start) {
        assert_eq!(said(office, &made["id"]).await, before);
    }
}

story!(
    async fn dup_5_taking_everything_back_gives_the_starting_state(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let handle = tokio::runtime::Handle::current();
        tokio::task::block_in_place(|| {
            let config =
                Config { cases: 12, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
            let histories = prop::collection::vec(step(), 1..14);
            TestRunner::new(config)
                .run(&histories, |steps| {
                    handle.block_on(live_through(&app, &office, &steps));
                    Ok(())
                })
                .unwrap();
        });
    }
);
