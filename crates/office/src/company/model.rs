//! The company.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::id!(CompanyId, "A company of ours.");

/// The company as stored. Its logo is fetched apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Company {
    /// Which.
    pub id: CompanyId,
    /// As customers know it.
    pub name: String,
    /// As registered.
    pub legal_name: String,
    /// CNPJ or CPF, canonical; none until known.
    pub document: Option<String>,
    /// Street and number.
    pub street: String,
    /// Bairro.
    pub district: String,
    /// City.
    pub city: String,
    /// Two letters, or empty.
    pub uf: String,
    /// Eight digits, or empty.
    pub cep: String,
    /// E.164, or empty.
    pub phone: String,
    /// Address for replies, or empty.
    pub email: String,
    /// IANA name, such as `America/Sao_Paulo`.
    pub time_zone: String,
    /// Minutes without input after which sessions lock.
    pub idle_lock_minutes: i64,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// A logo, or none.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Logo {
    /// PNG or JPEG in Base64 (RFC 4648), at most 512 KiB decoded; none takes the logo away.
    pub image_base64: Option<String>,
    /// `image/png` or `image/jpeg`; what is sent here is not looked at.
    #[serde(default)]
    pub mime_type: Option<String>,
}
