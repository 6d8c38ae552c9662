//! The walls of the house: what must hold of the whole program. `docs/architecture.md` lists them by number.

mod doors;
mod graph;
mod rights;
mod schema;
mod stale;
mod statements;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use office::commands::COMMANDS;
use office::db::{DynamicStatements, Statement};
use stories::story;

/// Which feature may read or use which. No cycles; nothing imports `reports`.
const FEATURES: &[(&str, &[&str])] = &[
    ("company", &[]),
    ("access", &["company"]),
    ("notices", &["access"]),
    ("jobs", &["access"]),
    ("audit", &["jobs"]),
    ("customers", &["access", "jobs"]),
    ("duplicates", &["access", "customers", "jobs", "notices"]),
    ("agenda", &["access", "customers"]),
    ("presence", &["access"]),
    ("views", &["access", "customers"]),
    ("products", &["access", "company"]),
    ("opt_outs", &["access", "customers"]),
    ("mailings", &["access", "customers", "company", "audit", "opt_outs"]),
    ("holder_changes", &["access", "customers", "company", "mailings"]),
    ("registrations", &["access", "customers", "duplicates", "notices", "mailings", "agenda"]),
    ("onboarding", &["access", "customers", "registrations"]),
    ("merges", &["access", "customers", "duplicates", "jobs", "onboarding"]),
    ("fulfilment", &["access", "customers", "registrations", "agenda", "onboarding"]),
    ("indicators", &["access", "registrations", "fulfilment"]),
    ("quotes", &["access", "customers", "company", "products", "agenda", "mailings", "notices"]),
    ("inactivity", &["access", "customers", "jobs", "agenda", "registrations", "fulfilment", "quotes"]),
    (
        "privacy",
        &[
            "access",
            "customers",
            "duplicates",
            "agenda",
            "notices",
            "mailings",
            "opt_outs",
            "holder_changes",
            "registrations",
            "onboarding",
            "merges",
            "fulfilment",
            "quotes",
            "inactivity",
            "company",
        ],
    ),
    ("imports", &["access", "customers", "products", "jobs"]),
    ("maintenance", &["access", "audit", "customers", "duplicates"]),
    ("setup", &[]),
    ("relocation", &["audit", "maintenance", "setup"]),
    ("demo", &["*"]),
    ("home", &["*"]),
];

