//! A queued message as the bytes of a mail: text and HTML side by side, files after them (RFC 5322, 2045, 2047,
//! 2231). lettre encodes and folds; nothing is put into a header by hand.

use std::time::SystemTime;

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::mailings::model::{MailAccount, NewAttachment, OutgoingMessage};

/// A mail ready to be handed over.
#[derive(Debug)]
pub struct Mail {
    /// Envelope sender.
    pub from: Address,
    /// Envelope recipient.
    pub to: Address,
    /// Headers and body.
    pub bytes: Vec<u8>,
}

/// Writes a message as a mail from `account`.
///
/// # Errors
/// What lettre objects to, for the log and the screen.
pub fn build(
    account: &MailAccount,
    message: &OutgoingMessage,
    files: Vec<NewAttachment>,
) -> Result<Mail, String> {
    let from = ascii_address(&account.from_address)?;
    let to = ascii_address(&message.recipient_address)?;
    let mut builder = Message::builder()
        .message_id(Some(message.message_id.clone()))
        .date(SystemTime::from(message.queued_at))
        .from(Mailbox::new(named(&account.from_name), from.clone()))
        .to(Mailbox::new(named(&message.recipient_name), to.clone()))
        .subject(brazil::text::strip_invisible(&message.subject));
    if let Some(reply_to) = &account.reply_to {
        builder = builder.reply_to(Mailbox::new(None, ascii_address(reply_to)?));
    }
    let bodies = MultiPart::alternative()
        .singlepart(SinglePart::plain(message.body_text.clone()))
        .singlepart(SinglePart::html(message.body_html.clone()));
    let whole = if files.is_empty() {
        bodies
    } else {
        let mut mixed = MultiPart::mixed().multipart(bodies);
        for file in files {
            let kind = ContentType::parse(&file.mime_type).map_err(|error| error.to_string())?;
            mixed = mixed.singlepart(Attachment::new(file.file_name).body(file.content, kind));
        }
        mixed
    };
    let mail = builder.multipart(whole).map_err(|error| error.to_string())?;
    Ok(Mail { from, to, bytes: mail.formatted() })
}

/// A display name without line breaks and control characters: lettre panics on them instead of refusing.
fn named(name: &str) -> Option<String> {
    let name = brazil::text::strip_invisible(name).trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// The address with its domain in the form every server understands (`são.com.br` → `xn--so-xka.com.br`).
fn ascii_address(address: &str) -> Result<Address, String> {
    let (local, domain) = address.rsplit_once('@').ok_or("no at sign")?;
    let domain = idna::domain_to_ascii(domain).map_err(|error| error.to_string())?;
    Address::new(local, domain).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailings::model::MailSecurity;

    fn built(name: &str, files: Vec<NewAttachment>) -> String {
        let account = MailAccount {
            id: uuid::Uuid::nil().into(),
            from_name: "ACME Serviços, Técnicos".into(),
            from_address: "vendas@acme.com.br".into(),
            reply_to: Some("respostas@ação.com.br".into()),
            host: String::new(),
            port: 25,
            security: MailSecurity::None,
            username: String::new(),
            per_minute: 1,
            per_day: 1,
            active: true,
            ca_pem: String::new(),
            last_error: String::new(),
            last_error_at: None,
            version: 1,
        };
        let message = OutgoingMessage {
            recipient_name: name.into(),
            recipient_address: "joao@exemplo.com.br".into(),
            subject: "Orçamento nº 12".into(),
            body_text: "Olá, João\n.\nlinha".into(),
            body_html: "<p>Olá</p>".into(),
            message_id: "<abc@acme.com.br>".into(),
            attempts: 0,
            queued_at: chrono::DateTime::from_timestamp(1_795_003_200, 0).unwrap(),
        };
        String::from_utf8(build(&account, &message, files).unwrap().bytes).unwrap()
    }

    #[test]
    fn mai_6_accents_travel_encoded_in_headers_and_file_names() {
        let file = NewAttachment {
            file_name: "Orçamento nº 12.pdf".into(),
            mime_type: "application/pdf".into(),
            content: b"%PDF".to_vec(),
        };
        let mail = built("João d'Ávila", vec![file]);
        assert!(mail.is_ascii());
        assert!(mail.contains("Message-ID: <abc@acme.com.br>\r\n"), "{mail}");
        assert!(mail.contains("Date: "));
        assert!(mail.contains("=?utf-8?"));
        assert!(mail.contains("filename*0*=utf-8''Or%C3%A7amento"), "{mail}");
        assert!(
            mail.contains("Reply-To: respostas@xn--ao-jjan.com.br")
                || mail.contains("Reply-To: respostas@xn--")
        );
        for part in ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]
        {
            assert!(mail.contains(part), "{part}");
        }
    }

    #[test]
    fn mai_7_a_name_cannot_add_a_header() {
        let mail = built("João\r\nBcc: outra@exemplo.com.br", Vec::new());
        let (headers, _) = mail.split_once("\r\n\r\n").unwrap();
        assert!(!headers.lines().any(|line| line.starts_with("Bcc")), "{headers}");
    }

    #[test]
    fn mai_7_a_lone_line_break_never_reaches_the_server() {
        let mail = built("João", Vec::new());
        assert!(!mail.replace("\r\n", "").contains(['\r', '\n']));
    }
}
