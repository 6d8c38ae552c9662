use proptest::prelude::*;

use super::*;

#[test]
fn cus_6_email_keeps_the_local_part_and_lowers_the_domain() {
    let email = Email::parse(" Maria.Silva+nf@Exemplo.COM.BR ").unwrap();
    assert_eq!(email.as_str(), "Maria.Silva+nf@exemplo.com.br");
    assert_eq!((email.local(), email.domain()), ("Maria.Silva+nf", "exemplo.com.br"));
    for good in [
        "a@b.co",
        "o'neil@exemplo.com.br",
        "x_y-z@sub.exemplo.com.br",
        "1@exemplo.com",
        "contato@café.com.br",
    ] {
        assert_eq!(Email::parse(good).unwrap().as_str(), good);
    }
}

#[test]
fn cus_6_email_with_a_line_break_or_control_character_is_refused() {
    for text in [
        "a@exemplo.com\r\nBcc: b@exemplo.com",
        "a@exemplo.com\nBcc:b@exemplo.com",
        "a\r@exemplo.com",
        "a@exemplo.com\n",
        "a\u{0}@exemplo.com",
        "a\u{7f}@exemplo.com",
        "a\u{85}@exemplo.com",
        "\"a\r\n b\"@exemplo.com",
    ] {
        assert_eq!(Email::parse(text), Err(EmailError::Characters), "{text:?}");
    }
}

#[test]
fn cus_6_email_of_the_wrong_form_is_refused() {
    for text in [
        "maria",
        "@exemplo.com",
        "maria@",
        "maria@exemplo",
        "maria@@exemplo.com",
        "a@b@exemplo.com",
        "maria@exemplo..com",
        "maria@.com",
        "maria@exemplo.com.",
        ".maria@exemplo.com",
        "maria.@exemplo.com",
        "ma..ria@exemplo.com",
        "maria@-exemplo.com",
        "maria@exemplo-.com",
        "maria@[127.0.0.1]",
        "\"maria\"@exemplo.com",
        "Maria<maria@exemplo.com>",
        "maria@exemplo.com,jose@exemplo.com",
        "maria@exemplo.com;jose@exemplo.com",
        "maria@exem_plo.com",
        "maria@exemplo.c",
        "maria@10.0.0.1",
    ] {
        assert_eq!(Email::parse(text), Err(EmailError::Syntax), "{text:?}");
    }
    assert_eq!(Email::parse("maria silva@exemplo.com"), Err(EmailError::Characters));
    assert_eq!(Email::parse("Maria <maria@exemplo.com>"), Err(EmailError::Characters));
    assert_eq!(Email::parse("joão@exemplo.com"), Err(EmailError::Characters));
    assert_eq!(Email::parse("  ").unwrap_err().code(), "email_empty");
}

#[test]
fn cus_6_email_length_is_limited() {
    let local = "a".repeat(64);
    assert!(Email::parse(&format!("{local}@exemplo.com")).is_ok());
    assert_eq!(Email::parse(&format!("a{local}@exemplo.com")), Err(EmailError::Length));
    let label = "b".repeat(63);
    let domain = |last: usize| format!("{label}.{label}.{}.{}", "c".repeat(last), "com");
    assert_eq!(format!("{local}@{}", domain(57)).len(), 254);
    assert!(Email::parse(&format!("{local}@{}", domain(57))).is_ok());
    assert_eq!(Email::parse(&format!("{local}@{}", domain(58))), Err(EmailError::Length));
    assert_eq!(Email::parse(&"a".repeat(1_000_000)), Err(EmailError::Length));
}

#[test]
fn cus_6_typos_of_frequent_domains_are_suggested() {
    for (typed, meant) in [
        ("maria@gmial.com", "maria@gmail.com"),
        ("maria@gmail.con", "maria@gmail.com"),
        ("maria@gmail.co", "maria@gmail.com"),
        ("maria@gmailcom", "maria@gmail.com"),
        ("maria@gmail.com.br", "maria@gmail.com"),
        ("maria@GMAIL.CMO", "maria@gmail.com"),
        ("maria@gamil.con", "maria@gmail.com"),
        ("maria@hotmial.com", "maria@hotmail.com"),
        ("maria@homail.com", "maria@hotmail.com"),
        ("maria@hotmaill.com", "maria@hotmail.com"),
        ("maria@yaho.com.br", "maria@yahoo.com.br"),
        ("maria@yahoo.com.b", "maria@yahoo.com.br"),
        ("maria@outlok.com", "maria@outlook.com"),
        ("maria@iclod.com", "maria@icloud.com"),
        ("maria@uol.com.be", "maria@uol.com.br"),
        ("maria@terra.com.bt", "maria@terra.com.br"),
        ("gmial.com", "gmail.com"),
    ] {
        assert_eq!(suggest_domain(typed).as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn cus_6_real_domains_are_left_alone() {
    for address in [
        "maria@gmail.com",
        "maria@Hotmail.com",
        "maria@yahoo.com",
        "maria@yahoo.com.br",
        "maria@ymail.com",
        "maria@mail.com",
        "maria@bol.com.br",
        "maria@uol.com.br",
        "maria@exemplo.com.br",
        "maria@serra.com.br",
        "maria@empresa.com",
        "maria@five.com",
        "",
        "@",
        "maria@",
        "maria",
    ] {
        assert_eq!(suggest_domain(address), None, "{address}");
    }
}

proptest! {
    #[test]
    fn cus_6_no_text_causes_a_panic_in_emails(text in "\\PC*|[a-z0-9.@-]{0,40}|(?s).*") {
        let _ = suggest_domain(&text);
        if let Ok(email) = Email::parse(&text) {
            prop_assert!(!email.as_str().chars().any(|c| c.is_control() || c.is_whitespace()));
            prop_assert_eq!(Email::parse(email.as_str()).unwrap(), email);
        }
    }

    #[test]
    fn cus_6_a_suggestion_is_itself_above_suspicion(text in "[a-z]{1,6}@[a-z]{0,8}\\.?(com|com.br|con|co)") {
        if let Some(meant) = suggest_domain(&text) {
            prop_assert!(Email::parse(&meant).is_ok());
            prop_assert_eq!(suggest_domain(&meant), None);
        }
    }
}
