//! What may be queued, and what each outcome of sending means.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;
use brazil::email::Email;
use brazil::text::{strip_invisible, strip_invisible_lines};

use crate::error::{Issues, Result};
use crate::mailings::model::{NewAttachment, NewMessage};

/// Longest subject in characters; longer ones are cut by readers of mail anyway.
pub const SUBJECT_CHARS_MAX: usize = 200;
/// Longest text in characters, plain or as HTML.
pub const BODY_CHARS_MAX: usize = 200_000;
/// Most files with one message.
pub const ATTACHMENTS_MAX: usize = 10;
/// Largest file in bytes (FUP-3).
pub const ATTACHMENT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Largest sum of files in bytes; most servers take 25 MB after Base64 adds a third.
pub const ATTACHMENTS_BYTES_MAX: usize = 18 * 1024 * 1024;

/// Longest name of a recipient in characters.
const NAME_CHARS_MAX: usize = 200;
/// Longest file name in characters; file systems take 255 bytes.
const FILE_NAME_CHARS_MAX: usize = 120;

/// Checks and cleans a message; nothing in it can add a header, a recipient or a script (MAI-7).
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_message(given: NewMessage) -> Result<NewMessage> {
    let mut issues = Issues::default();
    let recipient_address = issues.take(
        "recipient_address",
        Email::parse(&given.recipient_address)
            .map(|email| email.as_str().to_owned())
            .map_err(|error| error.code()),
    );
    let recipient_name = cut(strip_invisible(&given.recipient_name).trim(), NAME_CHARS_MAX);
    let subject = cut(strip_invisible(&given.subject).trim(), SUBJECT_CHARS_MAX);
    if subject.is_empty() {
        issues.add("subject", "required");
    }
    let body_text = strip_invisible_lines(&given.body_text).trim_end().to_owned();
    if body_text.trim().is_empty() {
        issues.add("body_text", "required");
    }
    if body_text.chars().count() > BODY_CHARS_MAX {
        issues.add("body_text", "too_long");
    }
    let body_html = match given.body_html.trim() {
        "" => text_to_html(&body_text),
        html => clean_html(html),
    };
    if body_html.chars().count() > 2 * BODY_CHARS_MAX {
        issues.add("body_html", "too_long");
    }
    let attachments = check_attachments(&mut issues, given.attachments);
    issues.finish(recipient_address.map(|recipient_address| NewMessage {
        purpose: given.purpose,
        purpose_key: given.purpose_key,
        customer_id: given.customer_id,
        recipient_name,
        recipient_address,
        subject,
        body_text,
        body_html,
        attachments,
    }))
}

fn check_attachments(issues: &mut Issues, given: Vec<NewAttachment>) -> Vec<NewAttachment> {
    if given.len() > ATTACHMENTS_MAX {
        issues.add("attachments", "too_many");
    }
    if given.iter().map(|file| file.content.len()).sum::<usize>() > ATTACHMENTS_BYTES_MAX {
        issues.add("attachments", "file_too_large");
    }
    let mut checked = Vec::new();
    for (index, file) in given.into_iter().enumerate() {
        let file_name = clean_file_name(&file.file_name);
        if file_name.is_empty() {
            issues.add(format!("attachments.{index}.file_name"), "required");
        }
        if lettre::message::header::ContentType::parse(&file.mime_type).is_err() {
            issues.add(format!("attachments.{index}.mime_type"), "malformed");
        }
        if file.content.len() > ATTACHMENT_BYTES_MAX {
            issues.add(format!("attachments.{index}.content"), "file_too_large");
        }
        checked.push(NewAttachment { file_name, ..file });
    }
    checked
}

/// A file name that means nothing but itself on any system: no folders, no reserved characters, no leading dot.
pub fn clean_file_name(given: &str) -> String {
    let plain: String = strip_invisible(given)
        .chars()
        .map(|c| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '-' } else { c })
        .collect();
    cut(plain.trim().trim_start_matches('.').trim(), FILE_NAME_CHARS_MAX)
}

fn cut(text: &str, chars_max: usize) -> String {
    text.chars().take(chars_max).collect()
}

/// `text` with what HTML would read as markup written as entities; safe as content and in quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Plain text as HTML: blank lines part paragraphs, line breaks stay, everything is escaped.
pub fn text_to_html(text: &str) -> String {
    text.split("\n\n")
        .map(|paragraph| paragraph.trim_matches('\n'))
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| format!("<p>{}</p>\n", escape_html(paragraph).replace('\n', "<br>\n")))
        .collect()
}

/// HTML without scripts, forms, frames, event handlers and dangerous addresses.
pub fn clean_html(html: &str) -> String {
    MESSAGE_HTML.clean(html).to_string()
}

