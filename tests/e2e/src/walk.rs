//! Every screen of the application, as the demo people reach it: for what looks at all of them.

use std::time::Duration;

use serde_json::{Value, json};

use super::Window;

/// Finds text that is cut off.
const CUT_OFF: &str = include_str!("cut_off.js");

/// Everybody's password on a demo base.
const PASSWORD: &str = "retaguarda-demo";

/// What a person does on a screen.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Presses a key or a chord.
    Press(&'static str),
    /// Clicks what has this role and name.
    Click(&'static str, &'static str),
    /// Puts the focus on what has this role and name, as Tab would.
    Focus(&'static str, &'static str),
    /// Fills the field with this label.
    Fill(&'static str, &'static str),
    /// Waits for this text.
    See(&'static str),
}

/// A screen or one of its states, by its address and what opens it there.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Names its pictures.
    pub name: &'static str,
    /// After `#`; `{customer}`, `{draft}`, `{sent}`, `{sale}`, `{pair}`, `{twin}`, `{merge}` and `{waiting}` stand for one of each.
    pub address: &'static str,
    /// From there to the state that is meant.
    pub steps: &'static [Step],
}

const fn at(name: &'static str, address: &'static str) -> Screen {
    Screen { name, address, steps: &[] }
}

const fn with(name: &'static str, address: &'static str, steps: &'static [Step]) -> Screen {
    Screen { name, address, steps }
}

use Step::{Click, Fill, Focus, Press, See};

