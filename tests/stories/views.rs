//! Saved views of lists: what a list shows, under a name, for oneself or for everybody.

use office::Client;
use serde_json::{Value, json};
use stories::{issues, story};

fn content(text: &str) -> Value {
    json!({
        "text": text, "filters": { "status": "active", "mine": "true" },
        "sort": { "by": "updated_at", "descending": true },
        "columns": [
            { "id": "name", "shown": true, "width": 320 }, { "id": "code", "shown": false, "width": null },
        ],
    })
}

fn new(name: &str, shared: bool) -> Value {
    json!({ "list": "customers", "name": name, "shared": shared, "content": content("silva") })
}

/// The request that saves `view` as it is, with some members replaced.
fn saved(view: &Value, changes: Value) -> Value {
    let mut request = json!({
        "id": view["id"], "version": view["version"], "name": view["name"], "shared": view["shared"],
        "content": view["content"],
    });
    for (key, value) in changes.as_object().unwrap() {
        request[key] = value.clone();
    }
    request
}

fn choice(view: &Value) -> Value {
    json!({ "id": view["id"], "version": view["version"] })
}

async fn names(client: &Client) -> Vec<String> {
    let views = client.call("views.list", json!({ "list": "customers" })).await.unwrap();
    views.as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect()
}

async fn code(client: &Client, command: &str, request: Value) -> &'static str {
    client.call(command, request).await.unwrap_err().code()
}

story!(
    async fn lists_a_view_is_private_until_it_is_shared(app: TestApp) {
        let caio = app.person("Caio Prado", "commercial").await;
        let marcos = app.person("Marcos Teles", "commercial_supervisor").await;
        let mine = caio.call("views.create", new("  Meus ativos ", false)).await.unwrap();
        assert_eq!(
            (&mine["name"], &mine["mine"], &mine["version"]),
            (&json!("Meus ativos"), &json!(true), &json!(1))
        );
        assert_eq!(mine["content"], content("silva"), "given back as it was saved");
        assert!(names(&marcos).await.is_empty());
        // Of another person's private view nobody learns that it exists.
        assert_eq!(code(&marcos, "views.remove", choice(&mine)).await, "not_found");
        assert_eq!(code(&marcos, "views.save", saved(&mine, json!({ "shared": true }))).await, "not_found");

        let all = marcos.call("views.create", new("Toda a carteira", true)).await.unwrap();
        assert_eq!(names(&caio).await, ["Meus ativos", "Toda a carteira"]);
        let seen = caio.call("views.list", json!({ "list": "customers" })).await.unwrap();
        assert_eq!(
            (&seen[1]["mine"], &seen[1]["may_change"], &seen[1]["owner_name"]),
            (&json!(false), &json!(false), &json!("Marcos Teles"))
        );
        assert_eq!(seen[1]["id"], all["id"]);
    }
);

story!(
    async fn lists_sharing_and_changing_what_others_see_needs_the_right_to_share(app: TestApp) {
        let caio = app.person("Caio Prado", "commercial").await;
        let silvia = app.person("Silvia Ramos", "back_office_supervisor").await;
        assert_eq!(code(&caio, "views.create", new("Para todos", true)).await, "forbidden");
        let mine = caio.call("views.create", new("Minha", false)).await.unwrap();
        assert_eq!(code(&caio, "views.save", saved(&mine, json!({ "shared": true }))).await, "forbidden");

        let shared = app.admin.call("views.create", new("Da casa", true)).await.unwrap();
        assert_eq!(code(&caio, "views.save", saved(&shared, json!({ "name": "Outra" }))).await, "forbidden");
        assert_eq!(code(&caio, "views.remove", choice(&shared)).await, "forbidden");
        let renamed = silvia.call("views.save", saved(&shared, json!({ "name": "De todos" }))).await.unwrap();
        assert_eq!((&renamed["name"], &renamed["version"]), (&json!("De todos"), &json!(2)));
        assert_eq!(names(&caio).await, ["De todos", "Minha"]);
        // Whoever may not see customers sees no views of them.
        let nobody = Client::new(app.app.clone());
        assert_eq!(code(&nobody, "views.list", json!({ "list": "customers" })).await, "unauthenticated");
    }
);

