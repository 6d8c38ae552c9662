//! A duplicate is seen on the ficha, compared, merged, found by its old code, and taken back.

use e2e::{Window, window_test};
use serde_json::{Value, json};

use crate::imports::first_start;

window_test!(
    async fn dup_5_a_duplicate_is_merged_found_by_its_old_code_and_taken_back(stage: Stage) {
        let window = first_start(&stage).await;
        let one = customer(&window, 1041, "Aparecida Gonçalves Teles", "529.982.247-25").await;
        let other = customer(&window, 1042, "Aparecida Gonçalves Telles", "").await;
        window.visit(&format!("/customers/{}", id(&one))).await;
        window.wait_for_text("mesmo telefone").await;
        window.screenshot("1-suspect").await;
        window.assert_accessible().await;
        window.click("button", "Comparar").await;
        window.click("radio", "Nome da ficha 1042").await;
        window.screenshot("2-side-by-side").await;
        window.assert_accessible().await;
        window.press("m").await;
        window.wait_for_text("Fichas mescladas").await;
        window.wait_for_text("Fichas mescladas nesta").await;
        window.screenshot("3-merged").await;

        // The old code and an old link lead to the ficha that stayed.
        window.press("Control+k").await;
        window.fill("Cliente, documento ou ação", "1042").await;
        window.wait_for_text("529.982.247-25 · 1041").await;
        window.screenshot("4-old-code").await;
        window.press("Escape").await;
        window.visit(&format!("/customers/{}", id(&other))).await;
        window.wait_for_text("A ficha 1042 foi unida a esta.").await;
        window.screenshot("5-old-link").await;

        window.click("link", "Mesclagens").await;
        window.click("button", "Desfazer a mesclagem").await;
        window.screenshot("6-undo-asked").await;
        window.assert_accessible().await;
        window.click("button", "Confirmar e desfazer").await;
        window.wait_for_text("As fichas voltaram").await;
        window.screenshot("7-undone").await;
        let back = window.rpc("customers.ficha", json!({ "id": id(&other) })).await.expect("the ficha");
        assert_eq!(back["customer"]["merged_into"], Value::Null);
        let stayed = window.rpc("customers.ficha", json!({ "id": id(&one) })).await.expect("the ficha");
        assert_eq!(stayed["customer"]["name"], "Aparecida Gonçalves Teles");
    }
);

window_test!(
    async fn dup_1_a_duplicate_typed_in_is_seen_saved_scanned_merged_and_taken_back(stage: Stage) {
        let window = first_start(&stage).await;
        let one = customer(&window, 1041, "Aparecida Gonçalves Teles", "529.982.247-25").await;

        // The suspect shows before the form is finished, with the reason in words; it stands in nobody's way.
        window.visit("/customers?new=1").await;
        window.fill("Nome", "Aparecida G. Teles").await;
        window.fill("Nascimento", "14/08/1987").await;
        window.fill("Telefone ou e-mail 1", "(19) 99812-4471").await;
        window.wait_for_text("Já existe um cadastro parecido").await;
        window.wait_for_text("mesmo telefone").await;
        window.screenshot("1-suspect").await;
        window.assert_accessible().await;
        window.click("button", "Cadastrar").await;
        window.wait_for_text("foi cadastrado com o código").await;

        window.visit("/duplicates").await;
        window.click("button", "Procurar duplicados").await;
        window.wait_for_text("Por que podem ser do mesmo cliente").await;
        window.screenshot("2-found").await;
        window.press("m").await;
        window.wait_for_text("A ficha 1041 ficou com tudo").await;
        window.wait_for_text("Nenhum grupo por decidir").await;

        // The typed one's code leads to the ficha that stayed, and the merge is taken back.
        window.press("Control+k").await;
        window.fill("Cliente, documento ou ação", "1042").await;
        window.wait_for_text("529.982.247-25 · 1041").await;
        window.press("Escape").await;
        window.click("link", "Mesclagens").await;
        window.click("button", "Desfazer a mesclagem").await;
        window.click("button", "Confirmar e desfazer").await;
        window.wait_for_text("As fichas voltaram").await;
        window.visit("/duplicates").await;
        window.wait_for_text("Por que podem ser do mesmo cliente").await;
        let stayed = window.rpc("customers.ficha", json!({ "id": id(&one) })).await.expect("the ficha");
        assert_eq!(stayed["customer"]["name"], "Aparecida Gonçalves Teles");
    }
);

