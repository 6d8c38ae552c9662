use proptest::prelude::*;

use super::*;

#[test]
fn cus_6_mobile_is_stored_as_e164_however_it_is_written() {
    for text in [
        "(19) 98488-0034",
        "19984880034",
        "+55 19 98488-0034",
        "+55 (019) 98488-0034",
        "5519984880034",
        "0055 19 98488 0034",
        "019 98488-0034",
        "0 15 19 98488-0034",
        "0xx19 98488-0034",
        "(0XX19) 98488.0034",
        "0**19-98488-0034",
        "\u{202a}+55 19 98488‑0034\u{202c}",
    ] {
        let phone = Phone::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(phone.as_e164(), "+5519984880034", "{text:?}");
        assert_eq!(phone.formatted(), "(19) 98488-0034");
        assert_eq!((phone.ddd(), phone.is_mobile(), phone.uf()), (Some(19), true, Some(Uf::SP)));
    }
}

#[test]
fn cus_6_landline_has_eight_digits_starting_with_2_to_5() {
    for text in ["(81) 4161-3632", "8141613632", "+558141613632", "081 4161 3632", "0 21 81 4161-3632"] {
        let phone = Phone::parse(text).unwrap();
        assert_eq!(phone.as_e164(), "+558141613632", "{text:?}");
        assert_eq!(phone.formatted(), "(81) 4161-3632");
        assert_eq!((phone.kind(), phone.ddd()), (PhoneKind::Landline, Some(81)));
    }
    assert_eq!(Phone::parse("(19) 1825-1234"), Err(PhoneError::Number));
    assert_eq!(Phone::parse("(19) 0825-1234"), Err(PhoneError::Number));
    assert_eq!(Phone::parse("(19) 88488-0034"), Err(PhoneError::Number));
}

#[test]
fn cus_6_area_code_55_is_not_taken_for_the_country() {
    assert_eq!(Phone::parse("(55) 99612-3456").unwrap().as_e164(), "+5555996123456");
    assert_eq!(Phone::parse("55 3221-1234").unwrap().as_e164(), "+555532211234");
    assert_eq!(Phone::parse("+55 55 3221-1234").unwrap().as_e164(), "+555532211234");
    assert_eq!(Phone::parse("5555996123456").unwrap().ddd(), Some(55));
}

#[test]
fn cus_6_there_are_67_area_codes_and_each_state_has_one() {
    let valid: Vec<u8> = (0..=u8::MAX).filter(|ddd| ddd_uf(*ddd).is_some()).collect();
    assert_eq!(valid.len(), 67);
    assert!(valid.iter().all(|ddd| (11..=99).contains(ddd) && ddd % 10 != 0));
    for uf in Uf::ALL {
        assert!(valid.iter().any(|ddd| ddd_uf(*ddd) == Some(uf)), "{uf}");
    }
    for invalid in [20, 23, 25, 26, 29, 30, 36, 39, 40, 50, 52, 56, 59, 60, 70, 72, 76, 78, 80, 90] {
        assert_eq!(ddd_uf(invalid), None);
        assert_eq!(Phone::parse(&format!("({invalid}) 98488-0034")), Err(PhoneError::AreaCode));
    }
    for (ddd, uf) in
        [(19, Uf::SP), (21, Uf::RJ), (61, Uf::DF), (71, Uf::BA), (81, Uf::PE), (91, Uf::PA), (97, Uf::AM)]
    {
        assert_eq!(ddd_uf(ddd), Some(uf));
    }
}

#[test]
fn cus_6_old_mobile_without_the_ninth_digit_is_refused_with_a_suggestion() {
    for (old, meant) in [("(19) 8488-0034", "+5519984880034"), ("+55 11 7123-4567", "+5511971234567")] {
        assert_eq!(Phone::parse(old).unwrap_err().code(), "phone_old_mobile");
        assert_eq!(Phone::suggest(old).unwrap().as_e164(), meant);
    }
    assert_eq!(Phone::suggest("(19) 3825-1234"), None);
    assert_eq!(Phone::suggest("(20) 8488-0034"), None);
    assert_eq!(Phone::suggest(""), None);
}