story!(
    async fn lists_names_are_unique_for_each_person_ignoring_case_and_accents(app: TestApp) {
        let caio = app.person("Caio Prado", "commercial").await;
        let daniela = app.person("Daniela Reis", "commercial").await;
        let first = caio.call("views.create", new("Inadimplência", false)).await.unwrap();
        let refused = caio.call("views.create", new("INADIMPLENCIA", false)).await.unwrap_err();
        assert_eq!(issues(&refused)["name"], "view_name_taken");
        daniela.call("views.create", new("Inadimplência", false)).await.unwrap();
        // One's own name may be written anew; a name that was freed may be taken.
        let first = caio.call("views.save", saved(&first, json!({ "name": "Inadimplencia" }))).await.unwrap();
        let removed = caio.call("views.remove", choice(&first)).await.unwrap();
        caio.call("views.create", new("inadimplência", false)).await.unwrap();
        let refused = caio.call("views.restore", choice(&removed)).await.unwrap_err();
        assert_eq!(issues(&refused)["name"], "view_name_taken");
    }
);

story!(
    async fn sys_2_a_view_changed_by_somebody_else_is_not_saved_over(app: TestApp) {
        let marcos = app.person("Marcos Teles", "commercial_supervisor").await;
        let view = app.admin.call("views.create", new("Da casa", true)).await.unwrap();
        marcos.call("views.save", saved(&view, json!({ "name": "Nova" }))).await.unwrap();
        let refused =
            app.admin.call("views.save", saved(&view, json!({ "name": "Outra" }))).await.unwrap_err();
        let told = refused.to_json();
        assert_eq!((refused.code(), &told["params"]["by"]), ("conflict", &json!("Marcos Teles")));
        assert_eq!(told["params"]["current"]["name"], "Nova");
        assert_eq!(code(&app.admin, "views.remove", choice(&view)).await, "conflict");
    }
);

story!(
    async fn lists_a_view_taken_away_comes_back_and_the_audit_knows(app: TestApp) {
        let view = app.admin.call("views.create", new("Da casa", true)).await.unwrap();
        let start = json!({ "list": "customers", "id": view["id"] });
        app.admin.call("views.set_start", start.clone()).await.unwrap();
        let seen = app.admin.call("views.list", json!({ "list": "customers" })).await.unwrap();
        assert_eq!(seen[0]["starts"], true);
        let removed = app.admin.call("views.remove", choice(&view)).await.unwrap();
        assert!(names(&app.admin).await.is_empty());
        assert_eq!(code(&app.admin, "views.save", saved(&removed, json!({}))).await, "not_found");
        assert_eq!(code(&app.admin, "views.set_start", start).await, "not_found");
        app.admin.call("views.restore", choice(&removed)).await.unwrap();
        let seen = app.admin.call("views.list", json!({ "list": "customers" })).await.unwrap();
        assert_eq!((&seen[0]["name"], &seen[0]["starts"]), (&json!("Da casa"), &json!(true)));
        app.admin.call("views.set_start", json!({ "list": "customers", "id": null })).await.unwrap();
        let seen = app.admin.call("views.list", json!({ "list": "customers" })).await.unwrap();
        assert_eq!(seen[0]["starts"], false);

        let about = json!({
            "actor_id": null, "entity": "list_view", "entity_id": view["id"], "command": "", "from": null,
            "to": null, "before_seq": null,
        });
        let audited = app.admin.call("audit.list", about).await.unwrap();
        let commands: Vec<_> =
            audited["entries"].as_array().unwrap().iter().map(|entry| &entry["command"]).collect();
        assert_eq!(commands, ["views.restore", "views.remove", "views.create"]);
    }
);

story!(
    async fn lists_a_view_holds_only_what_its_list_can_be_asked(app: TestApp) {
        let mut wrong = new("Errada", false);
        wrong["content"]["filters"]["status"] = json!("deleted");
        wrong["content"]["sort"]["by"] = json!("password_hash");
        wrong["content"]["columns"][1]["id"] = json!("name");
        let found = issues(&app.admin.call("views.create", wrong).await.unwrap_err());
        assert_eq!(found["content.filters"], "view_filter_unknown");
        assert_eq!(found["content.sort"], "view_sort_unknown");
        assert_eq!(found["content.columns.1.id"], "column_twice");
        for number in 0..200 {
            app.admin.call("views.create", new(&format!("Visão {number}"), false)).await.unwrap();
        }
        let refused = app.admin.call("views.create", new("Mais uma", false)).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "views_too_many");
    }
);
