//! Many people at once on one database, each in a process of their own, and an oracle that recounts afterwards
//! what they decided from the audit. `make bench-people` runs it for half a minute, a story for a few seconds.

mod oracle;
pub mod reviewer;

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use office::clock::Clock;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{PASSWORD, TestApp, fresh_postgres_database, try_sql};
pub use oracle::Figures;

/// Sales in the queue for each person, so that there is always work.
const SALES_EACH: usize = 6;

/// Who works, where and for how long.
#[derive(Debug, Clone)]
pub struct Crowd {
    /// The program of one reviewer (`reviewer`).
    pub program: PathBuf,
    /// How many.
    pub processes: usize,
    /// For how long.
    pub time: Duration,
    /// What is killed in the middle of the work.
    pub kill: Kill,
}

/// What is ended by `kill -9` again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kill {
    /// Nothing: then no error may reach anybody.
    Nothing,
    /// The programs of people.
    People,
    /// Also processes of the server, which must be nobody else's.
    PeopleAndServer,
}

/// An application by the machine's clock, as the processes have it.
pub async fn office_on(postgres: bool) -> TestApp {
    let folder = TempDir::new().unwrap();
    let url = if postgres {
        fresh_postgres_database().await
    } else {
        format!("sqlite://{}", folder.path().join("people.db").display())
    };
    TestApp::open_by(folder, url, Clock::default()).await
}

/// Lets everybody work, and gives what the oracle counted.
///
/// # Panics
/// When the oracle finds a lost or a double decision, or an error reached a person.
pub async fn work(app: &TestApp, crowd: &Crowd) -> Figures {
    prepare(app, crowd).await;
    let folder = app.folder.path();
    let mut people: Vec<Child> = (0..crowd.processes).map(|number| start(app, crowd, number)).collect();
    while !(0..crowd.processes).all(|number| lines(folder, number).iter().any(|line| line == "ready")) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let end = Utc::now() + TimeDelta::from_std(crowd.time).unwrap();
    fs::write(folder.join("go.tmp"), end.timestamp_millis().to_string()).unwrap();
    fs::rename(folder.join("go.tmp"), folder.join("go")).unwrap();
    let kills = if crowd.kill == Kill::Nothing { 0 } else { kill_some(app, crowd, &mut people).await };
    for person in &mut people {
        person.wait().unwrap();
    }
    oracle::judge(app, crowd, kills).await
}

/// The plan, the people and enough sales.
async fn prepare(app: &TestApp, crowd: &Crowd) {
    if app.app.db.engine() == "postgres" {
        // The test server is told not to wait for its disk; what was answered must outlive a killed server here.
        let (_, name) = app.url.rsplit_once('/').unwrap();
        try_sql(app, format!("alter database {name} set synchronous_commit = on")).await.unwrap();
    }
    let plan = json!({
        "id": null, "carrier": "Vivo", "name": "Fibra 600", "monthly_cents": 14_990, "active": true, "regions": [],
        "version": 0,
    });
    let plan = app.admin.call("registrations.save_plan", plan).await.unwrap();
    let seller = app.person("Nívea Torres", "commercial").await;
    for number in 0..crowd.processes {
        app.person(&person(number), "back_office").await;
    }
    for number in 0..crowd.processes * SALES_EACH {
        let sale = json!({ "id": null, "version": 0, "content": form(&plan["id"], number) });
        seller.call("registrations.submit", sale).await.unwrap();
    }
}

/// The name of one of them.
fn person(number: usize) -> String {
    format!("Pessoa {number:03}")
}

fn form(plan: &Value, number: usize) -> Value {
    json!({
        "kind": "person", "segment": "retail", "name": format!("Aparecida Teles {number}"),
        "document": "529.982.247-25", "email": "cida.teles@gmail.com", "mother_name": "Maria Gonçalves Teles",
        "birth_date": "1987-08-14", "phone_1": "(19) 99812-4471", "phone_2": "(19) 3251-0087",
        "street": "Rua das Acácias", "address_number": "214", "complement": "", "district": "Jardim das Paineiras",
        "city": "Campinas", "uf": "SP", "cep": "13087-534", "carrier": "Vivo", "plan_id": plan, "due_day": 10,
        "installation_period": "morning", "note": "",
    })
}

fn start(app: &TestApp, crowd: &Crowd, number: usize) -> Child {
    let diary = OpenOptions::new().create(true).append(true).open(diary(app.folder.path(), number)).unwrap();
    let username = brazil::text::fold(&person(number)).replace(' ', ".");
    Command::new(&crowd.program)
        .args([&app.url, &username, PASSWORD])
        .arg(app.folder.path())
        .stdout(Stdio::from(diary))
        .spawn()
        .unwrap()
}

/// Where a person notes what they did, also for those who come after a kill.
fn diary(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("diary-{number}"))
}

/// The whole lines of a diary; a kill may have cut off the last.
fn lines(folder: &Path, number: usize) -> Vec<String> {
    let text = fs::read_to_string(diary(folder, number)).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(str::to_owned).collect()
}

/// Kills one person after the other, and now and then a process of the server; gives how many answers that may
/// have cost.
async fn kill_some(app: &TestApp, crowd: &Crowd, people: &mut [Child]) -> usize {
    let begun = Instant::now();
    let folder = app.folder.path();
    let ready = |number: usize| lines(folder, number).iter().filter(|line| *line == "ready").count();
    // How often each had come to work before it was started last.
    let mut before = vec![0; people.len()];
    let mut lost = 0;
    for round in 0.. {
        tokio::time::sleep(Duration::from_millis(300)).await;
        if begun.elapsed() + Duration::from_secs(1) > crowd.time {
            break;
        }
        let victim = round % people.len();
        // At the door everybody would soon have to wait: guesses that are never answered count as wrong ones.
        if ready(victim) == before[victim] {
            continue;
        }
        people[victim].kill().unwrap();
        people[victim].wait().unwrap();
        before[victim] = ready(victim);
        people[victim] = start(app, crowd, victim);
        lost += 1;
        let server = crowd.kill == Kill::PeopleAndServer && round % 8 == 7;
        if server && kill_server_process(app).await {
            lost += crowd.processes;
        }
    }
    lost
}

/// `kill -9` of one process of Postgres, upon which it ends all the others and recovers from its log.
async fn kill_server_process(app: &TestApp) -> bool {
    let Ok(office::db::Tx::Postgres(mut tx)) = app.app.db.begin_read().await else { return false };
    let busiest = "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() \
                   and backend_type = 'client backend' order by state_change desc limit 1";
    let Ok((pid,)) = sqlx::query_as::<_, (i32,)>(busiest).fetch_one(&mut *tx).await else { return false };
    Command::new("kill").args(["-9", &pid.to_string()]).status().is_ok_and(|status| status.success())
}
