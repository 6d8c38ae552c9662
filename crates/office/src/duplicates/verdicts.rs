//! "Not a duplicate" (DUP-3): remembered with a digest of what was compared, so that the pair comes up again only
//! when the data of either changed.

use sha2::{Digest, Sha256};

use crate::customers::model::CustomerId;
use crate::customers::store as customers;
use crate::db::Tx;
use crate::duplicates::store::{self, Verdict};
use crate::error::Result;

/// A digest of what is compared of a ficha; none when there is no such ficha.
pub async fn digest(tx: &mut Tx, id: CustomerId) -> Result<Option<String>> {
    let Some(customer) = customers::get(tx, id).await? else { return Ok(None) };
    let fold = brazil::text::fold;
    let mut contacts: Vec<String> =
        customers::contact_points(tx, id).await?.into_iter().map(|point| point.value).collect();
    let mut addresses: Vec<String> = customers::addresses(tx, id)
        .await?
        .into_iter()
        .map(|address| format!("{} {} {}", address.cep, fold(&address.street), fold(&address.number)))
        .collect();
    contacts.sort();
    contacts.dedup();
    addresses.sort();
    let compared = serde_json::json!([
        fold(&customer.name),
        customer.document,
        customer.birth_date,
        fold(&customer.mother_name),
        contacts,
        addresses,
    ]);
    Ok(Some(crate::ids::hex(&Sha256::digest(compared.to_string()))))
}

/// Whether a verdict still holds: neither ficha has changed in what was compared.
pub async fn holds(tx: &mut Tx, verdict: &Verdict) -> Result<bool> {
    let one = digest(tx, verdict.one_id).await?;
    Ok(one.as_deref() == Some(verdict.one_digest.as_str())
        && digest(tx, verdict.other_id).await?.as_deref() == Some(verdict.other_digest.as_str()))
}

/// Those of the fichas that were told apart from `own` and have not changed since, nor has it.
pub async fn told_apart(tx: &mut Tx, own: CustomerId) -> Result<Vec<CustomerId>> {
    let verdicts = store::verdicts(tx, own).await?;
    if verdicts.is_empty() {
        return Ok(Vec::new());
    }
    let own_digest = digest(tx, own).await?;
    let mut apart = Vec::new();
    for verdict in verdicts {
        let own_is_one = verdict.one_id == own;
        let (other, mine, theirs) = if own_is_one {
            (verdict.other_id, verdict.one_digest, verdict.other_digest)
        } else {
            (verdict.one_id, verdict.other_digest, verdict.one_digest)
        };
        if own_digest.as_deref() == Some(mine.as_str())
            && digest(tx, other).await?.as_deref() == Some(theirs.as_str())
        {
            apart.push(other);
        }
    }
    Ok(apart)
}
