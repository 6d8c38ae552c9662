//! The engine with what the latest scan of this base learned, kept in this process: reading it takes longer than
//! comparing.

use std::sync::{Mutex, MutexGuard, PoisonError};

use linkage::{Comparer, Config, Explanation, Frequencies, Keys, Model};
use serde::{Deserialize, Serialize};

use crate::db::Tx;
use crate::duplicates::index::rules::{Compared, LeftOut};
use crate::duplicates::scan;
use crate::duplicates::scan::model::{ScanId, ScanSettings};
use crate::error::{Error, Result};

/// What a scan leaves for comparing one ficha at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// Shares of levels.
    pub model: Model,
    /// How often what is common occurs.
    pub frequencies: Frequencies,
}

/// The engine of this process.
#[derive(Debug, Default)]
pub struct Learned(Mutex<Option<Engine>>);

#[derive(Debug)]
struct Engine {
    /// Whose lesson it is, none before the first scan, and the version of the settings.
    known: (Option<ScanId>, i64),
    keys: Keys,
    comparer: Comparer,
    left_out: LeftOut,
}

impl Engine {
    fn new(scan: Option<ScanId>, lesson: &str, settings: &ScanSettings) -> Result<Self> {
        let config = Config::from_toml(linkage::BRAZIL).map_err(Error::internal)?;
        let keys = Keys::new(&config).map_err(Error::internal)?;
        // A lesson of an older program says nothing to this one; so does none.
        let learned = serde_json::from_str::<Lesson>(lesson)
            .ok()
            .and_then(|lesson| Comparer::new(&config, lesson.model, &lesson.frequencies).ok());
        let comparer = match learned {
            Some(comparer) => comparer,
            None => Comparer::new(&config, Model::defaults(&config), &Frequencies::default())
                .map_err(Error::internal)?,
        };
        let left_out = LeftOut::new(&config, &settings.left_out);
        Ok(Self { known: (scan, settings.version), keys, comparer, left_out })
    }
}

impl Learned {
    /// Takes over what the latest scan learned and what is compared, where that is not known yet.
    pub async fn refresh(&self, tx: &mut Tx) -> Result<()> {
        let scan = scan::latest(tx).await?.map(|scan| scan.id);
        let settings = scan::settings(tx).await?;
        if self.lock().as_ref().is_some_and(|engine| engine.known == (scan, settings.version)) {
            return Ok(());
        }
        let lesson = match scan {
            Some(scan) => scan::lesson(tx, scan).await?,
            None => String::new(),
        };
        let engine = Engine::new(scan, &lesson, &settings)?;
        *self.lock() = Some(engine);
        Ok(())
    }

    /// The keys of a ficha, in ascending order, each once, also those of fields left out, which may be taken in again; none
    /// before the first refresh.
    pub fn keys(&self, compared: &Compared) -> Vec<i64> {
        let mut engine = self.lock();
        let Some(engine) = engine.as_mut() else { return Vec::new() };
        engine.keys.of(&compared.record())
    }

    /// What a pair weighs; nothing before the first refresh.
    pub fn compare(&self, one: &Compared, other: &Compared) -> Option<Explanation> {
        let mut engine = self.lock();
        let engine = engine.as_mut()?;
        let left_out = engine.left_out;
        Some(engine.comparer.compare(&left_out.of(one.record()), &left_out.of(other.record())))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Engine>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
