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

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

#[test]
fn mai_3_only_what_may_have_arrived_is_in_doubt() {
    let state = |outcome| verdict(outcome, "", 0, now()).state;
    assert_eq!(state(Outcome::AnswerLost), MessageState::InDoubt);
    assert_eq!(state(Outcome::Disconnected), MessageState::Queued);
    assert_eq!(state(Outcome::Postponed), MessageState::Queued);
    assert_eq!(state(Outcome::Refused), MessageState::Failed);
    assert_eq!(state(Outcome::Unwritable), MessageState::Failed);
    assert_eq!(state(Outcome::Accepted), MessageState::Sent);
}

#[test]
fn mai_3_pauses_grow_and_end_after_four_days() {
    let mut at = now();
    let mut last_pause = TimeDelta::zero();
    let mut attempts = 0;
    while let Some(next) = verdict(Outcome::Postponed, "450 later", attempts, at).next_attempt_at {
        assert!(next - at >= last_pause);
        last_pause = next - at;
        at = next;
        attempts += 1;
    }
    assert!((4..=5).contains(&(at - now()).num_days()), "{}", at - now());
    let end = verdict(Outcome::Postponed, "450 later", attempts, at);
    assert_eq!((end.state, end.reason), (MessageState::Failed, Reason::GaveUp));
    assert!((1..20).all(|failures| account_pause_seconds(failures) <= account_pause_seconds(failures + 1)));
}

#[test]
fn mai_3_a_servers_words_are_kept_without_what_cannot_be_seen() {
    let kept = verdict(Outcome::Refused, "550 \u{1b}[31mno\r\nsuch user\u{202e}\n", 0, now()).server_reply;
    assert_eq!(kept, "550 [31mno\nsuch user");
    assert_eq!(clean_words(&"x".repeat(5_000)).len(), REPLY_CHARS_MAX);
}

#[test]
fn mai_3_only_a_message_in_doubt_is_settled() {
    for state in MessageState::ALL {
        assert_eq!(settle(*state, Settlement::SendAgain).is_ok(), *state == MessageState::InDoubt);
        assert!(!(may_retry(*state) && *state == MessageState::InDoubt));
    }
    assert!(!may_cancel(MessageState::Sending) && !may_cancel(MessageState::Sent));
}

fn account() -> MailAccount {
    MailAccount {
        id: uuid::Uuid::nil().into(),
        from_name: "ACME".into(),
        from_address: "vendas@acme.com.br".into(),
        reply_to: None,
        host: "smtp.acme.com.br".into(),
        port: 587,
        security: MailSecurity::Starttls,
        username: String::new(),
        per_minute: 30,
        per_day: 1_000,
        active: true,
        ca_pem: String::new(),
        last_error: String::new(),
        last_error_at: None,
        version: 1,
    }
}

#[test]
fn mai_4_the_tighter_limit_counts_and_never_goes_below_nothing() {
    assert_eq!(allowance(&account(), 0, 0, 0), 30);
    assert_eq!(allowance(&account(), 20, 20, 5), 5);
    assert_eq!(allowance(&account(), 0, 995, 3), 2);
    assert_eq!(allowance(&account(), 40, 40, 0), 0);
}

#[test]
fn an_account_is_checked_all_at_once() {
    let typed = MailAccountInput {
        version: 0,
        from_name: "\r\n".into(),
        from_address: "vendas@acme".into(),
        reply_to: "x".into(),
        host: "smtp acme".into(),
        port: 0,
        security: MailSecurity::None,
        username: "vendas".into(),
        password: None,
        per_minute: 0,
        per_day: 1,
        active: true,
        ca_pem: "lixo".into(),
    };
    let refused = check_account(&typed, account()).unwrap_err();
    let fields: Vec<_> = refused.issues().iter().map(|issue| issue.field.as_str()).collect();
    assert_eq!(
        fields,
        ["from_name", "from_address", "reply_to", "host", "port", "security", "per_minute", "ca_pem"]
    );
    let local = MailAccountInput {
        from_name: "ACME".into(),
        from_address: "vendas@acme.com.br".into(),
        reply_to: String::new(),
        host: "127.0.0.1".into(),
        port: 25,
        per_minute: 1,
        ca_pem: String::new(),
        ..typed
    };
    assert!(check_account(&local, account()).is_ok(), "a password to this very machine needs no TLS");
}
