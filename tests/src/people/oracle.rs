//! Recounts from the audit what was decided, and compares it with what the people were told.

use std::collections::{BTreeMap, BTreeSet};

use office::db::Tx;
use serde_json::{Value, json};

use super::{Crowd, Kill, lines, person};
use crate::TestApp;

/// What came of it.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Decisions of each person, fewest first.
    pub each: Vec<usize>,
    /// How often somebody else was faster, which is no error.
    pub conflicts: usize,
    /// How often the database was away; zero unless it was killed.
    pub unavailable: usize,
    /// How long commands took, in milliseconds, and which, shortest first.
    pub took: Vec<(u64, String)>,
}

impl Figures {
    /// All decisions.
    pub fn decisions(&self) -> usize {
        self.each.iter().sum()
    }

    /// The slowest person's share of the mean.
    #[allow(clippy::cast_precision_loss)]
    pub fn slowest_share(&self) -> f64 {
        let mean = self.decisions() as f64 / self.each.len() as f64;
        self.each[0] as f64 / mean
    }

    /// The time within which so many hundredths of the commands ended, in milliseconds.
    pub fn percentile(&self, hundredths: usize) -> u64 {
        let at = (self.took.len() * hundredths / 100).min(self.took.len() - 1);
        self.took.get(at).map_or(0, |(milliseconds, _)| *milliseconds)
    }

    /// The command that took longest.
    pub fn longest(&self) -> String {
        self.took.last().map(|(took, command)| format!("{took} ms ({command})")).unwrap_or_default()
    }
}

/// One audited change of a sale.
type Change = (String, String, String, Option<String>, Option<String>);

async fn audited(app: &TestApp) -> Vec<Change> {
    let sql = "select actor_name, command, entity_id, before, after from audit_entry \
               where entity = 'registration' order by seq";
    match &mut app.app.db.begin_read().await.unwrap() {
        Tx::Sqlite(tx, _) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
        Tx::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
    }
}

/// The rounds that have a decision.
async fn decided_rounds(app: &TestApp) -> i64 {
    let sql = "select count(*) from registration_round where decision is not null";
    match &mut app.app.db.begin_read().await.unwrap() {
        Tx::Sqlite(tx, _) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await.unwrap(),
        Tx::Postgres(tx) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await.unwrap(),
    }
}

/// Compares diaries and audit; `forgiven` answers may have been lost with those who waited for them.
pub async fn judge(app: &TestApp, crowd: &Crowd, forgiven: usize) -> Figures {
    let entries = audited(app).await;
    no_change_was_lost(&entries);
    let mut decisions: BTreeMap<String, BTreeSet<(String, i64)>> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for (actor, command, id, before, _) in &entries {
        if command != "registrations.deny" && command != "registrations.return" {
            continue;
        }
        let round = parsed(before.as_deref())["round"].as_i64().unwrap();
        assert!(all.insert((id.clone(), round)), "{id} round {round} was decided twice");
        decisions.entry(actor.clone()).or_default().insert((id.clone(), round));
    }
    assert_eq!(i64::try_from(all.len()).unwrap(), decided_rounds(app).await, "rounds and audit");
    let mut figures = Figures { each: Vec::new(), conflicts: 0, unavailable: 0, took: Vec::new() };
    let mut untold = 0;
    for number in 0..crowd.processes {
        let done = decisions.remove(&person(number)).unwrap_or_default();
        let told =
            read_diary(&lines(app.folder.path(), number), crowd.kill == Kill::PeopleAndServer, &mut figures);
        assert!(told.is_subset(&done), "{} was told of decisions that are not there", person(number));
        untold += done.len() - told.len();
        figures.each.push(done.len());
    }
    assert!(untold <= forgiven, "{untold} decisions that nobody was told of");
    let verdict = app.admin.call("maintenance.verify", json!({})).await.unwrap();
    assert_eq!((&verdict["audit_broken_at"], &verdict["integrity"]), (&json!([]), &json!([])));
    figures.each.sort_unstable();
    figures.took.sort_unstable();
    figures
}

/// Each change began where the one before it had ended. A decision first holds one's own claim for longer, which
/// the audit does not tell apart; it changes nothing but the version.
fn no_change_was_lost(entries: &[Change]) {
    let mut last: BTreeMap<&str, Value> = BTreeMap::new();
    for (_, command, id, before, after) in entries {
        let essence = |text: &Option<String>| {
            let sale = parsed(text.as_deref());
            json!([sale["state"], sale["round"], sale["claimed_by"]])
        };
        if let Some(known) = last.get(id.as_str()) {
            assert_eq!(known, &essence(before), "{command} of {id} began from something else");
        }
        last.insert(id, essence(after));
    }
}

fn parsed(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
}

/// Adds up a diary; gives the decisions in it. An error is forgiven only when the server was killed.
fn read_diary(lines: &[String], server_killed: bool, figures: &mut Figures) -> BTreeSet<(String, i64)> {
    let mut told = BTreeSet::new();
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["decided", id, round] => {
                told.insert((id.to_owned(), round.parse().unwrap()));
            }
            ["took", command, took] => figures.took.push((took.parse().unwrap(), command.to_owned())),
            ["conflict", _] => figures.conflicts += 1,
            ["failed", _, "unavailable", reason] if server_killed => {
                assert_eq!(reason, "\"database_unreachable\"", "{line}");
                figures.unavailable += 1;
            }
            ["ready"] => {}
            _ => panic!("an error reached a person: {line}"),
        }
    }
    told
}
