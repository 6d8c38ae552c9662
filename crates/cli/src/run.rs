//! One function per action: ask the application, say what came out.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveTime;
use office::clock::Clock;
use office::ids::Ids;
use office::{App, AppConfig, Client, Error};
use serde_json::{Value, json};

use crate::arguments::{Action, Arguments, Demo, Duplicates, File, Import, Quote, Render};
use crate::outcome::{Exit, Screen};
use crate::{jobs, link, quote, relocation, roles};

/// Lines shown of those that were not taken; all of them are in the CSV.
const REJECTED_SHOWN: usize = 20;

/// Opens the application and does what was asked.
pub async fn run(arguments: Arguments, screen: &Screen) -> Exit {
    match act(arguments, screen).await {
        Ok(exit) => exit,
        Err(error) => screen.fail(&error),
    }
}

async fn act(arguments: Arguments, screen: &Screen) -> Result<Exit, Error> {
    if let Action::Quote(Quote::Render(Render { input: Some(input), output, .. })) = &arguments.action {
        return quote::render_file(screen, input, output);
    }
    if let Action::Duplicates(Duplicates::Link(files)) = &arguments.action {
        return Ok(link::run(screen, files.clone()).await);
    }
    let mut config = AppConfig {
        // An empty one is none.
        database_url: arguments.database.filter(|url| !url.is_empty()),
        data_dir: arguments.data_dir,
        clock: Clock::system(),
        ids: Ids::random(),
        secrets_in_file: arguments.secrets_in_file,
    };
    if let Action::Demo(demo) = &arguments.action {
        config.ids = Ids::seeded(demo.seed);
        if let Some(today) = demo.today {
            config.clock =
                Clock::fixed(today.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(13));
        }
    }
    if let Action::Restore { file } = &arguments.action {
        return restore(&config, screen, file).await;
    }
    if let Action::Move(request) = &arguments.action {
        return relocation::run(&config, screen, request).await;
    }
    let app = App::open(config).await?;
    if app.is_at_the_door() {
        return Err(Error::unavailable("database_role_missing", app.db.label()));
    }
    let client = Client::system(app.clone(), "retaguarda");
    let exit = match arguments.action {
        Action::Demo(demo) => make_demo(&client, screen, &demo).await,
        Action::Migrate => migrated(&app, screen).await,
        Action::Import(Import::Customers(file)) => import(&client, screen, "customers", &file).await,
        Action::Import(Import::Products(file)) => import(&client, screen, "products", &file).await,
        Action::Quote(Quote::Render(render)) => quote::render_stored(&client, screen, &render).await,
        Action::Duplicates(Duplicates::Scan) => scan(&client, screen).await,
        // Needs no database and was done above.
        Action::Duplicates(Duplicates::Link(files)) => Ok(link::run(screen, files).await),
        Action::Roles(action) => roles::run(&client, screen, action).await,
        Action::Worker => work(&app, screen).await,
        Action::Backup { file } => backup(&client, screen, &file).await,
        // Opens no base: it may be damaged.
        Action::Restore { .. } | Action::Move(_) => Ok(Exit::Fine),
        Action::Support { file } => support(&client, screen, &file).await,
        Action::Verify => verify(&client, screen).await,
    };
    app.db.close().await;
    exit
}

async fn make_demo(client: &Client, screen: &Screen, demo: &Demo) -> Result<Exit, Error> {
    let seed = i64::try_from(demo.seed).unwrap_or(i64::MAX);
    let request = json!({ "customers": demo.customers, "seed": seed, "today": demo.today });
    let started = client.call("demo.create", request).await?;
    let job = jobs::wait(client, &started).await?;
    if let Some(exit) = not_done(&job, screen) {
        return Ok(exit);
    }
    let result = &job["result"];
    let (customers, sales) = (&result["customers"], &result["registrations"]);
    screen.tell(
        &screen.say(
            format!("Made a demo base with {customers} customers and {sales} sales."),
            format!("Base de demonstração criada com {customers} clientes e {sales} vendas."),
        ),
        result,
    );
    screen.add(&screen.say(
        "Sign in as ana, caio, daniela, marcos, beatriz, silvia or fernanda with the password retaguarda-demo.",
        "Entre como ana, caio, daniela, marcos, beatriz, silvia ou fernanda com a senha retaguarda-demo.",
    ));
    Ok(Exit::Fine)
}

