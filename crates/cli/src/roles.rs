//! Login roles of a Postgres server (decision 13).

use office::{Client, Error};
use serde_json::{Value, json};

use crate::arguments::Roles;
use crate::outcome::{Exit, Screen};

/// Makes them, or looks at them.
pub async fn run(client: &Client, screen: &Screen, action: Roles) -> Result<Exit, Error> {
    match action {
        Roles::Enable { renew_worker } => enable(client, screen, renew_worker).await,
        Roles::Check => check(client, screen).await,
    }
}

async fn enable(client: &Client, screen: &Screen, renew_worker: bool) -> Result<Exit, Error> {
    let made = client.call("access.enable_logins", json!({ "renew_worker": renew_worker })).await?;
    let people = made["people"].as_array().map(Vec::as_slice).unwrap_or_default();
    screen.tell(
        &screen.say(
            format!(
                "New roles of people: {}. Each must replace the password at the first sign-in; it is not told again.",
                people.len()
            ),
            format!(
                "Acessos novos de pessoas: {}. Cada uma troca a senha ao entrar; ela não é dita de novo.",
                people.len()
            ),
        ),
        &made,
    );
    let worker = Some(&made["worker"]).filter(|worker| !worker.is_null());
    for login in people.iter().chain(worker) {
        screen.add(&line(login));
    }
    Ok(Exit::Fine)
}

fn line(login: &Value) -> String {
    let word = |name: &str| login[name].as_str().unwrap_or_default().to_owned();
    let name = if word("username").is_empty() { word("role") } else { word("username") };
    format!("  {name}  {}", word("password"))
}

async fn check(client: &Client, screen: &Screen) -> Result<Exit, Error> {
    let found = client.call("access.check_logins", json!({})).await?;
    let deviations = found["deviations"].as_array().cloned().unwrap_or_default();
    let sentence = if found["enabled"] == false {
        screen.say("Everybody shares the owner's role.", "Todos usam o acesso do dono do banco.")
    } else if deviations.is_empty() {
        screen.say("Roles and rights are as they should be.", "Acessos e direitos estão como devem estar.")
    } else {
        deviations.iter().map(|odd| deviation(screen, odd)).collect::<Vec<_>>().join("\n")
    };
    screen.tell(&sentence, &found);
    Ok(if deviations.is_empty() { Exit::Fine } else { Exit::Unsound })
}

fn deviation(screen: &Screen, odd: &Value) -> String {
    let (role, what) = (&odd["role"], &odd["what"]);
    let (role, what) = (role.as_str().unwrap_or_default(), what.as_str().unwrap_or_default());
    if odd["kind"].as_str().is_some_and(|kind| kind.ends_with("missing")) {
        screen.say(format!("{role} lacks {what}"), format!("{role}: falta {what}"))
    } else {
        screen.say(
            format!("{role} has {what} beyond its permissions"),
            format!("{role}: {what} além do permitido"),
        )
    }
}
