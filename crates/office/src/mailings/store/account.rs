//! The account in the database. There is one for now.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::mailings::model::{AccountId, MailAccount};
use crate::{execute, fetch_one, fetch_optional};

/// The account, once set up.
pub async fn find(tx: &mut Tx) -> Result<Option<MailAccount>> {
    fetch_optional!(
        tx,
        MailAccount,
        "select id, from_name, from_address, reply_to, host, port, security, username, per_minute, per_day, active, \
           ca_pem, last_error, last_error_at, version from mail_account order by id limit 1"
    )
}

/// Sets the account up.
pub async fn insert(tx: &mut Tx, account: &MailAccount, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into mail_account (id, name, from_name, from_address, reply_to, host, port, security, username, \
           per_minute, per_day, active, ca_pem, version, updated_at, updated_by) \
         values ($1, '', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14)",
        account.id,
        &account.from_name,
        &account.from_address,
        &account.reply_to,
        &account.host,
        account.port,
        account.security,
        &account.username,
        account.per_minute,
        account.per_day,
        account.active,
        &account.ca_pem,
        now,
        by
    )?;
    Ok(())
}

/// Changes the account if its version is still the one read; gives whether it was. Old trouble is forgotten.
pub async fn update(tx: &mut Tx, account: &MailAccount, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update mail_account set from_name = $3, from_address = $4, reply_to = $5, host = $6, port = $7, \
           security = $8, username = $9, per_minute = $10, per_day = $11, active = $12, ca_pem = $13, \
           last_error = '', last_error_at = null, version = version + 1, updated_at = $14, updated_by = $15 \
         where id = $1 and version = $2",
        account.id,
        account.version,
        &account.from_name,
        &account.from_address,
        &account.reply_to,
        &account.host,
        account.port,
        account.security,
        &account.username,
        account.per_minute,
        account.per_day,
        account.active,
        &account.ca_pem,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Who changed the account last, and when; for a conflict.
pub async fn last_change(tx: &mut Tx, id: AccountId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(
        tx,
        (String, DateTime<Utc>),
        "select updated_by, updated_at from mail_account where id = $1",
        id
    )
}

/// Notes what keeps the account from being used, or (empty) that it works. No change of a person: the version
/// stays.
pub async fn set_trouble(tx: &mut Tx, id: AccountId, words: &str, at: Option<DateTime<Utc>>) -> Result<()> {
    execute!(tx, "update mail_account set last_error = $2, last_error_at = $3 where id = $1", id, words, at)?;
    Ok(())
}

/// Makes workers take turns at claiming, so that the limits hold for all of them together.
pub async fn take_turn(tx: &mut Tx, id: AccountId) -> Result<()> {
    execute!(tx, "update mail_account set version = version where id = $1", id)?;
    Ok(())
}

/// Messages handed over since `minute_ago`, since `day_ago`, and claimed ones about to be.
pub async fn handed_over(
    tx: &mut Tx,
    id: AccountId,
    minute_ago: DateTime<Utc>,
    day_ago: DateTime<Utc>,
) -> Result<(i64, i64, i64)> {
    fetch_one!(
        tx,
        (i64, i64, i64),
        "select (select cast(count(*) as bigint) from outbox_message where account_id = $1 and sending_at > $2), \
           (select cast(count(*) as bigint) from outbox_message where account_id = $1 and sending_at > $3), \
           (select cast(count(*) as bigint) from outbox_message where account_id = $1 and state = 'claimed')",
        id,
        minute_ago,
        day_ago
    )
}
