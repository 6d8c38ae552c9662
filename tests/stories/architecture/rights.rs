//! What each permission needs of the tables (decision 13): followed from its commands through the calls in the source to
//! the statements they reach. The list in `db/rights.txt` is written by this and held current, like the bindings.

use std::collections::{BTreeMap, BTreeSet};

use office::commands::COMMANDS;
use office::dispatch::{Need, Run};
use syn::parse::ParseStream;
use syn::visit::{self, Visit};

use super::graph::{Function, Graph};
use super::statements::{Columns, Right, rights};
use super::{assert_none, handlers, root, sources};

/// A permission, and the modules that its way does not go through.
type Way = (&'static str, &'static [&'static str]);

/// Commands whose permission the handler asks for, because it depends on the request.
const ASKED_INSIDE: &[(&str, &[Way])] = &[
    (
        "imports.",
        &[
            ("customers.import", &["office::products", "office::imports::products"]),
            ("products.write", &["office::customers", "office::imports::customers", "office::imports::undo"]),
        ],
    ),
    (
        "registrations.get",
        &[("registrations.sell", &[]), ("registrations.review", &[]), ("registrations.supervise", &[])],
    ),
    ("registrations.cancel", &[("registrations.sell", &[]), ("registrations.supervise", &[])]),
];

/// Commands that only the worker runs where people have roles of their own: a window would need the right to change what
/// its person may only see.
const OF_THE_WORKER: &[&str] =
    &["fulfilment.review_payments", "inactivity.run_due", "privacy.finish_due", "quotes.expire"];

/// Commands that belong to the owner of the server, or to a base nobody works with yet.
const OF_THE_OWNER: &[&str] = &[
    "access.check_logins",
    "access.create_first_administrator",
    "access.enable_logins",
    "demo.create",
    "demo.try_out",
    "maintenance.about_copy",
    "maintenance.backup",
    "maintenance.backup_now",
    "maintenance.restore",
    "maintenance.verify",
];

/// Functions that run only where the program itself keeps the passwords.
const WITHOUT_ROLES: &[&str] = &[
    "office::access::commands::door::check_present",
    "office::access::commands::door::guess",
    "office::access::commands::door::let_in",
    "office::access::store::clear_failures",
    "office::access::store::count_users",
    "office::access::store::credentials",
    "office::access::store::credentials_of",
    "office::access::store::set_password",
];

/// Functions that only the owner reaches, whatever calls them.
const BY_THE_OWNER: &[&str] = &["office::db::migrate", "office::maintenance::restore::restore"];

/// Whether a function or its module stands below a path.
fn below(function: &Function, path: &str) -> bool {
    let own = format!("{}::{}", function.module.join("::"), function.name);
    own == path || own.starts_with(&format!("{path}::"))
}

/// The texts in a function, the macros it uses, and whether it holds rows.
#[derive(Default)]
struct Texts {
    said: Vec<String>,
    macros: BTreeSet<String>,
    holds: bool,
}

/// The names and texts of the macros that a file declares for itself.
type Macros = BTreeMap<String, (BTreeSet<String>, Vec<String>)>;

fn macros() -> Macros {
    let mut found = Macros::new();
    for (file, text) in sources("crates/office/src", &[".rs"]) {
        for item in syn::parse_file(&text).unwrap().items {
            if let syn::Item::Macro(syn::ItemMacro { ident: Some(name), mac, .. }) = item {
                let mut texts = Texts::default();
                texts.visit_macro(&mac);
                let (names, said) = found.entry(file.clone()).or_default();
                names.insert(name.to_string());
                said.append(&mut texts.said);
            }
        }
    }
    found
}

impl<'ast> Visit<'ast> for Texts {
    fn visit_lit_str(&mut self, found: &'ast syn::LitStr) {
        self.said.push(found.value());
    }

    fn visit_expr_method_call(&mut self, found: &'ast syn::ExprMethodCall) {
        self.holds |= found.method == "hold";
        visit::visit_expr_method_call(self, found);
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        // Types stand among the arguments of `fetch_all!`, so that they are not read as expressions.
        self.macros.extend(found.path.segments.last().map(|last| last.ident.to_string()));
        found.parse_body_with(|input: ParseStream| self.read(input)).unwrap();
    }
}

impl Texts {
    fn read(&mut self, input: ParseStream) -> syn::Result<()> {
        while !input.is_empty() {
            if input.peek(syn::LitStr) {
                self.said.push(input.parse::<syn::LitStr>()?.value());
            } else if input.peek(syn::Ident) && input.peek2(syn::Token![!]) {
                self.macros.insert(input.parse::<syn::Ident>()?.to_string());
            } else if input.peek(syn::token::Paren) {
                let inner;
                syn::parenthesized!(inner in input);
                self.read(&inner)?;
            } else if input.peek(syn::token::Brace) {
                let inner;
                syn::braced!(inner in input);
                self.read(&inner)?;
            } else if input.peek(syn::token::Bracket) {
                let inner;
                syn::bracketed!(inner in input);
                self.read(&inner)?;
            } else {
                input.step(|cursor| {
                    cursor.token_tree().map(|(_, rest)| ((), rest)).ok_or_else(|| cursor.error("the end"))
                })?;
            }
        }
        Ok(())
    }
}

/// Statements behind a form that is filled in from a declaration: those of the same kind.
fn declared(feature: &str, form: &str) -> Vec<String> {
    let statements = match feature {
        "merges" => office::merges::store::by_declaration(),
        "privacy" => office::privacy::store::by_declaration(),
        _ => panic!("{feature} fills in a form: {form}"),
    };
    let kind = |sql: &str| sql.split_whitespace().next().unwrap_or_default().to_owned();
    let found: Vec<_> = statements.into_iter().filter(|sql| kind(sql) == kind(form)).collect();
    assert!(!found.is_empty(), "{feature} declares nothing for {form}");
    found
}

/// What a function needs by itself.
fn needed(function: &Function, columns: &Columns, macros: &Macros) -> BTreeSet<Right> {
    let mut texts = Texts::default();
    texts.visit_block(&function.body);
    let mut found = BTreeSet::new();
    if texts.holds {
        // `hold` locks rows as whoever changes them does.
        found.insert(("customer".to_owned(), "version".to_owned(), "update"));
    }
    let stored = function.module.iter().any(|part| part == "store" || part == "db");
    let feature = function.module.get(1).map_or("", String::as_str);
    if !stored || feature == "demo" {
        return found;
    }
    let of_macros = macros.get(&function.file).filter(|(names, _)| !names.is_disjoint(&texts.macros));
    let of_macros = of_macros.map(|(_, said)| said);
    for text in texts.said.iter().chain(of_macros.into_iter().flatten()) {
        let form = ["from {name}", "from {table}", "from {}", "update {name}", "update {table}", "update {}"];
        let filled = form.iter().any(|form| text.contains(form));
        // `Tx::hold`, and what looks through every table there is.
        if filled && !matches!(feature, "db" | "maintenance") {
            declared(feature, text).iter().for_each(|sql| found.extend(rights(sql, columns)));
        }
        found.extend(rights(text, columns));
    }
    found
}

/// The tables of all migrations with their columns.
fn columns() -> Columns {
    let mut found: Columns = BTreeMap::new();
    let mut table = None;
    for (file, text) in sources("migrations", &[".sql"]) {
        if file.ends_with("sqlite.sql") {
            continue;
        }
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                ["create", "table", name, ..] => {
                    found.entry(name.to_owned()).or_default();
                    table = (!line.contains(");")).then(|| name.to_owned());
                }
                ["alter", "table", name, "add", "column", column, ..] => {
                    found.entry(name.to_owned()).or_default().insert(column.to_owned());
                }
                [");"] => table = None,
                [column, kind, ..] if line.starts_with("  ") && !kind.starts_with('(') => {
                    if let Some(table) = &table {
                        found.entry(table.clone()).or_default().insert(column.to_owned());
                    }
                }
                _ => {}
            }
        }
    }
    found
}

