//! Reading and changing the company.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::company::model::{Company, Logo};
use crate::company::{rules, store};
use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Result};

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
    let Some(bytes) = store::logo(&mut cx.tx).await? else {
        return Ok(Logo { image_base64: None, mime_type: None });
    };
    let mime_type = Some(rules::mime_type(&bytes).to_owned());
    Ok(Logo { image_base64: Some(STANDARD.encode(bytes)), mime_type })
}

/// Replaces the logo, or takes it away. Only what documents can be printed with is taken.
pub async fn save_logo(cx: &mut Cx, request: Logo) -> Result<Nothing> {
    let company = get(cx, Nothing {}).await?;
    let image = match request.image_base64 {
        None => None,
        Some(text) => {
            let bytes = STANDARD.decode(text).map_err(|_| Error::field("image_base64", "image_unknown"))?;
            rules::check_logo(&bytes).map_err(|code| Error::field("image_base64", code))?;
            Some(bytes)
        }
    };
    let size = image.as_ref().map_or(0, Vec::len);
    store::set_logo(&mut cx.tx, company.id, image).await?;
    cx.audit("company", company.id, None::<&()>, Some(&serde_json::json!({ "logo_bytes": size })))?;
    Ok(Nothing {})
}