/// What each person of the demo base sees, in the order of a working day.
pub const PEOPLE: &[(&str, &[Screen])] = &[
    (
        "silvia",
        &[
            at("home-supervisor", "/"),
            at("review", "/review"),
            with("review-return", "/review", &[See("Aprovar"), Press("d")]),
            with("review-deny", "/review", &[See("Aprovar"), Press("n")]),
            with("review-corporate", "/review", &[See("Aprovar"), Press("2")]),
            with("review-returned", "/review", &[See("Aprovar"), Press("3")]),
            at("course", "/course"),
            with("course-installation", "/course", &[Click("button", "Instalação")]),
            with("course-activation", "/course", &[Click("button", "Ativação")]),
            with("course-post-sale", "/course", &[Click("button", "Pós-venda")]),
            with(
                "course-feedback",
                "/course",
                &[Click("button", "Instalação"), Click("button", "Registrar opinião")],
            ),
            with("course-completed", "/course", &[Click("button", "Concluídas")]),
            at("indicators", "/indicators"),
            with("indicators-numbers", "/indicators", &[Click("button", "Ver números")]),
            with("indicators-behind", "/indicators", &[Click("button", "Instalação: ver as")]),
            at("installations", "/installations"),
            at("onboarding", "/onboarding"),
            at("entry-sheets", "/entry-sheets"),
            at("teams", "/teams"),
            with("team-new", "/teams", &[See("Nova equipe"), Press("n")]),
            at("plans", "/plans"),
            at("sale-forms", "/sale-forms"),
            with("plan-new", "/plans", &[See("Novo plano"), Press("n")]),
            at("customers", "/customers"),
            with(
                "customers-marked",
                "/customers",
                &[
                    Focus("grid", "Clientes"),
                    Press("Down"),
                    Press("Space"),
                    Press("Down"),
                    Press("Space"),
                    See("clientes marcados"),
                ],
            ),
            with(
                "customers-change",
                "/customers",
                &[
                    Focus("grid", "Clientes"),
                    Press("Down"),
                    Press("Space"),
                    Click("button", "Mudar"),
                    See("O que mudar"),
                ],
            ),
            with("customers-filters", "/customers", &[Click("button", "Mais filtros"), See("Mudou de")]),
            // The list remembers what was looked for: last of its states.
            with(
                "customers-nothing",
                "/customers",
                &[
                    Click("button", "Menos filtros"),
                    Fill("Procurar na lista", "zzzzzz"),
                    See("Nenhum cliente"),
                ],
            ),
            with("customer-new", "/customers", &[See("Novo cliente"), Press("n")]),
            at("ficha", "/customers/{customer}"),
            with("ficha-edit", "/customers/{customer}", &[See("Movimentações"), Press("e")]),
            with(
                "ficha-edit-third-party",
                "/customers/{customer}",
                &[See("Movimentações"), Press("e"), See("Quem pediu"), Click("radio", "Terceiro")],
            ),
            with("ficha-messages", "/customers/{customer}", &[Click("button", "Mudar")]),
            with("ficha-waiting", "/customers/{waiting}", &[See("esperando a confirmação")]),
            with("ficha-confirm", "/customers/{waiting}", &[Click("button", "Titular confirmou")]),
            with("holder-changes", "/holder-changes?of={waiting}", &[See("Titular recusou")]),
            at("inactivity-never", "/inactivity"),
            with(
                "inactivity",
                "/inactivity",
                &[Click("button", "Procurar clientes sem sinal"), See("Ninguém foi inativado ainda")],
            ),
            at("import", "/imports?target=customers"),
            with(
                "duplicates",
                "/duplicates?of={twin}",
                &[Click("button", "Procurar"), See("Busca concluída"), See("Como a ficha vai ficar")],
            ),
            with(
                "duplicates-report",
                "/duplicates/report",
                &[See("Números da busca"), Click("switch", "Telefone"), See("feita com outras escolhas")],
            ),
            at("duplicates-certain-off", "/duplicates/certain"),
            with(
                "duplicates-certain",
                "/duplicates/certain",
                &[
                    Click("textbox", "Limite para mesclar"),
                    Click("option", "A partir de 99 %"),
                    See("Entram nela"),
                ],
            ),
            with("compare-fichas", "/duplicates/compare?ids={pair}", &[See("Como a ficha vai ficar")]),
            with("merge-undo", "/merges?id={merge}", &[Click("button", "Desfazer a mesclagem")]),
            with(
                "search",
                "/",
                &[Press("Control+k"), Fill("Cliente, documento ou ação", "silva"), See("Clientes")],
            ),
            with("shortcuts", "/review", &[See("Aprovar"), Press("?")]),
            with("user-menu", "/", &[Click("button", "Menu de")]),
            at("not-found", "/nowhere"),
            at("forbidden", "/quotes/new"),
            at("gone", "/customers/00000000-0000-7000-8000-000000000000"),
        ],
    ),
    (
        "caio",
        &[
            at("home-seller", "/"),
            with("notices", "/", &[Click("button", "Avisos")]),
            at("sales", "/sales"),
            at("sale-new", "/sales/new"),
            with("sale-missing", "/sales/new", &[Press("Control+Enter")]),
            at("sale-returned", "/sales/{sale}"),
            at("course-seller", "/course"),
            at("agenda", "/agenda"),
            with("agenda-new", "/agenda?new=1", &[]),
            at("agenda-new-alerts", "/agenda?new=1&customer={customer}"),
            at("quotes", "/quotes"),
            with(
                "quotes-nothing",
                "/quotes",
                &[Fill("Cliente ou número", "zzzzzz"), See("Nenhum orçamento com estes filtros")],
            ),
            at("quote-new", "/quotes/new"),
            at("quote-editor", "/quotes/{draft}"),
            at("quote-sent", "/quotes/{sent}"),
            at("quote-compare", "/quotes/{sent}/compare"),
            at("products", "/products"),
            with(
                "duplicates-tell",
                "/duplicates/tell?ids={pair}",
                &[See("compara estas fichas"), See("Reis")],
            ),
        ],
    ),
    (
        "fernanda",
        &[
            at("home-finance", "/"),
            at("finance-customers", "/customers"),
            at("finance-ficha", "/customers/{customer}"),
            at("finance-course", "/course"),
            at("finance-quotes", "/quotes"),
            at("finance-products", "/products"),
            with(
                "products-nothing",
                "/products",
                &[Fill("Nome ou código", "zzzzzz"), See("Nenhum produto com estes filtros")],
            ),
            with("price-tables", "/products", &[Click("button", "Tabelas de preço")]),
            at("finance-agenda", "/agenda"),
            at("finance-mailings", "/mailings"),
            at("finance-mail-account", "/mail-account"),
            at("finance-forbidden", "/people"),
        ],
    ),
    (
        "ana",
        &[
            at("home-administrator", "/"),
            with("ficha-anonymise", "/customers/{customer}", &[Click("button", "Anonimizar")]),
            at("mailings", "/mailings"),
            at("mail-account", "/mail-account"),
            with("product-new", "/products", &[See("Novo produto"), Press("n")]),
            at("people", "/people"),
            with("person-new", "/people", &[See("Ana Duarte"), Press("n")]),
            at("roles", "/roles"),
            at("sessions", "/sessions"),
            at("profile", "/profile"),
            at("audit", "/audit"),
            at("where-data-are", "/relocation"),
            at("backups", "/maintenance"),
            with(
                "backups-refused",
                "/maintenance",
                &[
                    Fill("Pasta das cópias", "copias"),
                    Click("button", "Salvar"),
                    See("Escreva o caminho inteiro"),
                ],
            ),
            with(
                "backups-restore",
                "/maintenance",
                &[
                    Fill("Pasta das cópias", "/tmp"),
                    Click("button", "Salvar"),
                    Click("button", "Copiar agora"),
                    See("Cópia feita."),
                    Click("button", "Restaurar a cópia"),
                    See("Nada se perde"),
                ],
            ),
            with("backups-checked", "/maintenance", &[Click("button", "Conferir"), See("Tudo confere")]),
            at("company", "/company"),
            at("holidays", "/holidays"),
        ],
    ),
];

