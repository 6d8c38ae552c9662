//! The only place that makes ids and secrets of chance.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use uuid::Uuid;

/// Makes ids that sort by time (UUID version 7, RFC 9562), random or from a seed.
#[derive(Debug, Clone, Default)]
pub struct Ids(Option<Arc<Mutex<StdRng>>>);

impl Ids {
    /// Ids nobody can foresee.
    pub fn random() -> Self {
        Self(None)
    }

    /// The same ids at every run, for the demo base and tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Some(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))))
    }

    /// A new id; `now` is the instant it sorts by.
    pub fn next<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        let mut bytes = [0_u8; 10];
        match &self.0 {
            Some(seeded) => {
                seeded.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
            }
            None => rand::rng().fill_bytes(&mut bytes),
        }
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().into()
    }
}

/// Bytes nobody can foresee, for salts.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Chance that repeats itself: the same numbers at every run with the same seed, for the demo base.
pub type Seeded = StdRng;

/// A [`Seeded`] chance.
pub fn seeded(seed: u64) -> Seeded {
    StdRng::seed_from_u64(seed)
}

/// A random token of 128 bits as hex, for Message-IDs and workers' names.
pub fn random_token() -> String {
    hex(&random_bytes::<16>())
}

/// Six characters that a user can read out to support.
pub fn short_id() -> String {
    hex(&random_bytes::<3>()).to_uppercase()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Declares a newtype id: `id!(CustomerId, "What it names.")`.
#[macro_export]
macro_rules! id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            serde::Serialize,
            serde::Deserialize,
            sqlx::Type,
            ts_rs::TS,
        )]
        #[sqlx(transparent)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub uuid::Uuid);

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

/// Declares an enum stored and sent as snake-case text:
/// `text_enum!(/// doc … pub enum Channel { Phone, Email })`.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, sqlx::Type, ts_rs::TS,
        )]
        #[serde(rename_all = "snake_case")]
        #[sqlx(type_name = "text", rename_all = "snake_case")]
        #[ts(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text that is stored and sent.
            pub fn as_text(self) -> String {
                serde_json::to_value(self)
                    .ok()
                    .and_then(|value| value.as_str().map(str::to_owned))
                    .unwrap_or_default()
            }
        }
    };
}