#[test]
fn cus_6_numbers_without_area_code_of_their_own_are_recognised() {
    for (text, e164, formatted, kind) in [
        ("0800 722 6001", "+558007226001", "0800 722 6001", PhoneKind::TollFree),
        ("+55 800 722 6001", "+558007226001", "0800 722 6001", PhoneKind::TollFree),
        ("0800 123456", "+55800123456", "0800 123456", PhoneKind::TollFree),
        ("0300-313-4000", "+553003134000", "0300 313 4000", PhoneKind::SharedCost),
        ("0303 123 4567", "+553031234567", "0303 123 4567", PhoneKind::SharedCost),
        ("4004-1234", "+5540041234", "4004-1234", PhoneKind::SharedCost),
        ("4020 1234", "+5540201234", "4020-1234", PhoneKind::SharedCost),
        ("3003-4828", "+5530034828", "3003-4828", PhoneKind::SharedCost),
    ] {
        let phone = Phone::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!((phone.as_e164(), phone.formatted().as_str(), phone.kind()), (e164, formatted, kind));
        assert_eq!((phone.ddd(), phone.is_mobile(), phone.uf()), (None, false, None));
        assert_eq!(Phone::parse(phone.as_e164()).unwrap(), phone);
        assert_eq!(Phone::parse(&phone.formatted()).unwrap(), phone);
    }
}

#[test]
fn cus_6_each_fault_has_its_code() {
    let code = |text: &str| Phone::parse(text).unwrap_err().code();
    assert_eq!(code(""), "phone_empty");
    assert_eq!(code(" () - "), "phone_empty");
    assert_eq!(code("não tem"), "phone_characters");
    assert_eq!(code("(19) 98488-0034 ramal 5"), "phone_characters");
    assert_eq!(code("(19) 98488-0034\r\nBcc: x"), "phone_characters");
    assert_eq!(code("98488-0034"), "phone_area_missing");
    assert_eq!(code("3825-1234"), "phone_area_missing");
    assert_eq!(code("190"), "phone_length");
    assert_eq!(code("(19) 98488-00345"), "phone_length");
    assert_eq!(code(&"9".repeat(5000)), "phone_length");
    assert_eq!(code("(20) 98488-0034"), "phone_area_code");
    assert_eq!(code("(19) 8488-0034"), "phone_old_mobile");
    assert_eq!(code("(19) 1848-0034"), "phone_number");
    assert_eq!(code("+351 21 123 4567"), "phone_foreign");
    assert_eq!(code("00 1 212 555 0100"), "phone_foreign");
}

#[test]
fn cus_6_phone_json_is_e164_and_checked_on_the_way_in() {
    let phone: Phone = serde_json::from_str("\"(19) 98488-0034\"").unwrap();
    assert_eq!(serde_json::to_string(&phone).unwrap(), "\"+5519984880034\"");
    assert!(serde_json::from_str::<Phone>("\"8488-0034\"").is_err());
}

proptest! {
    #[test]
    fn cus_6_every_phone_reads_back_from_both_its_forms(ddd in 11..=99u8, number in "9[0-9]{8}|[2-5][0-9]{7}") {
        let parsed = Phone::parse(&format!("{ddd}{number}"));
        match (ddd_uf(ddd), parsed) {
            (Some(_), Ok(phone)) => {
                prop_assert_eq!(phone.ddd(), Some(ddd));
                prop_assert_eq!(&Phone::parse(&phone.formatted()).unwrap(), &phone);
                prop_assert_eq!(&Phone::parse(phone.as_e164()).unwrap(), &phone);
                prop_assert_eq!(&Phone::parse(&phone.as_e164()[1..]).unwrap(), &phone);
            }
            (None, parsed) => prop_assert!(!matches!(parsed, Ok(phone) if phone.ddd().is_some())),
            (Some(_), Err(error)) => prop_assert!(false, "{ddd}{number}: {error}"),
        }
    }

    #[test]
    fn cus_6_no_text_causes_a_panic_and_what_is_read_is_e164(text in "\\PC*|[0-9+() x*-]{0,24}|(?s).*") {
        let _ = Phone::suggest(&text);
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert!(phone.as_e164().starts_with("+55") && phone.as_e164().len() <= 14);
            prop_assert!(phone.as_e164()[1..].bytes().all(|b| b.is_ascii_digit()));
            prop_assert_eq!(&Phone::parse(phone.as_e164()).unwrap(), &phone);
            prop_assert_eq!(Phone::parse(&phone.formatted()).unwrap(), phone);
        }
    }
}
