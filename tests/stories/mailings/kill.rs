//! A worker that is killed again and again in the middle of its work (MAI-3).

use std::collections::BTreeMap;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use stories::smtp::{MailServer, Mood, Protection};
use stories::{TestApp, story};

use super::{message, queue, set_account};

const MESSAGES: usize = 60;

fn start_worker(app: &TestApp) -> Child {
    Command::new(env!("CARGO_BIN_EXE_mail-worker")).arg(&app.url).arg(app.folder.path()).spawn().unwrap()
}

async fn outbox(app: &TestApp, view: &str) -> Vec<Value> {
    let filter = json!({ "view": view, "text": "", "customer_id": null, "offset": 0, "limit": 500 });
    let page = app.admin.call("mailings.outbox", filter).await.unwrap();
    page["rows"].as_array().unwrap().clone()
}

story!(
    async fn mai_3_kill_9_neither_loses_nor_repeats(app: TestApp) {
        // The worker lives by the machine's clock; so does the outbox of this story.
        #[allow(clippy::disallowed_methods)]
        app.clock.advance(Utc::now() - app.clock.now() - TimeDelta::seconds(5));
        // Who did nothing all the while is locked out.
        let app = TestApp { admin: app.sign_in("ana").await, ..app };
        let server = MailServer::start(Protection::Plain).await;
        server.always(Mood::TakeSlowly(Duration::from_millis(70)));
        set_account(&app, &server).await;
        for number in 0..MESSAGES {
            queue(&app, message(&number.to_string(), &format!("cliente{number}@exemplo.com.br"))).await;
        }

        let begun = Instant::now();
        let mut kills = 0;
        let mut worker = start_worker(&app);
        // Irregular pauses, so that the kill meets every step; each long enough to get to work.
        for pause in [430, 610, 520, 380, 700, 460, 570, 490, 640, 410, 550, 600].into_iter().cycle() {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            if server.taken().len() >= MESSAGES * 9 / 10 || begun.elapsed() > Duration::from_secs(10) {
                break;
            }
            worker.kill().unwrap();
            worker.wait().unwrap();
            kills += 1;
            worker = start_worker(&app);
        }
        while !outbox(&app, "waiting").await.is_empty() && begun.elapsed() < Duration::from_secs(40) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        worker.kill().unwrap();
        worker.wait().unwrap();

        let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
        for taken in server.taken() {
            *arrived.entry(taken.to).or_default() += 1;
        }
        let rows = outbox(&app, "all").await;
        assert_eq!(rows.len(), MESSAGES);
        let mut in_doubt = 0;
        for row in &rows {
            let times = arrived.get(row["recipient_address"].as_str().unwrap()).copied().unwrap_or(0);
            match row["state"].as_str().unwrap() {
                "sent" => assert_eq!(times, 1, "{row}"),
                "in_doubt" => {
                    assert!(times <= 1, "{row}");
                    in_doubt += 1;
                }
                other => panic!("{other}: {row}"),
            }
        }
        println!(
            "{} messages, {kills} kills, {in_doubt} in doubt, {} arrived, {:?}",
            MESSAGES,
            arrived.len(),
            begun.elapsed()
        );
        assert!(kills >= 3, "only {kills} kills");
        assert!(in_doubt <= kills, "{in_doubt} in doubt after {kills} kills");
    }
);
