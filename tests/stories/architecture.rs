//! The walls of the house: what must hold of the whole program.

use std::collections::BTreeSet;

use office::commands::COMMANDS;
use office::db::{DynamicStatements, Statement};
use stories::story;

story!(
    async fn every_statement_is_understood_by_the_engine(app: TestApp) {
        let fixed = inventory::iter::<Statement>
            .into_iter()
            .map(|known| (known.sql.to_owned(), format!("{}:{}", known.file, known.line)));
        let dynamic = inventory::iter::<DynamicStatements>
            .into_iter()
            .flat_map(|known| (known.all)().into_iter().map(|sql| (sql, known.file.to_owned())));
        let mut seen = 0;
        let mut refused = Vec::new();
        for (sql, place) in fixed.chain(dynamic) {
            seen += 1;
            if let Err(why) = app.app.db.prepare(sql.clone()).await {
                refused.push(format!("{place}: {why}\n    {sql}"));
            }
        }
        assert!(seen > 40, "statements register themselves; only {seen} did");
        assert!(refused.is_empty(), "{}", refused.join("\n"));
    }
);

#[test]
fn command_names_are_unique() {
    let names: BTreeSet<_> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(names.len(), COMMANDS.len());
}

#[test]
fn bindings_are_current() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/bindings.ts");
    let expected = office::bindings::typescript();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(file, &expected).unwrap();
    }
    let found = std::fs::read_to_string(file).unwrap_or_default();
    assert!(found == expected, "ui/src/bindings.ts is stale: run `make bindings`");
}