/// The same for looking at inside the program, where nothing may be fetched: without pictures too.
pub fn preview_html(html: &str) -> String {
    PREVIEW_HTML.clean(html).to_string()
}

static MESSAGE_HTML: LazyLock<Builder<'static>> = LazyLock::new(message_html);
static PREVIEW_HTML: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = message_html();
    builder.rm_tags(["img"]);
    builder
});

fn message_html() -> Builder<'static> {
    let styles: HashSet<&str> = [
        "background-color",
        "border",
        "border-bottom",
        "border-collapse",
        "border-top",
        "color",
        "font-family",
        "font-size",
        "font-weight",
        "line-height",
        "margin",
        "padding",
        "text-align",
        "vertical-align",
        "width",
    ]
    .into();
    let mut builder = Builder::default();
    builder
        .add_generic_attributes(["style"])
        .filter_style_properties(styles)
        .url_schemes(["https", "http", "mailto", "tel"].into());
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> NewMessage {
        NewMessage {
            purpose: "quote".into(),
            purpose_key: "1".into(),
            customer_id: None,
            recipient_name: "João".into(),
            recipient_address: "joao@Exemplo.com.br".into(),
            subject: "Orçamento".into(),
            body_text: "Olá".into(),
            body_html: String::new(),
            attachments: Vec::new(),
        }
    }

    #[test]
    fn mai_7_html_in_a_value_stays_text() {
        let checked = check_message(NewMessage {
            body_text: "Prezado <script>alert(1)</script> & Cia,\nsegue \"tudo\".\n\nAté logo".into(),
            ..message()
        })
        .unwrap();
        assert_eq!(
            checked.body_html,
            "<p>Prezado &lt;script&gt;alert(1)&lt;/script&gt; &amp; Cia,<br>\nsegue &quot;tudo&quot;.</p>\n\
             <p>Até logo</p>\n"
        );
    }

    #[test]
    fn mai_7_given_html_loses_scripts_and_handlers_and_keeps_its_looks() {
        let given = r#"<p style="color: red; position: fixed" onclick="x()">Oi<script>x()</script>
            <a href="javascript:x()">a</a><a href="https://exemplo.com.br">b</a><iframe src="x"></iframe></p>"#;
        let checked = check_message(NewMessage { body_html: given.into(), ..message() }).unwrap();
        for gone in ["script", "onclick", "iframe", "position"] {
            assert!(!checked.body_html.contains(gone), "{gone}: {}", checked.body_html);
        }
        assert!(checked.body_html.contains("color:red"), "{}", checked.body_html);
        assert!(checked.body_html.contains("https://exemplo.com.br"));
        assert!(!preview_html("<img src=\"https://exemplo.com.br/x.png\">oi").contains("img"));
    }

    #[test]
    fn mai_7_line_breaks_cannot_add_headers() {
        let refused = check_message(NewMessage {
            recipient_address: "a@exemplo.com.br\r\nBcc: b@exemplo.com.br".into(),
            subject: String::new(),
            body_text: " \n".into(),
            ..message()
        })
        .unwrap_err();
        let fields: Vec<_> = refused.issues().iter().map(|issue| issue.field.as_str()).collect();
        assert_eq!(fields, ["recipient_address", "subject", "body_text"]);
        let checked = check_message(NewMessage {
            subject: "Olá\r\nBcc: b@exemplo.com.br".into(),
            recipient_name: "João\r\nBcc: c@exemplo.com.br".into(),
            ..message()
        })
        .unwrap();
        assert!(!checked.subject.contains(['\r', '\n']) && !checked.recipient_name.contains(['\r', '\n']));
    }

    #[test]
    fn mai_6_file_names_keep_accents_and_lose_folders() {
        assert_eq!(clean_file_name("../../Orçamento nº 12/2026.pdf"), "-..-Orçamento nº 12-2026.pdf");
        assert_eq!(clean_file_name("\u{202e}fdp.exe\r\n"), "fdp.exe");
    }

    #[test]
    fn too_large_or_too_many_files_are_refused() {
        let file = NewAttachment {
            file_name: "a.pdf".into(),
            mime_type: "application/pdf".into(),
            content: vec![0; ATTACHMENT_BYTES_MAX],
        };
        assert!(check_message(NewMessage { attachments: vec![file.clone()], ..message() }).is_ok());
        let refused = check_message(NewMessage { attachments: vec![file; 2], ..message() }).unwrap_err();
        assert_eq!(refused.issues()[0].code, "file_too_large");
        let odd = NewAttachment { file_name: " . ".into(), mime_type: "pdf\r\nX: y".into(), content: vec![] };
        let refused = check_message(NewMessage { attachments: vec![odd; 11], ..message() }).unwrap_err();
        assert_eq!(refused.issues()[0].code, "too_many");
        assert!(refused.issues().iter().any(|issue| issue.field == "attachments.10.mime_type"));
    }
}
