//! The list of customers by keyboard: the best matches of what is typed, and who owes most.

use e2e::{Theme, window_test};
use serde_json::{Value, json};

async fn listed(window: &e2e::Window, text: &str, sort: &str) -> Value {
    let request = json!({
        "text": text, "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": sort,
        "descending": true, "offset": 0, "limit": 100,
    });
    window.rpc("customers.list", request).await.expect("the list")
}

async fn pictures(window: &e2e::Window, name: &str) {
    for theme in [Theme::Light, Theme::Dark] {
        window.set_theme(theme).await;
        window.screenshot(&format!("{name}-{}", format!("{theme:?}").to_lowercase())).await;
    }
    window.set_theme(Theme::Light).await;
}

/// The name in a row of the table, as the window shows it.
async fn shown(window: &e2e::Window, row: usize) -> String {
    let name = "const rows = [...document.querySelectorAll('[role=grid] [role=row]')].filter((row) => \
                  row.querySelector('[role=gridcell]')); \
                return rows[arguments[0]]?.innerText ?? '';";
    let told = window.driver.execute(name, vec![json!(row)]).await.expect("the page tells");
    told.json().as_str().unwrap_or_default().to_owned()
}

async fn wait_for_row(window: &e2e::Window, row: usize, name: &str) {
    for _ in 0..100 {
        if shown(window, row).await.contains(name) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("row {row} is {}, not {name}", shown(window, row).await);
}

window_test!(
    async fn the_list_shows_the_best_matches_and_who_owes_most(stage: Stage) {
        stage.make_demo(300);
        let window = stage.window().await;
        window.resize(1366, 768).await;
        window.sign_in_as("silvia").await;
        window.visit("/customers").await;
        let by_name = listed(&window, "", "relevance").await;
        wait_for_row(&window, 0, by_name["rows"][0]["name"].as_str().unwrap()).await;

        // Somebody in the middle by two words in the other order; then everybody with the family name.
        let sought = by_name["rows"][77]["name"].as_str().unwrap().to_owned();
        let words: Vec<&str> = sought.split(' ').collect();
        window.press("/").await;
        window.focused().await.send_keys(format!("{} {}", words[words.len() - 1], words[0])).await.unwrap();
        wait_for_row(&window, 0, &sought).await;
        pictures(&window, "1-found").await;
        window.assert_accessible().await;
        window.press("Escape").await;
        wait_for_row(&window, 0, by_name["rows"][0]["name"].as_str().unwrap()).await;

        let owing = listed(&window, "", "overdue").await;
        assert!(owing["total"].as_i64().unwrap() > 3, "{owing}");
        window.click_nth("button", "Em atraso", 1).await;
        for row in 0..3 {
            wait_for_row(&window, row, owing["rows"][row]["name"].as_str().unwrap()).await;
        }
        window.settle().await;
        // What the screens' library has to say about places yields to what the screens say.
        let columns = window.by_role_name("button", "Colunas").await;
        assert_eq!(columns.css_value("position").await.unwrap(), "absolute");
        pictures(&window, "2-owing").await;
        window.assert_accessible().await;
    }
);

window_test!(
    async fn the_list_is_narrowed_by_more_and_sorted_by_telephone(stage: Stage) {
        stage.make_demo(300);
        let window = stage.window().await;
        window.resize(1366, 768).await;
        window.sign_in_as("silvia").await;
        window.visit("/customers").await;
        let listed = async |more: Value| {
            let mut request = json!({
                "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false,
                "sort": "phone", "descending": false, "offset": 0, "limit": 100,
            });
            request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            window.rpc("customers.list", request).await.expect("the list")
        };
        let name = |page: &Value, row: usize| page["rows"][row]["name"].as_str().unwrap().to_owned();

        window.click("button", "Telefone").await;
        let by_phone = listed(json!({})).await;
        wait_for_row(&window, 1, &name(&by_phone, 1)).await;
        let city = by_phone["rows"][0]["city"].as_str().unwrap().to_owned();
        window.click("button", "Mais filtros").await;
        window.fill("Cidade", &city.to_uppercase()).await;
        let there = listed(json!({ "city": city })).await;
        assert!(there["total"].as_i64().unwrap() < by_phone["total"].as_i64().unwrap(), "{there}");
        wait_for_row(&window, 0, &name(&there, 0)).await;
        window.choose("Falta", "Sem responsável").await;
        let nobody = listed(json!({ "city": city, "missing": "responsible" })).await;
        let figure = nobody["total"].as_i64().unwrap();
        window.wait_for_text(&format!("{figure} cliente")).await;
        pictures(&window, "1-narrowed").await;
        window.assert_accessible().await;

        // Closed, the row leaves what it narrows by, each with a way to take it away.
        window.click("button", "Menos filtros").await;
        pictures(&window, "2-closed").await;
        window.assert_accessible().await;
        window.click("button", &format!("Remover o filtro cidade: {}…", city.to_uppercase())).await;
        window.click("button", "Remover o filtro Sem responsável").await;
        wait_for_row(&window, 1, &name(&by_phone, 1)).await;
    }
);
