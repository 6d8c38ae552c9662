//! Reading and changing the company.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::access::model::Nothing;
use crate::company::model::{Company, Logo};
use crate::company::{rules, store};
use crate::dispatch::Cx;
use crate::error::{Error, Result};

/// Largest logo, decoded; it goes into every document.
const LOGO_BYTES_MAX: usize = 512 * 1024;
/// The first bytes of every PNG (its specification, section 5.2).
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Makes the company of a new database.
pub async fn create(cx: &mut Cx, mut company: Company) -> Result<Company> {
    company.id = cx.id();
    let by = cx.actor.name.clone();
    store::insert(&mut cx.tx, &company, cx.now, &by).await?;
    cx.audit_created("company", company.id, &company)?;
    Ok(company)
}

/// The company.
pub async fn get(cx: &mut Cx, _: Nothing) -> Result<Company> {
    store::find(&mut cx.tx).await?.ok_or(Error::NotFound { entity: "company" })
}

/// Changes the company and takes its settings over at once.
pub async fn save(cx: &mut Cx, request: Company) -> Result<Company> {
    let company = rules::check_company(&request)?;
    let before = get(cx, Nothing {}).await?;
    let by = cx.actor.name.clone();
    if !store::update(&mut cx.tx, &company, cx.now, &by).await? {
        let (by, at) = store::last_change(&mut cx.tx, before.id).await?;
        return Err(Error::Conflict { by, at, current: Box::new(serde_json::to_value(before)?) });
    }
    let after = get(cx, Nothing {}).await?;
    cx.audit_changed("company", after.id, &before, &after)?;
    cx.app.apply_company(&after.time_zone, after.idle_lock_minutes);
    Ok(after)
}

/// The logo.
pub async fn logo(cx: &mut Cx, _: Nothing) -> Result<Logo> {
    let png = store::logo(&mut cx.tx).await?;
    Ok(Logo { png_base64: png.map(|bytes| STANDARD.encode(bytes)) })
}

/// Replaces the logo, or takes it away. Only a PNG is taken, known by its first bytes.
pub async fn save_logo(cx: &mut Cx, request: Logo) -> Result<Nothing> {
    let company = get(cx, Nothing {}).await?;
    let png = match request.png_base64 {
        None => None,
        Some(text) => {
            let bytes = STANDARD.decode(text).map_err(|_| Error::field("png_base64", "not_a_png"))?;
            if !bytes.starts_with(PNG_SIGNATURE) {
                return Err(Error::field("png_base64", "not_a_png"));
            }
            if bytes.len() > LOGO_BYTES_MAX {
                return Err(Error::field("png_base64", "file_too_large"));
            }
            Some(bytes)
        }
    };
    let size = png.as_ref().map_or(0, Vec::len);
    store::set_logo(&mut cx.tx, company.id, png).await?;
    cx.audit("company", company.id, None::<&()>, Some(&serde_json::json!({ "logo_bytes": size })))?;
    Ok(Nothing {})
}
