//! A command says that what it writes became stale, or an open screen goes on showing old news.

use std::collections::{BTreeMap, BTreeSet};

use office::commands::COMMANDS;
use office::dispatch::{Run, Tag};
use syn::visit::{self, Visit};

use super::graph::{Graph, macro_arguments, segments};
use super::{assert_none, handlers};

/// Which answers show a table's rows.
const SHOWN: &[(Tag, &[&str])] = &[
    (Tag::Session, &["session", "sign_in"]),
    (Tag::Users, &["app_user", "role", "role_permission", "user_role"]),
    (Tag::Company, &["company", "backup_plan"]),
    (
        Tag::Customers,
        &[
            "customer",
            "contact_point",
            "address",
            "contract",
            "customer_search",
            "customer_word",
            "receivable",
            "ticket",
            "holder_change",
            "opt_out",
            "anonymisation",
        ],
    ),
    (
        Tag::Merges,
        &[
            "customer_merge",
            "customer_merge_part",
            "customer_merge_row",
            "not_duplicate",
            "duplicate_group",
            "duplicate_group_member",
            "duplicate_scan",
            "duplicate_setting",
            "duplicate_scan_setting",
            "duplicate_report",
            "duplicate_report_member",
            "certain_run",
        ],
    ),
    (Tag::Activities, &["activity"]),
    (
        Tag::Registrations,
        &[
            "registration",
            "registration_round",
            "registration_reason",
            "registration_form",
            "registration_form_field",
            "plan",
            "plan_region",
            "review_target",
        ],
    ),
    (
        Tag::Fulfilment,
        &[
            "sale_course",
            "sale_course_stage",
            "carrier_protocol",
            "carrier_sheet",
            "installation_team",
            "installation_visit",
            "activation_mark",
            "late_month",
            "stage_feedback",
        ],
    ),
    (Tag::Onboarding, &["onboarding", "onboarding_mark"]),
    (Tag::Products, &["product", "price", "price_table"]),
    (Tag::Quotes, &["quote", "quote_version", "quote_line", "quote_setting"]),
    (Tag::Agenda, &["appointment", "holiday"]),
    (Tag::Mailings, &["outbox_message", "outbox_attachment", "mail_account"]),
    (Tag::Jobs, &["job", "import_run", "import_rejection"]),
    (Tag::Notices, &["notice"]),
    (Tag::Views, &["list_view", "list_view_start"]),
    (Tag::Presence, &["presence"]),
    (Tag::Inactivity, &["inactivity_setting", "inactivity_run", "inactivity_finding"]),
];

/// Tables that no answer shows as they are, each with its reason.
const SHOWN_NOWHERE: &[&str] = &[
    // The audit is read anew whenever its screen opens; a tag on every command would say nothing.
    "audit_entry",
    "audit_head",
    // What travels between programs, and the next number of something.
    "change_note",
    "number_counter",
    // What an import remembers for the next one.
    "import_made",
    "import_mapping",
    "schema_migration",
    // By which role of the server a person signs in: `roles check` tells it.
    "login_role",
    "login_setting",
    // Leads to fichas, which are read themselves.
    "duplicate_key",
    "duplicate_indexed",
    "duplicate_stale",
    "duplicate_index_state",
];

/// Functions whose writing changes nothing that is shown, each with its reason.
const CHANGES_NOTHING_SHOWN: &[(&str, &str)] = &[
    // Guesses at a password are shown to nobody but by the sign-ins.
    ("count_guess", "app_user"),
    ("clear_failures", "app_user"),
    // Whether a group conflicts is looked at again before each answer that tells it.
    ("note_conflicting", "duplicate_group"),
    ("note_clean", "duplicate_group"),
    ("set_looked_at", "duplicate_scan"),
    // Steps of the schema, before anybody has the base open.
    ("fold_cities", "address"),
    ("note_words", "customer_word"),
    // A lock: it writes what stands there.
    ("take_turn", "role"),
];

/// What one function writes and announces by itself.
#[derive(Default)]
struct Doings {
    tables: BTreeSet<String>,
    tags: BTreeSet<String>,
}

/// Tables that a statement writes.
fn written_by(sql: &str) -> impl Iterator<Item = String> {
    let parts = sql.split(|c: char| !(c.is_alphanumeric() || "_{}".contains(c)));
    let words: Vec<String> = parts.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let tables: Vec<String> = (words.windows(3))
        .filter_map(|window| match window {
            [first, second, table]
                if matches!((first.as_str(), second.as_str()), ("insert", "into") | ("delete", "from")) =>
            {
                Some(table.clone())
            }
            [first, table, third] if first == "update" && third == "set" => Some(table.clone()),
            _ => None,
        })
        .collect();
    tables.into_iter()
}