struct Source {
    graph: Graph,
    calls: Vec<BTreeSet<usize>>,
    needs: Vec<BTreeSet<Right>>,
}

impl Source {
    fn read() -> Self {
        let graph = Graph::read(&["office"]);
        let (columns, macros) = (columns(), macros());
        assert!(columns.len() > 60 && columns["app_user"].contains("password_hash"), "{columns:?}");
        let skipped =
            |function: &Function| WITHOUT_ROLES.iter().chain(BY_THE_OWNER).any(|path| below(function, path));
        for path in WITHOUT_ROLES {
            assert!(graph.functions.iter().any(|function| below(function, path)), "there is no {path}");
        }
        let (mut calls, mut needs) = (Vec::new(), Vec::new());
        for (index, function) in graph.functions.iter().enumerate() {
            let out = skipped(function);
            calls.push(if out { BTreeSet::new() } else { graph.calls(index) });
            needs.push(if out { BTreeSet::new() } else { needed(function, &columns, &macros) });
        }
        Self { graph, calls, needs }
    }

    /// What `start` needs on its way, which does not lead through some modules.
    fn along(&self, start: &[usize], not_through: &[&str]) -> BTreeSet<Right> {
        let passable =
            |index: &usize| !not_through.iter().any(|path| below(&self.graph.functions[*index], path));
        let calls: Vec<BTreeSet<usize>> =
            self.calls.iter().map(|called| called.iter().copied().filter(passable).collect()).collect();
        let reached = self.graph.reach(start, &calls);
        reached.keys().flat_map(|index| self.needs[*index].iter().cloned()).collect()
    }

