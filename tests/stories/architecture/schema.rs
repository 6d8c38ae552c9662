//! What the database itself says of its tables, after all migrations.

use std::collections::BTreeSet;

use office::db::Tx;
use stories::{TestApp, story};

/// Columns that point at a customer, as `table.column`.
async fn pointing_at_a_customer(app: &TestApp) -> BTreeSet<String> {
    let mut tx = app.app.db.begin_read().await.unwrap();
    let found: Vec<(String, String)> = match &mut tx {
        Tx::Sqlite(tx, _) => sqlx::query_as(
            "select t.name, k.\"from\" from sqlite_master t, pragma_foreign_key_list(t.name) k \
             where t.type = 'table' and k.\"table\" = 'customer'",
        )
        .fetch_all(&mut **tx)
        .await
        .unwrap(),
        Tx::Postgres(tx) => sqlx::query_as(
            "select cast(c.conrelid::regclass as text), cast(a.attname as text) from pg_constraint c \
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) \
             where c.contype = 'f' and c.confrelid = 'customer'::regclass",
        )
        .fetch_all(&mut **tx)
        .await
        .unwrap(),
    };
    tx.rollback().await.unwrap();
    found.into_iter().map(|(table, column)| format!("{table}.{column}")).collect()
}

story!(
    async fn invariant_11_every_table_with_a_customer_is_declared_to_the_merge(app: TestApp) {
        let declared: BTreeSet<_> = office::duplicates::references::CUSTOMER_REFERENCES
            .iter()
            .map(|reference| format!("{}.{}", reference.table, reference.column))
            .collect();
        let referring = pointing_at_a_customer(&app).await;
        assert!(referring.len() >= 10, "only {referring:?}");
        assert_eq!(referring, declared);
        // A column that a later step adds to a table there is, which no `create table` names.
        let later = "alter table plan add column first_sold_to uuid references customer (id)";
        stories::run_sql(&app, later.to_owned()).await;
        let more = pointing_at_a_customer(&app).await;
        assert_eq!(more.difference(&declared).collect::<Vec<_>>(), ["plan.first_sold_to"]);
    }
);