/// How to end when a job failed or was stopped.
fn not_done(job: &Value, screen: &Screen) -> Option<Exit> {
    match job["state"].as_str() {
        Some("failed") => {
            for sentence in screen.words.sentences(&job["result"]) {
                screen.complain(&sentence);
            }
            if screen.json {
                screen.tell("", &json!({ "error": job["result"] }));
            }
            Some(match job["result"]["code"].as_str() {
                Some("internal") => Exit::Internal,
                Some("unavailable") => Exit::Unavailable,
                _ => Exit::Refused,
            })
        }
        Some("cancelled") => {
            screen
                .complain(&screen.say("stopped; what was done stays", "interrompido; o que foi feito fica"));
            Some(Exit::Stopped)
        }
        _ => None,
    }
}

/// The schema is current once the base is open; the rights at a server may be those of an older program.
async fn migrated(app: &App, screen: &Screen) -> Result<Exit, Error> {
    app.db.renew_rights().await?;
    let version = office::db::migrations::MIGRATIONS.last().map_or(0, |step| step.version);
    let place = app.db.label();
    screen.tell(
        &screen.say(
            format!("{place} is at version {version} of the schema."),
            format!("{place} está na versão {version} do esquema."),
        ),
        &json!({ "database": place, "engine": app.db.engine(), "schema_version": version }),
    );
    Ok(Exit::Fine)
}

async fn import(client: &Client, screen: &Screen, target: &str, file: &File) -> Result<Exit, Error> {
    let command = if file.dry_run { "imports.dry_run" } else { "imports.run" };
    let request = json!({ "target": target, "path": absolute(&file.file), "sha256": null, "columns": null });
    let started = client.call(command, request).await?;
    let job = jobs::wait(client, &started).await?;
    if job["state"] == "failed" {
        return Ok(not_done(&job, screen).unwrap_or(Exit::Refused));
    }
    let result = &job["result"];
    let count = |name: &str| result[name].as_i64().unwrap_or(0);
    let (created, unchanged, updated, rejected) =
        (count("created"), count("unchanged"), count("updated"), count("rejected"));
    let verb = if file.dry_run { ("Would add", "Entrariam") } else { ("Added", "Entraram") };
    let english = format!(
        "{} {created}, changed {updated}, left {unchanged} as they were, rejected {rejected}.",
        verb.0
    );
    let portuguese =
        format!("{} {created}, mudam {updated}, ficam como estão {unchanged}, recusadas {rejected}.", verb.1);
    screen.tell(&screen.say(english, portuguese), result);
    if rejected > 0 {
        show_rejected(client, screen, &started).await?;
    }
    if let Some(csv) = &file.rejected {
        save_rejected(client, screen, &started, result, csv).await?;
    }
    Ok(match not_done(&job, screen) {
        Some(exit) => exit,
        None if rejected > 0 => Exit::Refused,
        None => Exit::Fine,
    })
}

async fn show_rejected(client: &Client, screen: &Screen, started: &Value) -> Result<(), Error> {
    let request = json!({ "id": started["id"], "offset": 0, "limit": REJECTED_SHOWN });
    let page = client.call("imports.rejections", request).await?;
    for row in page["rejections"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let field = screen.words.field(row["field"].as_str().unwrap_or_default());
        let value = row["value"].as_str().unwrap_or_default();
        let line = screen.say("line", "linha");
        screen.add(&format!("  {line} {}: {field} “{value}”: {}", row["line"], screen.words.issue(row)));
    }
    let left = page["total"].as_u64().unwrap_or(0).saturating_sub(REJECTED_SHOWN as u64);
    if left > 0 {
        screen.add(&screen.say(
            format!("  … and {left} more; --rejected FILE.csv writes all of them."),
            format!("  … e mais {left}; --rejected ARQUIVO.csv grava todas."),
        ));
    }
    Ok(())
}

async fn save_rejected(
    client: &Client,
    screen: &Screen,
    started: &Value,
    result: &Value,
    csv: &Path,
) -> Result<(), Error> {
    let codes = result["reasons"].as_object().into_iter().flatten().map(|(code, _)| code);
    let reasons: serde_json::Map<String, Value> =
        codes.map(|code| (code.clone(), Value::from(screen.words.template(code)))).collect();
    let titles = [("Line", "Linha"), ("Column", "Coluna"), ("Value", "Valor"), ("Reason", "Motivo")]
        .map(|(english, portuguese)| screen.say(english, portuguese));
    let request = json!({ "id": started["id"], "file": absolute(csv), "titles": titles, "reasons": reasons });
    client.call("imports.save_rejections", request).await?;
    Ok(())
}

/// The application may run elsewhere than the shell; a path means the same to both.
pub fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}

