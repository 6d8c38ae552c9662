//! The schema's steps, built into the program. Append-only: a step that has landed is never edited.

/// One step: portable SQL, and the few statements that each engine needs in its own words.
#[derive(Debug)]
pub struct Migration {
    /// Counts up without gaps.
    pub version: i64,
    /// What it brings.
    pub name: &'static str,
    /// For both engines.
    pub shared: &'static str,
    /// After `shared`, on SQLite.
    pub sqlite: &'static str,
    /// After `shared`, on Postgres.
    pub postgres: &'static str,
}

macro_rules! migration {
    ($version:literal, $folder:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            shared: include_str!(concat!("../../../../migrations/", $folder, "/shared.sql")),
            sqlite: include_str!(concat!("../../../../migrations/", $folder, "/sqlite.sql")),
            postgres: include_str!(concat!("../../../../migrations/", $folder, "/postgres.sql")),
        }
    };
}

/// All steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_access_and_audit", "access and audit"),
    migration!(2, "0002_customers", "customers"),
    migration!(3, "0003_registrations", "registrations"),
    migration!(4, "0004_products_and_quotes", "products and quotes"),
    migration!(5, "0005_agenda", "agenda"),
    migration!(6, "0006_mailings", "mailings"),
    migration!(7, "0007_imports", "imports"),
    migration!(8, "0008_one_time_passwords", "one-time passwords"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_is_listed_and_versions_have_no_gap() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        let on_disk =
            std::fs::read_dir(folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
        assert_eq!(on_disk.count(), MIGRATIONS.len());
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.version, i64::try_from(index).unwrap() + 1);
        }
    }
}