impl<'ast> Visit<'ast> for Doings {
    fn visit_lit_str(&mut self, found: &'ast syn::LitStr) {
        self.tables.extend(written_by(&found.value()));
    }

    fn visit_expr_path(&mut self, found: &'ast syn::ExprPath) {
        if let [.., kind, tag] = segments(&found.path).as_slice()
            && kind == "Tag"
        {
            self.tags.insert(tag.to_lowercase());
        }
        visit::visit_expr_path(self, found);
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        for argument in macro_arguments(found) {
            Visit::visit_expr(self, &argument);
        }
    }
}

/// Tables behind statements that are put together from a declaration, by feature.
fn declared(feature: &str) -> BTreeSet<String> {
    let statements = match feature {
        "merges" => office::merges::store::by_declaration(),
        "privacy" => office::privacy::store::by_declaration(),
        _ => vec![],
    };
    statements.iter().flat_map(|sql| written_by(sql)).collect()
}

/// What every function of the application writes and announces.
fn doings(graph: &Graph, known: &BTreeSet<&str>) -> Vec<Doings> {
    let one = |function: &super::graph::Function| {
        let mut doings = Doings::default();
        doings.visit_block(&function.body);
        let feature = function.module.get(1).map_or("", String::as_str);
        let stored = function.module.iter().any(|part| part == "store" || part == "db");
        if !stored || function.module.get(1).is_some_and(|part| part == "demo") {
            doings.tables.clear();
        }
        let skipped = |table: &str| CHANGES_NOTHING_SHOWN.contains(&(function.name.as_str(), table));
        doings.tables.retain(|table| !skipped(table));
        let open: Vec<_> =
            doings.tables.iter().filter(|table| !known.contains(table.as_str())).cloned().collect();
        for table in open {
            let behind = declared(feature);
            assert!(
                !behind.is_empty(),
                "{} writes {table}, of which it is not known who shows it",
                function.shown()
            );
            doings.tables.remove(&table);
            doings.tables.extend(behind);
        }
        doings
    };
    graph.functions.iter().map(one).collect()
}

#[test]
fn every_command_announces_what_it_writes() {
    let graph = Graph::read(&["office"]);
    let shown: BTreeMap<&str, Tag> =
        SHOWN.iter().flat_map(|(tag, tables)| tables.iter().map(|table| (*table, *tag))).collect();
    let known: BTreeSet<&str> = shown.keys().copied().chain(SHOWN_NOWHERE.iter().copied()).collect();
    let doings = doings(&graph, &known);
    let calls: Vec<_> = (0..graph.functions.len()).map(|index| graph.calls(index)).collect();
    let mut found = Vec::new();
    let mut writing = 0;
    let mut written = BTreeSet::new();
    for (name, handler) in handlers(&graph) {
        let command = COMMANDS.iter().find(|command| command.name == name).unwrap();
        if matches!(command.run, Run::Read(_)) {
            continue;
        }
        let reached = graph.reach(&handler, &calls);
        let mut told: BTreeSet<String> = command.stales.iter().map(|tag| tag.as_text()).collect();
        told.extend(reached.keys().flat_map(|index| doings[*index].tags.iter().cloned()));
        let mut missing = BTreeMap::new();
        let before = written.len();
        for index in reached.keys() {
            for table in &doings[*index].tables {
                written.insert((name.clone(), table.clone()));
                if let Some(tag) = shown.get(table.as_str())
                    && !told.contains(&tag.as_text())
                {
                    missing.insert(tag.as_text(), format!("{table}, in {}", graph.way(&reached, *index)));
                }
            }
        }
        writing += usize::from(written.len() > before);
        found.extend(
            missing.iter().map(|(tag, table)| format!("{name} does not tell {tag}: it writes {table}")),
        );
    }
    assert!(writing > 70, "only {writing} commands were seen to write");
    let tables: BTreeSet<_> = written.iter().map(|(_, table)| table.as_str()).collect();
    let unwritten: Vec<_> = shown.keys().filter(|table| !tables.contains(*table)).collect();
    assert!(unwritten.len() < 6, "no command was seen to write {unwritten:?}");
    assert_none(found, "commands that do not say what they make stale");
}