/// Sends what waits in the outbox until Ctrl+C or the service manager's SIGTERM.
async fn work(app: &Arc<App>, screen: &Screen) -> Result<Exit, Error> {
    let place = app.db.label();
    screen.tell(
        &screen.say(
            format!("Sending from {place} until stopped with Ctrl+C."),
            format!("Enviando a partir de {place} até ser parado com Ctrl+C."),
        ),
        &json!({ "database": place, "state": "working" }),
    );
    office::background::run(Arc::clone(app), stopped()).await;
    Ok(Exit::Fine)
}

#[cfg(unix)]
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        tokio::signal::ctrl_c().await.ok();
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn stopped() {
    tokio::signal::ctrl_c().await.ok();
}

async fn backup(client: &Client, screen: &Screen, file: &Path) -> Result<Exit, Error> {
    let made = client.call("maintenance.backup", json!({ "file": absolute(file) })).await?;
    let (name, bytes) = (made["file"].as_str().unwrap_or_default(), &made["bytes"]);
    screen.tell(
        &screen.say(format!("Wrote {name}, {bytes} bytes."), format!("{name} gravado, {bytes} bytes.")),
        &made,
    );
    Ok(Exit::Fine)
}

async fn support(client: &Client, screen: &Screen, file: &Path) -> Result<Exit, Error> {
    let made = client.call("maintenance.support", json!({ "file": absolute(file) })).await?;
    let (name, bytes) = (made["file"].as_str().unwrap_or_default(), &made["bytes"]);
    screen.tell(
        &screen.say(
            format!("Wrote {name}, {bytes} bytes: versions, sizes and logs, and nothing about anybody."),
            format!("{name} gravado, {bytes} bytes: versões, tamanhos e registros do programa, nada sobre pessoas."),
        ),
        &made,
    );
    Ok(Exit::Fine)
}

async fn restore(config: &AppConfig, screen: &Screen, file: &Path) -> Result<Exit, Error> {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    let done = office::maintenance::restore::from_outside(config, &file, "retaguarda").await?;
    let (name, kept) = (file.display(), &done.kept_as);
    let sentence = if kept.is_empty() {
        screen.say(format!("Restored {name}."), format!("{name} restaurado."))
    } else {
        screen.say(
            format!("Restored {name}. The database that was there is now {kept}."),
            format!("{name} restaurado. O banco que havia agora é {kept}."),
        )
    };
    screen.tell(&sentence, &serde_json::to_value(&done)?);
    if done.in_doubt > 0 {
        let count = done.in_doubt;
        screen.add(&screen.say(
            format!("Messages that may have been sent since, to be decided in the window: {count}."),
            format!("Mensagens que podem ter saído depois, a decidir na janela: {count}."),
        ));
    }
    Ok(Exit::Fine)
}

async fn scan(client: &Client, screen: &Screen) -> Result<Exit, Error> {
    let started = client.call("duplicates.scan", json!({})).await?;
    let job = jobs::wait(client, &started).await?;
    if let Some(exit) = not_done(&job, screen) {
        return Ok(exit);
    }
    let (records, groups) = (&job["result"]["records"], &job["result"]["groups"]);
    screen.tell(
        &screen.say(
            format!("Compared {records} customers; groups that may be one customer: {groups}."),
            format!("Clientes comparados: {records}; grupos que podem ser do mesmo cliente: {groups}."),
        ),
        &job["result"],
    );
    Ok(Exit::Fine)
}

async fn verify(client: &Client, screen: &Screen) -> Result<Exit, Error> {
    let found = client.call("maintenance.verify", json!({})).await?;
    let list = |name: &str| found[name].as_array().cloned().unwrap_or_default();
    let mut wrong: Vec<String> = Vec::new();
    for seq in list("audit_broken_at") {
        let english = format!("the audit's chain does not hold at entry {seq}");
        wrong.push(screen.say(english, format!("a corrente da auditoria não fecha no registro {seq}")));
    }
    for problem in list("integrity").iter().chain(&list("numbers")) {
        wrong.push(screen.words.problem(problem));
    }
    let entries = &found["audit_entries"];
    let sentence = if wrong.is_empty() {
        screen.say(
            format!("Sound: {entries} entries of the audit, references, search, messages and numbers."),
            format!("Íntegro: {entries} registros de auditoria, referências, busca, mensagens e números."),
        )
    } else {
        wrong.join("\n")
    };
    screen.tell(&sentence, &found);
    Ok(if wrong.is_empty() { Exit::Fine } else { Exit::Unsound })
}
