//! Every command asks for its permission, whatever a screen shows (SYS-4).

use office::Client;
use office::commands::COMMANDS;
use office::dispatch::Need;
use serde_json::{Value, json};
use stories::{PASSWORD, story};

/// Replaces what a role allows.
async fn allow(admin: &Client, role: &Value, permissions: &[&str]) -> Value {
    let mut changed = role.clone();
    changed["permissions"] = json!(permissions);
    admin.call("access.save_role", changed).await.unwrap()
}

story!(
    async fn invariant_7_every_command_refuses_whoever_lacks_its_permission(app: TestApp) {
        let all: Vec<&str> = office::permission::ALL.iter().map(|permission| permission.0).collect();
        let role = json!({ "id": null, "version": 0, "name": "Quase tudo", "discount_limit_bp": 0, "permissions": all });
        let mut role = app.admin.call("access.save_role", role).await.unwrap();
        let user = json!({
            "id": null, "version": 0, "username": "quase.tudo", "name": "Quase Tudo", "email": "", "active": true,
            "role_ids": [role["id"]], "password": PASSWORD,
        });
        Client::system(app.app.clone(), "story").call("access.save_user", user).await.unwrap();
        let person = app.sign_in("quase.tudo").await;
        // No request fits any command: who is refused is refused before it is read.
        for command in COMMANDS.iter() {
            let told = person.call(command.name, Value::Null).await.unwrap_err();
            assert_ne!(told.code(), "forbidden", "{} with every permission", command.name);
        }
        let mut asked = 0;
        for lacking in &all {
            let others: Vec<&str> = all.iter().copied().filter(|held| held != lacking).collect();
            role = allow(&app.admin, &role, &others).await;
            for command in COMMANDS.iter() {
                if !matches!(command.need, Need::Permission(needed) if needed.0 == *lacking) {
                    continue;
                }
                asked += 1;
                let told = person.call(command.name, Value::Null).await.unwrap_err().to_json();
                assert_eq!(told["code"], "forbidden", "{} without {lacking}", command.name);
                assert_eq!(told["params"]["permission"], *lacking, "{}", command.name);
            }
        }
        let guarded = COMMANDS.iter().filter(|command| matches!(command.need, Need::Permission(_))).count();
        assert_eq!(asked, guarded, "a permission that no role can hold");
    }
);

story!(
    async fn invariant_7_every_command_refuses_whoever_is_not_signed_in(app: TestApp) {
        let nobody = Client::new(app.app.clone());
        let locked = app.person("Caio Menezes", "commercial").await;
        locked.call("access.lock", json!({})).await.unwrap();
        let mut open = Vec::new();
        for command in COMMANDS.iter() {
            if command.need == Need::Nobody {
                open.push(command.name);
                continue;
            }
            let told = nobody.call(command.name, Value::Null).await.unwrap_err();
            assert_eq!(told.code(), "unauthenticated", "{}", command.name);
            let told = locked.call(command.name, Value::Null).await.unwrap_err();
            assert_eq!(told.code(), "locked", "{}", command.name);
        }
        let mut known = [
            "app.status",
            "access.create_first_administrator",
            "access.sign_in",
            "access.unlock",
            "access.sign_out",
            // An empty base belongs to whoever opens it first, also to try it out; of others it tells nothing.
            "demo.status",
            "demo.try_out",
        ];
        known.sort_unstable();
        open.sort_unstable();
        assert_eq!(open, known, "what anybody may do");
    }
);
