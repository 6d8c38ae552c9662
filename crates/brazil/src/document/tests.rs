use proptest::prelude::*;

use super::*;

#[test]
fn cus_5_cpf_is_read_with_and_without_punctuation() {
    for text in [
        "52998224725",
        "529.982.247-25",
        " 529 982 247 25 ",
        "529.982.247–25",
        "\u{202d}529.982.247-25\u{202c}",
    ] {
        let cpf = Cpf::parse(text).unwrap();
        assert_eq!(cpf.as_str(), "52998224725", "{text:?}");
        assert_eq!(cpf.to_string(), "529.982.247-25");
    }
}

#[test]
fn cus_5_cpf_check_digits_fit_published_numbers() {
    for text in ["529.982.247-25", "111.444.777-35", "123.456.789-09"] {
        assert!(Cpf::parse(text).is_ok(), "{text}");
        assert_eq!(Cpf::from_base(&text[..11]).unwrap().to_string(), text);
    }
    assert_eq!(Cpf::parse("529.982.247-26"), Err(DocumentError::CheckDigits));
    assert_eq!(Cpf::parse("529.982.247-15"), Err(DocumentError::CheckDigits));
}

#[test]
fn cus_5_cpf_of_one_repeated_digit_is_refused() {
    for digit in '0'..='9' {
        let text: String = std::iter::repeat_n(digit, 11).collect();
        assert_eq!(Cpf::parse(&text), Err(DocumentError::Repeated), "{text}");
        assert_eq!(Document::parse(&text), Err(DocumentError::Repeated), "{text}");
    }
}

#[test]
fn cus_5_cnpj_of_one_repeated_digit_is_refused() {
    for digit in '0'..='9' {
        let text: String = std::iter::repeat_n(digit, 14).collect();
        assert_eq!(Cnpj::parse(&text), Err(DocumentError::Repeated), "{text}");
    }
}

#[test]
fn cus_5_each_fault_has_its_code() {
    let code = |text: &str| Document::parse(text).unwrap_err().code();
    assert_eq!(code(""), "document_empty");
    assert_eq!(code(" .-/ "), "document_empty");
    assert_eq!(code("5299822472"), "document_length");
    assert_eq!(code("529982247250"), "document_length");
    assert_eq!(code(&"1".repeat(5000)), "document_length");
    assert_eq!(code("5299822472A"), "document_characters");
    assert_eq!(code("529982247_25"), "document_characters");
    assert_eq!(code("５２９９８２２４７２５"), "document_characters");
    assert_eq!(code("12ABC34501DE3X"), "document_characters");
    assert_eq!(code("12ABC34501DE36"), "document_check_digits");
    assert_eq!(code("11111111111"), "document_repeated");
}

#[test]
fn cus_5_cnpj_with_letters_is_accepted() {
    for text in ["12ABC34501DE35", "00000000E08G12", "93ZB0VRYV6KA67"] {
        let cnpj = Cnpj::parse(text).unwrap();
        assert_eq!(cnpj.as_str(), text);
        assert_eq!(Cnpj::parse(&text.to_lowercase()).unwrap(), cnpj);
        assert_eq!(Cnpj::from_base(&text[..12]).unwrap(), cnpj);
        assert_eq!(Document::parse(text).unwrap(), Document::Cnpj(cnpj));
    }
    let cnpj = Cnpj::parse("12.abc.345/01de-35").unwrap();
    assert_eq!(cnpj.to_string(), "12.ABC.345/01DE-35");
    assert_eq!((cnpj.root(), cnpj.establishment()), ("12ABC345", "01DE"));
}

#[test]
fn cus_5_old_numeric_cnpj_stays_valid() {
    for text in ["11.222.333/0001-81", "00.000.000/0001-91", "33.000.167/0001-01", "60.746.948/0001-12"] {
        assert_eq!(Cnpj::parse(text).unwrap().to_string(), text);
        assert_eq!(Cnpj::from_base(&text[..15]).unwrap().to_string(), text);
    }
}

#[test]
fn cus_5_lost_leading_zeros_are_put_back_only_when_asked() {
    let whole = Cnpj::parse("00000000000191").unwrap();
    assert_eq!(Cnpj::parse("191"), Err(DocumentError::Length));
    assert_eq!(Cnpj::parse_lenient("191"), Err(DocumentError::Length));
    assert_eq!(Cnpj::parse_lenient("000000000191").unwrap(), whole);

    let cpf = Cpf::from_base("012345678").unwrap();
    let damaged = &cpf.as_str()[1..];
    assert_eq!(Cpf::parse(damaged), Err(DocumentError::Length));
    assert_eq!(Document::parse(damaged), Err(DocumentError::Length));
    assert_eq!(Cpf::parse_lenient(damaged).unwrap(), cpf);
    assert_eq!(Document::parse_lenient(damaged).unwrap(), Document::Cpf(cpf));
    assert_eq!(Cpf::parse_lenient("0529982247"), Err(DocumentError::CheckDigits));

    let cnpj = Cnpj::from_base("001234560001").unwrap();
    assert_eq!(Document::parse_lenient(&cnpj.as_str()[2..]).unwrap(), Document::Cnpj(cnpj));
    assert_eq!(Cnpj::parse_lenient("2ABC34501DE35"), Err(DocumentError::Length), "letters are never padded");
}