    fn functions(&self, path: &str) -> Vec<usize> {
        let found: Vec<usize> =
            (0..self.calls.len()).filter(|index| below(&self.graph.functions[*index], path)).collect();
        assert!(!found.is_empty(), "there is no {path}");
        found
    }
}

/// Whether a right is to read: a command that only reads runs in a transaction that can do no more.
fn reads((_, _, kind): &Right) -> bool {
    *kind == "select"
}

/// The rights of every group.
fn groups() -> BTreeMap<String, BTreeSet<Right>> {
    let source = Source::read();
    let mut groups: BTreeMap<String, BTreeSet<Right>> = BTreeMap::new();
    let schema = ("schema_migration".to_owned(), String::new(), "select");
    let mut person = source.along(&source.functions("office::dispatch::run"), &[]);
    person.extend(source.along(&source.functions("office::app::read_settings"), &[]));
    person.insert(schema.clone());
    let mut worker = person.clone();
    worker.extend(source.along(&source.functions("office::background::run"), &[]));
    for (name, handler) in handlers(&source.graph) {
        let command = COMMANDS.iter().find(|command| command.name == name).unwrap();
        let only_reads = matches!(command.run, Run::Read(_));
        let along = |not_through: &[&str]| {
            let mut found = source.along(&handler, not_through);
            found.retain(|right| !only_reads || reads(right));
            found
        };
        if OF_THE_OWNER.contains(&name.as_str()) {
            continue;
        }
        if OF_THE_WORKER.contains(&name.as_str()) {
            worker.extend(along(&[]));
            continue;
        }
        let inside = ASKED_INSIDE.iter().find(|(command, _)| name.starts_with(command));
        match (inside, command.need) {
            (Some((_, permissions)), _) => {
                for (permission, not_through) in *permissions {
                    groups.entry((*permission).to_owned()).or_default().extend(along(not_through));
                }
            }
            (None, Need::Permission(permission)) => {
                groups.entry(permission.0.to_owned()).or_default().extend(along(&[]));
            }
            (None, Need::Nobody | Need::Session | Need::SignedIn) => person.extend(along(&[])),
        }
    }
    for permission in office::permission::ALL {
        let own = groups.entry(permission.0.to_owned()).or_default();
        own.retain(|right| !covered(&person, right));
    }
    groups.insert("worker".to_owned(), worker);
    groups.insert("person".to_owned(), person);
    groups
}

fn covered(by: &BTreeSet<Right>, (table, column, kind): &Right) -> bool {
    by.contains(&(table.clone(), String::new(), *kind))
        || by.contains(&(table.clone(), column.clone(), *kind))
}

/// The list as it stands in the file.
fn text(groups: &BTreeMap<String, BTreeSet<Right>>) -> String {
    let mut text =
        "# What each permission needs of the tables. Made from the source: UPDATE_RIGHTS=1 writes it anew.\n"
            .to_owned();
    let named = office::permission::ALL.iter().map(|permission| permission.0);
    for group in ["person", "worker"].into_iter().chain(named) {
        text.push_str(&format!("\n[{group}]\n"));
        let mut tables: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
        for (table, column, kind) in &groups[group] {
            tables.entry(table).or_default().entry(kind).or_default().push(column);
        }
        for (table, kinds) in tables {
            let order = ["select", "insert", "update", "delete"].into_iter();
            let words = order.filter_map(|kind| {
                let columns = kinds.get(kind)?;
                Some(if columns.contains(&"") {
                    kind.to_owned()
                } else {
                    format!("{kind} ({})", columns.join(", "))
                })
            });
            text.push_str(&format!("{table}: {}\n", words.collect::<Vec<_>>().join(", ")));
        }
    }
    text
}

#[test]
fn invariant_14_rights_on_tables_are_those_the_commands_need() {
    let groups = groups();
    let file = root().join("crates/office/src/db/rights.txt");
    let expected = text(&groups);
    if std::env::var_os("UPDATE_RIGHTS").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "crates/office/src/db/rights.txt is stale: run `make rights`");
    let mut wrong = Vec::new();
    for (group, rights) in &groups {
        for (table, column, kind) in rights {
            let forged = matches!(table.as_str(), "audit_entry" | "activity" | "opt_out");
            let widely = column.is_empty() && *kind == "update";
            if *kind == "delete" && forged || widely || column == "password_hash" && *kind == "select" {
                wrong.push(format!("{group}: {kind} on {table}"));
            }
        }
    }
    assert_none(wrong, "rights that nobody may have");
}