impl Window {
    /// Signs in as one of the demo people, whoever was here before.
    pub async fn sign_in_as(&self, username: &str) {
        // Nobody may have been signed in: then there is nobody to sign out.
        self.rpc("access.sign_out", json!({})).await.ok();
        self.visit("/").await;
        self.fill("Usuário", username).await;
        self.fill("Senha", PASSWORD).await;
        self.press("Enter").await;
        self.by_role_name("navigation", "").await;
    }

    /// Opens an address as a fresh start of the screens does, so that nothing of the last one is left.
    pub async fn visit(&self, address: &str) {
        let script = "location.hash = arguments[0]; setTimeout(() => location.reload(), 0);";
        self.driver.execute(script, vec![json!(address)]).await.expect("the address changes");
        tokio::time::sleep(Duration::from_millis(150)).await;
        self.by_css("main").await;
        self.settle().await;
    }

    /// Opens a screen as it is before any step.
    pub async fn visit_screen(&self, screen: &Screen) {
        self.visit(&self.address_of(screen).await).await;
    }

    /// Opens a screen in the state that is meant.
    pub async fn show(&self, screen: &Screen) {
        self.visit_screen(screen).await;
        for step in screen.steps {
            match step {
                Press(chord) => self.press(chord).await,
                Click(role, name) => self.click(role, name).await,
                Focus(role, name) => self.focus(role, name).await,
                Fill(label, text) => self.fill(label, text).await,
                See(text) => self.wait_for_text(text).await,
            }
            // What was pressed is handled in the page's own time.
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        self.settle().await;
    }

    /// Chooses the language of the next screen that is visited.
    pub async fn set_language(&self, language: &str) {
        let script = "localStorage.setItem('rg.language', JSON.stringify(arguments[0]))";
        self.driver.execute(script, vec![json!(language)]).await.expect("the language is remembered");
    }

    /// Where text is cut off with no way to read the rest, and where a page is wider than its frame.
    pub async fn cut_off(&self) -> Vec<String> {
        let found = self.driver.execute(CUT_OFF, vec![]).await.expect("the page is measured");
        serde_json::from_value(found.json().clone()).expect("a list of texts")
    }

    /// Waits until nothing loads, fades or slides any more.
    pub async fn settle(&self) {
        let quiet = "return document.querySelector('[aria-busy=true]') === null && \
                     document.getAnimations().every((one) => one.playState !== 'running' || \
                       one.effect.getComputedTiming().endTime === Infinity)";
        let mut calm = 0;
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(80)).await;
            let answer = self.driver.execute(quiet, vec![]).await.ok();
            calm =
                if answer.is_some_and(|answer| answer.json() == &Value::Bool(true)) { calm + 1 } else { 0 };
            if calm == 4 {
                return;
            }
        }
    }

    /// The address with something of the base in place of its braces.
    async fn address_of(&self, screen: &Screen) -> String {
        let Some((before, rest)) = screen.address.split_once('{') else { return screen.address.to_owned() };
        let (kind, after) = rest.split_once('}').expect("a closing brace");
        format!("{before}{}{after}", self.example(kind).await)
    }

    /// The id of one thing of a kind, the most telling one.
    async fn example(&self, kind: &str) -> String {
        match kind {
            "customer" => {
                let all = json!({
                    "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": true,
                    "sort": "name", "descending": false, "offset": 0, "limit": 1,
                });
                id_at(&self.ask("customers.list", all).await, "/rows/0/id")
            }
            "sale" => {
                id_at(&self.ask("registrations.mine", json!({ "state": "returned" })).await, "/items/0/id")
            }
            "pair" => self.pair().await.join(","),
            "twin" => self.twin().await,
            "merge" => self.merge().await,
            "waiting" => self.waiting().await,
            status => self.quote(status).await,
        }
    }

    /// Two fichas of what may be one customer.
    async fn pair(&self) -> [String; 2] {
        let customer = Box::pin(self.example("customer")).await;
        let ficha = self.ask("customers.ficha", json!({ "id": customer })).await;
        let name = ficha["customer"]["name"].as_str().expect("a name");
        let twin = json!({
            "code": null, "kind": ficha["customer"]["kind"], "name": format!("{name} Reis"), "trade_name": "",
            "document": "", "birth_date": "", "mother_name": "", "contact_name": "Recepção", "segment": "retail",
            "responsible_id": null,
            "contact_points": [{ "kind": "phone", "value": "(19) 3251-0087", "label": "" }], "addresses": [],
        });
        let twin = self.ask("customers.create", twin).await;
        [customer, id_at(&twin, "/id")]
    }

    /// A second ficha of a person, without the document: what a scan finds.
    async fn twin(&self) -> String {
        let people = json!({
            "text": "", "status": null, "kind": "person", "segment": null, "uf": null, "overdue": false,
            "sort": "name", "descending": false, "offset": 0, "limit": 1,
        });
        let person = id_at(&self.ask("customers.list", people).await, "/rows/0/id");
        let ficha = self.ask("customers.ficha", json!({ "id": person })).await;
        let mut input = ficha["customer"].clone();
        input["code"] = Value::Null;
        input["document"] = json!("");
        input["birth_date"] = json!(input["birth_date"].as_str().unwrap_or_default());
        input["contact_points"] = ficha["contact_points"].clone();
        input["addresses"] = ficha["addresses"].clone();
        id_at(&self.ask("customers.create", input).await, "/id")
    }

    /// A customer about whom a change waits for the holder; where there is none, one is asked for.
    async fn waiting(&self) -> String {
        let found = self.ask("holder_changes.waiting", json!({})).await;
        if let Some(id) = found.pointer("/items/0/customer_id").and_then(Value::as_str) {
            return id.to_owned();
        }
        let id = Box::pin(self.example("customer")).await;
        let ficha = self.ask("customers.ficha", json!({ "id": id })).await;
        let customer = &ficha["customer"];
        let mut input = customer.clone();
        let name = customer["name"].as_str().expect("a name");
        input["name"] = json!(format!("{name} Vasconcelos"));
        input["birth_date"] = json!("1971-04-09");
        input["document"] = json!(customer["document"].as_str().unwrap_or_default());
        input["contact_points"] = ficha["contact_points"].clone();
        input["addresses"] = ficha["addresses"].clone();
        let asked_by = json!({ "kind": "third_party", "name": "Helena Vasconcelos", "relation": "filha" });
        let request =
            json!({ "id": id, "version": customer["version"], "input": input, "asked_by": asked_by });
        self.ask("customers.update", request).await;
        id
    }

    /// A merge that stands; where the base has none, one is made.
    async fn merge(&self) -> String {
        let all = json!({ "customer_id": null, "offset": 0, "limit": 1 });
        let found = self.ask("duplicates.history", all).await;
        if let Some(id) = found.pointer("/rows/0/merge/id").and_then(Value::as_str) {
            return id.to_owned();
        }
        let ids = self.pair().await;
        let seen = self.ask("duplicates.preview", json!({ "survivor_id": ids[0], "ids": ids })).await;
        let records: Vec<Value> = ids
            .iter()
            .enumerate()
            .map(|(at, id)| json!({ "id": id, "version": seen["records"][at]["version"] }))
            .collect();
        let request = json!({ "survivor_id": ids[0], "records": records, "choices": [], "keep_open": [] });
        id_at(&self.ask("duplicates.merge", request).await, "/merge/id")
    }

    /// A quote of a status; where the base has none, one is made.
    async fn quote(&self, status: &str) -> String {
        let request = json!({
            "search": "", "status": status, "mine": false, "order": "number", "descending": true,
            "limit": 1, "offset": 0,
        });
        let found = self.ask("quotes.list", request).await;
        if let Some(id) = found.pointer("/quotes/0/id").and_then(Value::as_str) {
            return id.to_owned();
        }
        let customer = Box::pin(self.example("customer")).await;
        let made = self.ask("quotes.create", json!({ "customer_id": customer })).await;
        let id = id_at(&made, "/version/id");
        let mut content = made["content"].clone();
        content["lines"] = json!([
            line("Câmera IP 4 MP com visão noturna", "one_off", 6_000, 49_504),
            line("Instalação e configuração", "one_off", 4_000, 14_800),
            line("Gravação em nuvem, 30 dias", "monthly", 6_000, 1_990),
        ]);
        let version = made["version"]["version"].clone();
        let saved =
            self.ask("quotes.save_draft", json!({ "id": id, "version": version, "content": content })).await;
        if status == "sent" {
            let sheet = self.ask("quotes.send_sheet", json!({ "id": id })).await;
            let letter = json!({
                "id": id, "version": saved["version"], "address": sheet["addresses"][0],
                "subject": "Seu orçamento", "message": "Segue o orçamento.",
            });
            self.ask("quotes.send", letter).await;
        }
        id
    }

    /// What the application answers; it must not refuse.
    async fn ask(&self, command: &str, request: Value) -> Value {
        self.rpc(command, request).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

fn line(description: &str, charge: &str, quantity_milli: i64, unit_price_cents: i64) -> Value {
    json!({
        "product_id": null, "description": description, "unit": "un", "charge": charge,
        "quantity_milli": quantity_milli, "unit_price_cents": unit_price_cents, "list_price_cents": null,
        "discount_bp": 0, "optional": false,
    })
}

fn id_at(answer: &Value, path: &str) -> String {
    let id = answer.pointer(path).and_then(Value::as_str);
    id.unwrap_or_else(|| panic!("nothing at {path}: {answer}")).to_owned()
}