/// Reads of a later feature's table, each with its reason.
const READ_AGAINST_THE_ORDER: &[(&str, &str)] = &[
    // CUS-4: a ficha warns of the open appointment, whose feature is built on customers.
    ("customers", "appointment"),
    // DUP-9: two welcomes under way keep a group from being merged without asking.
    ("duplicates", "onboarding"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files below `folder` with one of the endings, with their text.
fn sources(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["node_modules", "target", "dist", "gen"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let shown = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((shown, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "no sources below {folder}");
    found.sort();
    found
}

/// The application and the two programs that open it.
fn application() -> impl Iterator<Item = (String, String)> {
    ["crates/office/src", "crates/cli/src", "src-tauri/src"]
        .into_iter()
        .flat_map(|folder| sources(folder, &[".rs"]))
}

/// The lines of code, without comments and without the unit tests at a file's end.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(index, line)| (index + 1, line))
}

/// Every command with its handler, as the list of commands names it.
fn handlers(graph: &graph::Graph) -> Vec<(String, Vec<usize>)> {
    let list = std::fs::read_to_string(root().join("crates/office/src/commands.rs")).unwrap();
    let mut found = Vec::new();
    for line in list.split("command!(").skip(1) {
        let mut parts = line.split(',');
        let (Some(named), Some(handler)) = (parts.next(), parts.next()) else { continue };
        let Some(name) = named.split('"').nth(1) else { continue };
        let path: Vec<String> = handler.trim().split("::").map(str::to_owned).collect();
        let functions = graph.find(&["office".to_owned(), "commands".to_owned()], &path);
        assert_eq!(functions.len(), 1, "{name} is run by {handler}");
        found.push((name.to_owned(), functions));
    }
    let told: BTreeSet<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    let all: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(told, all, "the list is read as it stands");
    found
}

fn assert_none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn invariant_1_only_the_window_depends_on_tauri() {
    let manifests = sources("crates", &["Cargo.toml"]);
    assert!(manifests.len() >= 4);
    let found = manifests
        .into_iter()
        .filter(|(_, text)| text.lines().any(|line| line.starts_with("tauri") || line.starts_with("wry")))
        .map(|(file, _)| file);
    assert_none(found.collect(), "depends on Tauri");
}

#[test]
fn invariant_2_rules_are_pure() {
    let rules = sources("crates/office/src", &["rules.rs"]);
    assert!(rules.len() >= 2);
    let mut found = Vec::new();
    for (file, text) in rules {
        for (line, text) in code(&text) {
            if ["async ", "Tx", ".await", "clock::Clock", "Utc::now"].iter().any(|word| text.contains(word)) {
                found.push(format!("{file}:{line}: {}", text.trim()));
            }
        }
    }
    assert_none(found, "rules with async, a transaction or a clock");
}

#[test]
fn invariant_3_sql_stands_only_in_stores() {
    let mut found = Vec::new();
    for (file, text) in sources("crates", &[".rs"]) {
        if file.ends_with("store.rs") || file.contains("/store/") || file.contains("/office/src/db/") {
            continue;
        }
        for (line, text) in code(&text) {
            let calls = [
                "fetch_all!",
                "fetch_one!",
                "fetch_optional!",
                "fetch_all_dynamic!",
                "execute!",
                "execute_dynamic!",
                "sqlx::query",
            ];
            if calls.iter().any(|call| text.contains(call)) {
                found.push(format!("{file}:{line}: {}", text.trim()));
            }
        }
    }
    assert_none(found, "SQL outside a store");
}

#[test]
fn invariant_4_an_engine_is_named_only_by_the_database() {
    let mut found = Vec::new();
    for (file, text) in application() {
        // The help of the command line tells people which addresses there are.
        if file.contains("/office/src/db/") || file == "crates/cli/src/arguments.rs" {
            continue;
        }
        for (line, text) in code(&text) {
            let lower = text.to_lowercase();
            if lower.contains("sqlite") || lower.contains("postgres") {
                found.push(format!("{file}:{line}: {}", text.trim()));
            }
        }
    }
    assert_none(found, "an engine is named outside db/");
}

#[test]
fn invariant_5_time_and_chance_come_from_one_place() {
    let mut found = Vec::new();
    for (file, text) in application() {
        if file.ends_with("/clock.rs") || file.ends_with("/ids.rs") {
            continue;
        }
        for (line, text) in code(&text) {
            let words =
                ["Utc::now", "Local::now", "SystemTime::now", "new_v4", "now_v7", "rand::rng", "OsRng"];
            if words.iter().any(|word| text.contains(word)) {
                found.push(format!("{file}:{line}: {}", text.trim()));
            }
        }
    }
    assert_none(found, "the clock or chance asked outside clock.rs and ids.rs");
}

#[test]
fn invariant_6_features_use_only_what_the_table_allows() {
    let mut found = Vec::new();
    for (feature, allowed) in FEATURES {
        let folder = format!("crates/office/src/{feature}");
        if !root().join(&folder).is_dir() {
            continue;
        }
        for (file, text) in sources(&folder, &[".rs"]) {
            let used = graph::crate_modules(&file, &text);
            for (other, _) in FEATURES.iter().filter(|(other, _)| used.contains(*other)) {
                if other != feature && !allowed.contains(other) && !allowed.contains(&"*") {
                    found.push(format!("{file} uses {other}"));
                }
            }
        }
    }
    assert_none(found, "features that may not know each other");
    let known: BTreeSet<_> = FEATURES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let unlisted = std::fs::read_dir(root().join("crates/office/src"))
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().join("commands.rs").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !known.contains(name));
    assert_none(unlisted.collect(), "features missing in the table");
}

#[test]
fn invariant_6_features_make_no_circle() {
    // A feature may use only what stands above it, so that no chain of uses can come back.
    let mut above = BTreeSet::new();
    let mut found = Vec::new();
    for (feature, allowed) in FEATURES {
        let below = allowed.iter().filter(|other| **other != "*" && !above.contains(*other));
        found.extend(below.map(|other| format!("{feature} uses {other}, which stands below it")));
        above.insert(*feature);
    }
    assert_none(found, "features in a circle");
}

/// Every registered statement with the feature whose store holds it.
fn statements() -> Vec<(String, String)> {
    let fixed = inventory::iter::<Statement>.into_iter().map(|known| (known.file, known.sql.to_owned()));
    let dynamic = inventory::iter::<DynamicStatements>
        .into_iter()
        .flat_map(|known| (known.all)().into_iter().map(|sql| (known.file, sql)));
    let of = |file: &str| file.split('/').skip_while(|part| *part != "src").nth(1).unwrap_or("").to_owned();
    fixed.chain(dynamic).map(|(file, sql)| (of(file), sql)).collect()
}

/// Tables that stand after one of the words in a statement.
fn tables_after<'a>(sql: &'a str, words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    let parts: Vec<&str> =
        sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|p| !p.is_empty()).collect();
    let pairs: Vec<(String, String)> =
        parts.windows(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect();
    pairs.into_iter().filter(|(word, _)| words.contains(&word.as_str())).map(|(_, table)| table)
}

#[test]
fn invariant_6_a_table_is_written_by_one_feature_and_read_by_those_who_may_use_it() {
    // Made-up work of years is written as it would have been, and verified and backed up as a whole.
    // Statements of the tests themselves stand in no feature.
    let whole = ["demo", "maintenance", "db", ""];
    // A merge points rows of every declared table at another customer, by one form for all of them.
    // Anonymising empties columns of every table that says something about a person, by one form too.
    let mut declared: BTreeSet<_> = office::merges::store::by_declaration().into_iter().collect();
    declared.extend(office::privacy::store::by_declaration());
    let statements: Vec<_> = statements()
        .into_iter()
        .filter(|(feature, sql)| !whole.contains(&feature.as_str()) && !declared.contains(sql))
        .collect();
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (feature, sql) in &statements {
        for table in tables_after(sql, &["into", "update"]) {
            if table != "set" {
                owners.entry(table).or_default().insert(feature);
            }
        }
    }
    assert!(owners.len() > 30, "only {} tables are written", owners.len());
    let mut found: Vec<String> = owners
        .iter()
        .filter(|(_, writers)| writers.len() > 1)
        .map(|(table, writers)| format!("{table} is written by {writers:?}"))
        .collect();
    for (feature, sql) in &statements {
        let allowed =
            FEATURES.iter().find(|(name, _)| name == feature).map_or(&[][..], |(_, allowed)| allowed);
        for table in tables_after(sql, &["from", "join"]) {
            let Some(owner) = owners.get(&table).and_then(|writers| writers.first()) else { continue };
            let may = owner == feature || allowed.contains(owner) || allowed.contains(&"*");
            if !may && !READ_AGAINST_THE_ORDER.contains(&(feature.as_str(), table.as_str())) {
                found.push(format!("{feature} reads {table} of {owner}"));
            }
        }
    }
    found.sort();
    found.dedup();
    assert_none(found, "tables read or written by features that may not");
}

#[test]
fn invariant_7_every_command_has_a_story() {
    // A name in the harness, in an end-to-end test or in this folder runs nothing.
    let stories = sources("tests/stories", &[".rs"]).into_iter();
    let stories = stories.filter(|(file, _)| !file.contains("/architecture"));
    let of_crates = sources("crates", &[".rs"]).into_iter().filter(|(file, _)| file.contains("/tests/"));
    let told: String = stories.chain(of_crates).map(|(_, text)| text).collect();
    let untold = COMMANDS
        .iter()
        .filter(|command| !told.contains(&format!("\"{}\"", command.name)))
        .map(|command| command.name.to_owned());
    assert_none(untold.collect(), "commands no story runs");
    let names: BTreeSet<_> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(names.len(), COMMANDS.len(), "two commands share a name");
}

#[test]
fn invariant_8_stories_run_on_both_engines() {
    // What concerns one engine alone stands with the storage, beside the reason.
    let mut found = Vec::new();
    let ways = ["#[tokio::test", "TestApp::sqlite(", "TestApp::postgres(", "TestApp::open_by("];
    for (file, text) in sources("tests/stories", &[".rs"]) {
        // This file names the ways in order to find them.
        let own = file.ends_with("stories/storage.rs") || file.contains("stories/storage/");
        if own || file.ends_with("stories/architecture.rs") {
            continue;
        }
        for (line, text) in code(&text) {
            if ways.iter().any(|way| text.contains(way)) {
                found.push(format!("{file}:{line}: {}", text.trim()));
            }
        }
    }
    assert_none(found, "stories outside story!");
}

story!(
    async fn invariant_8_every_statement_is_understood_by_the_engine(app: TestApp) {
        let statements = statements();
        let seen = statements.len();
        let mut refused = Vec::new();
        for (feature, sql) in statements {
            if let Err(why) = app.app.db.prepare(sql.clone()).await {
                refused.push(format!("{feature}: {why}\n    {sql}"));
            }
        }
        assert!(seen > 40, "statements register themselves; only {seen} did");
        assert_none(refused, "statements the engine does not understand");
    }
);

#[test]
fn invariant_9_bindings_are_current() {
    let file = root().join("ui/src/bindings.ts");
    let expected = office::bindings::typescript();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "ui/src/bindings.ts is stale: run `make bindings`");
}

#[test]
fn invariant_10_shared_screens_import_no_feature() {
    let mut found = Vec::new();
    for (file, text) in sources("ui/src/shared", &[".ts", ".tsx"]) {
        for (line, text) in code(&text) {
            if text.contains("/features/")
                && (text.contains("import") || text.contains("from "))
                && !text.contains("glob")
            {
                found.push(format!("{file}:{line}: {}", text.trim()));
            }
        }
    }
    assert_none(found, "shared parts that know a feature");
}

#[test]
fn no_file_has_a_second_idea_in_it() {
    let mut found = Vec::new();
    for folder in ["crates", "src-tauri/src", "tests", "ui/src"] {
        for (file, text) in sources(folder, &[".rs", ".ts", ".tsx"]) {
            let lines = text.lines().count();
            if lines > 520 && !file.ends_with("bindings.ts") {
                found.push(format!("{file}: {lines} lines"));
            }
        }
    }
    assert_none(found, "files over 500 lines");
}