#[test]
fn cus_5_swapped_neighbours_are_offered_as_a_repair() {
    let meant = Cpf::parse("52998224725").unwrap();
    assert!(Cpf::suggest_repairs("25998224725").contains(&meant));
    assert!(Cpf::suggest_repairs("529.982.274-25").contains(&meant));
    assert!(Cpf::suggest_repairs("52998224752").contains(&meant));
    assert_eq!(Cpf::parse("25998224725"), Err(DocumentError::CheckDigits), "offered, not applied");
    assert!(Cpf::suggest_repairs("52998224725").is_empty());
    assert!(Cpf::suggest_repairs("5299822472").is_empty());
    assert!(Cpf::suggest_repairs("não sei").is_empty());
}

#[test]
fn cus_5_a_base_of_the_wrong_form_is_refused() {
    assert_eq!(Cpf::from_base("12345678"), Err(DocumentError::Length));
    assert_eq!(Cpf::from_base("12345678A"), Err(DocumentError::Characters));
    assert_eq!(Cpf::from_base("111111111"), Err(DocumentError::Repeated));
    assert_eq!(Cnpj::from_base("12ABC34501D"), Err(DocumentError::Length));
    assert_eq!(Cnpj::from_base("12ABC34501Dé"), Err(DocumentError::Characters));
    assert_eq!(Cnpj::from_base("000000000000"), Err(DocumentError::Repeated));
}

#[test]
fn cus_5_json_carries_the_canonical_text_and_is_checked_on_the_way_in() {
    let document: Document = serde_json::from_str("\"12.abc.345/01de-35\"").unwrap();
    assert_eq!(serde_json::to_string(&document).unwrap(), "\"12ABC34501DE35\"");
    assert!(serde_json::from_str::<Document>("\"12ABC34501DE36\"").is_err());
    assert!(serde_json::from_str::<Cpf>("\"12ABC34501DE35\"").is_err());
}

proptest! {
    #[test]
    fn cus_5_any_base_gives_a_document_that_reads_back(base in "[0-9]{9}", company in "[0-9A-Z]{12}") {
        if let Ok(cpf) = Cpf::from_base(&base) {
            prop_assert_eq!(&Cpf::parse(&cpf.to_string()).unwrap(), &cpf);
            prop_assert_eq!(Document::parse(cpf.as_str()).unwrap(), Document::Cpf(cpf));
        } else {
            prop_assert!(base.bytes().all(|b| b == base.as_bytes()[0]));
        }
        if let Ok(cnpj) = Cnpj::from_base(&company) {
            prop_assert_eq!(Cnpj::parse(&cnpj.to_string()).unwrap(), cnpj);
        } else {
            prop_assert_eq!(company, "000000000000");
        }
    }

    /// Detection is certain when the first check digit is not 0, which stands for two remainders.
    #[test]
    fn cus_5_one_wrong_digit_in_a_cpf_is_detected(base in "[0-9]{9}", position in 0..11usize, shift in 1..10u8) {
        let Ok(cpf) = Cpf::from_base(&base) else { return Ok(()) };
        prop_assume!(&cpf.as_str()[9..10] != "0");
        prop_assert!(Cpf::parse(&corrupt(cpf.as_str(), position, shift)).is_err());
    }

    #[test]
    fn cus_5_one_wrong_digit_in_a_cnpj_is_detected(base in "[0-9]{12}", position in 0..14usize, shift in 1..10u8) {
        let Ok(cnpj) = Cnpj::from_base(&base) else { return Ok(()) };
        prop_assume!(&cnpj.as_str()[12..13] != "0");
        prop_assert!(Cnpj::parse(&corrupt(cnpj.as_str(), position, shift)).is_err());
    }

    #[test]
    fn cus_5_a_wrong_letter_in_a_cnpj_is_detected_unless_11_apart(
        base in "[0-9A-Z]{12}", position in 0..12usize, other in "[0-9A-Z]",
    ) {
        let Ok(cnpj) = Cnpj::from_base(&base) else { return Ok(()) };
        let (old, new) = (cnpj.as_str().as_bytes()[position], other.as_bytes()[0]);
        prop_assume!(&cnpj.as_str()[12..13] != "0" && !value(old).abs_diff(value(new)).is_multiple_of(11));
        let mut wrong = cnpj.as_str().to_owned();
        wrong.replace_range(position..=position, &other);
        prop_assert!(Cnpj::parse(&wrong).is_err());
    }

    #[test]
    fn cus_5_a_swap_of_neighbours_is_always_repaired(base in "[0-9]{9}", left in 0..10usize) {
        let Ok(cpf) = Cpf::from_base(&base) else { return Ok(()) };
        let mut swapped: Vec<char> = cpf.as_str().chars().collect();
        swapped.swap(left, left + 1);
        let swapped: String = swapped.into_iter().collect();
        if Cpf::parse(&swapped).is_err() {
            prop_assert!(Cpf::suggest_repairs(&swapped).contains(&cpf));
        }
    }

    #[test]
    fn cus_5_no_text_causes_a_panic(text in "\\PC*|[0-9A-Za-z./ -]{0,20}|(?s).*") {
        let strict = Document::parse(&text);
        let lenient = Document::parse_lenient(&text);
        if strict.is_ok() {
            prop_assert_eq!(&strict, &lenient);
        }
        if let Ok(document) = lenient {
            prop_assert!(document.as_str().bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
        }
        let _ = (Cpf::suggest_repairs(&text), Cpf::from_base(&text), Cnpj::from_base(&text));
    }
}

fn corrupt(number: &str, position: usize, shift: u8) -> String {
    let mut bytes = number.as_bytes().to_vec();
    bytes[position] = (bytes[position] - b'0' + shift) % 10 + b'0';
    String::from_utf8(bytes).unwrap()
}