window_test!(
    async fn dup_3_the_base_is_scanned_and_groups_are_decided_by_keyboard(stage: Stage) {
        let window = first_start(&stage).await;
        customer(&window, 1041, "Aparecida Gonçalves Teles", "529.982.247-25").await;
        customer(&window, 1042, "Aparecida Gonçalves Telles", "").await;
        for (code, document) in [(1043, "111.444.777-35"), (1044, "")] {
            let mut input = typed(code, "Wanderley Krzyzanowski", document);
            input["birth_date"] = json!("1971-01-30");
            input["contact_points"][0]["value"] = json!("(41) 98877-6655");
            window.rpc("customers.create", input).await.expect("a customer");
        }
        window.visit("/duplicates").await;
        window.wait_for_text("A base ainda não foi conferida").await;
        window.screenshot("1-never-scanned").await;
        window.assert_accessible().await;
        window.click("button", "Procurar duplicados").await;
        window.wait_for_text("Por que podem ser do mesmo cliente").await;
        window.screenshot("2-groups").await;
        window.assert_accessible().await;
        let queue = || {
            window.rpc("duplicates.queue", json!({ "text": "", "certainty": null, "offset": 0, "limit": 50 }))
        };
        let found = queue().await.expect("the queue");
        assert_eq!(found["open"], 2, "{found}");

        // One after the other, without the mouse: skipped, back, merged, the next told apart.
        let names =
            |group: usize| format!("Ficar com a ficha {}", found["groups"][group]["fichas"][0]["code"]);
        window.by_role_name("radio", &names(0)).await;
        window.press("s").await;
        window.by_role_name("radio", &names(1)).await;
        window.press("k").await;
        window.by_role_name("radio", &names(0)).await;
        window.press("m").await;
        window.wait_for_text("Fichas mescladas").await;
        window.by_role_name("radio", &names(1)).await;
        window.screenshot("3-next").await;
        window.press("x").await;
        window.wait_for_text("Nenhum grupo por decidir").await;
        window.screenshot("4-nothing-left").await;
        let left = queue().await.expect("the queue");
        assert_eq!((&left["open"], &left["decided"]), (&json!(0), &json!(2)), "{left}");

        // What was told apart is not found again.
        window.click("button", "Procurar de novo").await;
        window.wait_for_text("0 grupos entre 3 fichas").await;
    }
);

window_test!(
    async fn dup_9_certain_groups_are_merged_at_once_and_taken_back(stage: Stage) {
        let window = first_start(&stage).await;
        customer(&window, 1041, "Aparecida Gonçalves Teles", "529.982.247-25").await;
        let again = customer(&window, 1042, "APARECIDA GONCALVES TELES", "").await;
        window.visit("/duplicates").await;
        window.click("button", "Procurar duplicados").await;
        window.click("link", "Mesclar de uma vez").await;
        window.wait_for_text("está desligado").await;
        window.click("textbox", "Limite para mesclar").await;
        window.click("option", "A partir de 99 %").await;
        window.wait_for_text("Entram nela").await;
        window.screenshot("1-groups").await;
        window.assert_accessible().await;
        window.click("button", "Mesclar 1 grupo").await;
        window.click("button", "Confirmar e mesclar 1 grupo").await;
        window.wait_for_text("1 grupo mesclado").await;
        window.screenshot("2-merged").await;
        let merged = window.rpc("customers.ficha", json!({ "id": id(&again) })).await.expect("the ficha");
        assert_ne!(merged["customer"]["merged_into"], Value::Null);
        window.click("button", "Desfazer todas").await;
        window.click("button", "Confirmar e desfazer 1 mesclagem").await;
        window.wait_for_text("1 mesclagem desfeita").await;
        let back = window.rpc("customers.ficha", json!({ "id": id(&again) })).await.expect("the ficha");
        assert_eq!(back["customer"]["merged_into"], Value::Null);
    }
);

fn id(customer: &Value) -> &str {
    customer["id"].as_str().expect("an id")
}

async fn customer(window: &Window, code: i64, name: &str, document: &str) -> Value {
    window.rpc("customers.create", typed(code, name, document)).await.expect("a customer")
}

fn typed(code: i64, name: &str, document: &str) -> Value {
    json!({
        "code": code, "kind": "person", "name": name, "trade_name": "", "document": document,
        "birth_date": "1987-08-14", "mother_name": "", "contact_name": "", "segment": "retail",
        "responsible_id": null,
        "contact_points": [{ "kind": "mobile", "value": "(19) 99812-4471", "label": "" }],
        "addresses": [],
    })
}
