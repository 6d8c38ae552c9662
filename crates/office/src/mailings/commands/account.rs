//! The account that messages go out through, and the test of it.

use std::sync::Arc;

use crate::app::App;
use crate::company;
use crate::dispatch::Nothing;
use crate::dispatch::TaskCx;
use crate::error::{Error, Result};
use crate::mailings::mime;
use crate::mailings::model::{
    AccountId, MailAccount, MailAccountInput, MailAccountState, MailSecurity, MailTest, MailTestResult,
    OutgoingMessage, QueuedMessage,
};
use crate::mailings::smtp::{Connection, Patience};
use crate::mailings::store::account as accounts;
use crate::mailings::{rules, store};

/// Under which name an account's password is kept.
pub fn password_key(id: AccountId) -> String {
    format!("mail-account-{id}")
}

/// Keyring and file may wait for a person or a disk: not on the threads that serve everybody.
async fn with_secrets<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&App) -> Result<T> + Send + 'static,
) -> Result<T> {
    let app = Arc::clone(app);
    tokio::task::spawn_blocking(move || work(&app)).await.map_err(Error::internal)?
}

/// The account and where its password is. The password itself is never given.
pub async fn account(task: TaskCx, _: Nothing) -> Result<MailAccountState> {
    let mut cx = task.read().await?;
    let account = accounts::find(&mut cx.tx).await?;
    cx.tx.rollback().await?;
    let key = account.as_ref().map(|account| password_key(account.id));
    with_secrets(&task.app, move |app| {
        let key = key.unwrap_or_default();
        let has_password = app.secrets.has(&key)?;
        Ok(MailAccountState { account, has_password, secrets: app.secrets.kind(&key)? })
    })
    .await
}

/// Sets the account up or changes it. The password goes into the secrets only, after the account is stored.
pub async fn save_account(task: TaskCx, request: MailAccountInput) -> Result<MailAccountState> {
    let mut cx = task.write().await?;
    let before = accounts::find(&mut cx.tx).await?;
    let account = rules::check_account(&request, before.clone().unwrap_or_else(|| blank(cx.id())))?;
    let by = cx.actor.name.clone();
    match &before {
        None => accounts::insert(&mut cx.tx, &account, cx.now, &by).await?,
        Some(before) => {
            if !accounts::update(&mut cx.tx, &account, cx.now, &by).await? {
                let (by, at) = accounts::last_change(&mut cx.tx, before.id).await?;
                return Err(Error::Conflict { by, at, current: Box::new(serde_json::to_value(before)?) });
            }
        }
    }
    let after = accounts::find(&mut cx.tx).await?.ok_or(Error::NotFound { entity: "mail_account" })?;
    cx.audit("mail_account", after.id, before.as_ref(), Some(&after))?;
    if request.password.is_some() {
        cx.audit("mail_account", after.id, None::<&()>, Some(&serde_json::json!({ "password": "changed" })))?;
    }
    task.commit(cx).await?;
    // A keyring may ask its owner first: nobody else waits for that in a transaction.
    if let Some(password) = request.password {
        let key = password_key(after.id);
        with_secrets(&task.app, move |app| app.secrets.set(&key, &password)).await?;
    }
    self::account(task, Nothing {}).await
}

fn blank(id: AccountId) -> MailAccount {
    MailAccount {
        id,
        from_name: String::new(),
        from_address: String::new(),
        reply_to: None,
        host: String::new(),
        port: 587,
        security: MailSecurity::Starttls,
        username: String::new(),
        per_minute: 1,
        per_day: 1,
        active: true,
        ca_pem: String::new(),
        last_error: String::new(),
        last_error_at: None,
        version: 1,
    }
}

/// Sends a test through the stored account right now and gives the server's words. It is about the account and
/// not about a customer, so it does not pass through the outbox.
pub async fn send_test(task: TaskCx, request: MailTest) -> Result<MailTestResult> {
    let to = brazil::email::Email::parse(&request.recipient_address)
        .map_err(|error| Error::field("recipient_address", error.code()))?;
    let mut cx = task.read().await?;
    let account = accounts::find(&mut cx.tx).await?.ok_or(Error::NotFound { entity: "mail_account" })?;
    let company = company::store::find(&mut cx.tx).await?.map(|company| company.name).unwrap_or_default();
    let now = cx.now;
    cx.tx.rollback().await?;
    let body_text = format!(
        "Este é um teste do envio de e-mails de {company}.\n\nSe você o recebeu, a conta está funcionando."
    );
    let message = OutgoingMessage {
        recipient_name: String::new(),
        recipient_address: to.as_str().to_owned(),
        subject: format!("Teste de envio: {company}"),
        body_html: rules::text_to_html(&body_text),
        body_text,
        message_id: QueuedMessage::new_message_id(
            account.from_address.rsplit_once('@').map_or("localhost", |(_, domain)| domain),
        ),
        attempts: 0,
        queued_at: now,
    };
    let key = password_key(account.id);
    let password = with_secrets(&task.app, move |app| app.secrets.get(&key)).await?;
    let answer = hand_over(&account, password, &message).await;
    let works = answer.is_ok();
    let words = rules::clean_words(&answer.unwrap_or_else(|words| words));
    if works && !account.last_error.is_empty() {
        let mut cx = task.write().await?;
        store::account::set_trouble(&mut cx.tx, account.id, "", None).await?;
        task.commit(cx).await?;
    }
    Ok(MailTestResult { accepted: works, words })
}

async fn hand_over(
    account: &MailAccount,
    password: Option<String>,
    message: &OutgoingMessage,
) -> Result<String, String> {
    let mail = mime::build(account, message, Vec::new())?;
    // A person is waiting: shorter than what a worker has.
    let patience = Patience {
        connect: std::time::Duration::from_secs(20),
        command: std::time::Duration::from_secs(30),
        content: std::time::Duration::from_secs(60),
    };
    let mut connection = Connection::open(account, password, patience).await?;
    let words = |failure: crate::mailings::smtp::Failure| failure.words().to_owned();
    connection.sender(&mail.from).await.map_err(words)?;
    connection.recipient(&mail.to).await.map_err(words)?;
    connection.data().await.map_err(words)?;
    let answer = connection.content(&mail.bytes).await.map_err(words)?;
    connection.close().await;
    Ok(answer)
}
