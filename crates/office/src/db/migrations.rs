//! The schema's steps, built into the program. Append-only: a step that has landed is never edited.

use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, insert_many};

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
    /// After the scripts, in the same transaction.
    pub afterwards: Afterwards,
}

/// What a step needs that SQL alone cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    /// Nothing.
    Nothing,
    /// Fill in the folded names of cities.
    FoldCities,
    /// Fill in the words of the names of customers.
    NoteWords,
}

impl Afterwards {
    /// Does it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn run(self, tx: &mut Tx) -> Result<()> {
        match self {
            Self::Nothing => Ok(()),
            Self::FoldCities => fold_cities(tx).await,
            Self::NoteWords => note_words(tx).await,
        }
    }
}

async fn fold_cities(tx: &mut Tx) -> Result<()> {
    let cities = fetch_all!(tx, (String,), "select distinct city from address order by city")?;
    for (city,) in cities {
        execute!(tx, "update address set city_key = $1 where city = $2", brazil::text::fold(&city), &city)?;
    }
    Ok(())
}

async fn note_words(tx: &mut Tx) -> Result<()> {
    let mut last = i64::MIN;
    loop {
        let names = fetch_all!(
            tx,
            (i64, String, String, String),
            "select code, name, trade_name, contact_name from customer where code > $1 and merged_into is null \
             order by code limit 5000",
            last
        )?;
        let Some((code, ..)) = names.last() else { return Ok(()) };
        last = *code;
        let words: Vec<(String, i64)> = names
            .iter()
            .flat_map(|(code, name, trade_name, contact_name)| {
                let words = brazil::text::name_words(&format!("{name} {trade_name} {contact_name}"));
                words.into_iter().map(|word| (word, *code))
            })
            .collect();
        insert_many!(
            tx,
            "insert into customer_word (word, code) values ($1, $2)",
            words,
            |row| &row.0,
            row.1
        )?;
    }
}

macro_rules! migration {
    ($version:literal, $folder:literal, $name:literal) => {
        migration!($version, $folder, $name, Nothing)
    };
    ($version:literal, $folder:literal, $name:literal, $afterwards:ident) => {
        Migration {
            version: $version,
            name: $name,
            shared: include_str!(concat!("../../../../migrations/", $folder, "/shared.sql")),
            sqlite: include_str!(concat!("../../../../migrations/", $folder, "/sqlite.sql")),
            postgres: include_str!(concat!("../../../../migrations/", $folder, "/postgres.sql")),
            afterwards: Afterwards::$afterwards,
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
    migration!(9, "0009_customer_lists", "lists of customers", FoldCities),
    migration!(10, "0010_fulfilment", "the course of a sale after its approval"),
    migration!(11, "0011_onboarding_and_feedback", "welcomes and what customers say"),
    migration!(12, "0012_indicators", "indicators"),
    migration!(13, "0013_registration_forms", "what a sale needs, as data"),
    migration!(14, "0014_many_people", "many people at once"),
    migration!(15, "0015_audit_reading", "reading the audit"),
    migration!(16, "0016_sign_ins", "sign-ins, and sessions ended from elsewhere"),
    migration!(17, "0017_long_lists", "lists of a million customers"),
    migration!(18, "0018_import_memory", "what imports remember"),
    migration!(19, "0019_backups", "copies by themselves"),
    migration!(20, "0020_merges", "merges of fichas"),
    migration!(21, "0021_customer_export", "lists of customers to files"),
    migration!(22, "0022_main_address_once", "main address kept once"),
    migration!(23, "0023_words_of_customers", "words of customers", NoteWords),
    migration!(24, "0024_holder_changes", "changes that wait for the holder"),
    migration!(25, "0025_opt_outs", "refusals of messages"),
    migration!(26, "0026_anonymisation", "people made anonymous"),
    migration!(27, "0027_saved_views", "views of lists"),
    migration!(28, "0028_duplicate_scans", "groups of fichas that may be one customer"),
    migration!(29, "0029_duplicate_threshold", "from which probability on groups are merged at once"),
    migration!(30, "0030_scan_statistics", "how many pairs of a scan fell where"),
    migration!(31, "0031_duplicate_index", "the index of duplicates"),
    migration!(32, "0032_inactivity", "customers set aside by a rule"),
    migration!(33, "0033_contracts", "who may change contracts"),
    migration!(34, "0034_certain_runs", "all certain groups merged by one job"),
    migration!(35, "0035_duplicate_reports", "fichas that sellers report as one customer"),
    migration!(36, "0036_login_roles", "a login role for each person"),
    migration!(37, "0037_fewer_indexes", "indexes that nothing asks for are gone"),
    migration!(38, "0038_lists_by_contact", "lists of customers by telephone and e-mail"),
    migration!(39, "0039_scan_settings", "what scans for duplicates compare"),
    migration!(40, "0040_what_is_owed", "what is owed, by customer"),
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
