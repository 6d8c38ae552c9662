//! One statement, either engine.

/// Runs a sqlx query on whichever engine the transaction is.
#[macro_export]
macro_rules! on_engine {
    ($tx:expr, $query:expr, $method:ident $(, $bind:expr)*) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx, _) => $query$(.bind($bind))*.$method(&mut **tx).await.map_err($crate::error::Error::from),
            $crate::db::Tx::Postgres(tx) => $query$(.bind($bind))*.$method(&mut **tx).await.map_err($crate::error::Error::from),
        }
    };
}

/// Notes a statement for the test that prepares all of them, and gives it back.
#[macro_export]
macro_rules! statement {
    ($sql:expr) => {{
        inventory::submit! { $crate::db::Statement { sql: $sql, file: file!(), line: line!() } }
        $sql
    }};
}

/// All rows: `fetch_all!(tx, Row, "select …", bind, …)`.
#[macro_export]
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on_engine!($tx, sqlx::query_as::<_, $row>($crate::statement!($sql)), fetch_all $(, $bind)*)
    };
}

/// One row or none.
#[macro_export]
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on_engine!($tx, sqlx::query_as::<_, $row>($crate::statement!($sql)), fetch_optional $(, $bind)*)
    };
}

/// Exactly one row.
#[macro_export]
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on_engine!($tx, sqlx::query_as::<_, $row>($crate::statement!($sql)), fetch_one $(, $bind)*)
    };
}

/// All rows of a statement put together from fixed parts (sort orders, numbers of words). Its maker lists
/// every variant with [`dynamic_statements`](crate::dynamic_statements), so that they are prepared too.
#[macro_export]
macro_rules! fetch_all_dynamic {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on_engine!($tx, sqlx::query_as::<_, $row>(sqlx::AssertSqlSafe($sql)), fetch_all $(, $bind)*)
    };
}

/// Changes rows; gives how many.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx, _) => sqlx::query($crate::statement!($sql))$(.bind($bind))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()).map_err($crate::error::Error::from),
            $crate::db::Tx::Postgres(tx) => sqlx::query($crate::statement!($sql))$(.bind($bind))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()).map_err($crate::error::Error::from),
        }
    };
}

/// Declares a function that lists every variant of a store's dynamic statements.
#[macro_export]
macro_rules! dynamic_statements {
    ($all:expr) => {
        inventory::submit! { $crate::db::DynamicStatements { all: $all, file: file!() } }
    };
}

/// All rows of a statement put together from fixed parts, whose last parameters are `$words`, as many as there
/// are. Its variants are listed like those of [`fetch_all_dynamic`](crate::fetch_all_dynamic).
#[macro_export]
macro_rules! fetch_all_words {
    ($tx:expr, $row:ty, $sql:expr, $words:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx, _) => {
                let query = sqlx::query_as::<_, $row>(sqlx::AssertSqlSafe($sql))$(.bind($bind))*;
                let query = $words.iter().fold(query, |query, word| query.bind(word));
                query.fetch_all(&mut **tx).await.map_err($crate::error::Error::from)
            }
            $crate::db::Tx::Postgres(tx) => {
                let query = sqlx::query_as::<_, $row>(sqlx::AssertSqlSafe($sql))$(.bind($bind))*;
                let query = $words.iter().fold(query, |query, word| query.bind(word));
                query.fetch_all(&mut **tx).await.map_err($crate::error::Error::from)
            }
        }
    };
}
