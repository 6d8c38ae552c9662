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

/// Changes rows by a statement put together from fixed parts; gives how many. Its variants are listed like those of
/// [`fetch_all_dynamic`](crate::fetch_all_dynamic).
#[macro_export]
macro_rules! execute_dynamic {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx, _) => sqlx::query(sqlx::AssertSqlSafe($sql))$(.bind($bind))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()).map_err($crate::error::Error::from),
            $crate::db::Tx::Postgres(tx) => sqlx::query(sqlx::AssertSqlSafe($sql))$(.bind($bind))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()).map_err($crate::error::Error::from),
        }
    };
}

/// All rows whose key is among many: `fetch_in!(tx, Row, "select … where key in ($1)", keys)`. The statement is
/// written for one key.
#[macro_export]
macro_rules! fetch_in {
    ($tx:expr, $row:ty, $sql:expr, $keys:expr) => {{
        let sql: &'static str = $crate::statement!($sql);
        let mut found: $crate::error::Result<Vec<$row>> = Ok(Vec::new());
        for chunk in $keys.chunks($crate::db::many::KEYS_AT_ONCE) {
            let text = sqlx::AssertSqlSafe($crate::db::many::with_keys(sql, chunk.len()));
            let page: Result<Vec<$row>, sqlx::Error> = match &mut *$tx {
                $crate::db::Tx::Sqlite(tx, _) => {
                    let mut query = sqlx::query_as::<_, $row>(text);
                    for key in chunk {
                        query = query.bind(key);
                    }
                    query.fetch_all(&mut **tx).await
                }
                $crate::db::Tx::Postgres(tx) => {
                    let mut query = sqlx::query_as::<_, $row>(text);
                    for key in chunk {
                        query = query.bind(key);
                    }
                    query.fetch_all(&mut **tx).await
                }
            };
            match (page, &mut found) {
                (Ok(mut page), Ok(all)) => all.append(&mut page),
                (Err(error), _) => {
                    found = Err(error.into());
                    break;
                }
                (Ok(_), Err(_)) => break,
            }
        }
        found
    }};
}

/// Adds many rows, several with each statement: `insert_many!(tx, "insert into t (a, b) values ($1, $2)", rows,
/// |row| row.a, &row.b)`. The statement is written for one row.
#[macro_export]
macro_rules! insert_many {
    ($tx:expr, $sql:expr, $rows:expr, |$row:ident| $($bind:expr),+ $(,)?) => {{
        let sql: &'static str = $crate::statement!($sql);
        let mut outcome: $crate::error::Result<()> = Ok(());
        for chunk in $rows.chunks($crate::db::many::rows_at_once($tx, sql)) {
            let text = sqlx::AssertSqlSafe($crate::db::many::statement_for($tx, sql, chunk.len()));
            let done = match &mut *$tx {
                $crate::db::Tx::Sqlite(tx, _) => {
                    let mut query = sqlx::query(text);
                    for $row in chunk {
                        query = query$(.bind($bind))+;
                    }
                    query.execute(&mut **tx).await.map(drop)
                }
                $crate::db::Tx::Postgres(tx) => {
                    let mut query = sqlx::query(text);
                    for $row in chunk {
                        query = query$(.bind($bind))+;
                    }
                    query.execute(&mut **tx).await.map(drop)
                }
            };
            if let Err(error) = done {
                outcome = Err(error.into());
                break;
            }
        }
        outcome
    }};
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
