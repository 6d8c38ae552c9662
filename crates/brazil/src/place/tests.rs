use proptest::prelude::*;

use super::*;

#[test]
fn cus_6_uf_is_one_of_27_by_code_or_name() {
    assert_eq!(Uf::ALL.len(), 27);
    for uf in Uf::ALL {
        assert_eq!(Uf::parse(uf.code()), Ok(uf));
        assert_eq!(Uf::parse(&uf.name().to_lowercase()), Ok(uf));
    }
    assert_eq!(Uf::parse(" sp "), Ok(Uf::SP));
    assert_eq!(Uf::parse("SAO PAULO"), Ok(Uf::SP));
    assert_eq!(Uf::parse("XX").unwrap_err().code(), "uf_unknown");
    assert_eq!(Uf::parse("  ").unwrap_err().code(), "uf_empty");
    assert_eq!(serde_json::to_string(&Uf::SP).unwrap(), "\"SP\"");
    assert_eq!(serde_json::from_str::<Uf>("\"RJ\"").unwrap(), Uf::RJ);
    assert!(Uf::ALL.is_sorted_by_key(|uf| uf.code()));
}

#[test]
fn cus_6_cep_has_eight_digits() {
    for text in ["13170-738", "13170738", "13.170-738", " 13170 738 "] {
        let cep = Cep::parse(text).unwrap();
        assert_eq!((cep.as_str(), cep.formatted().as_str()), ("13170738", "13170-738"));
    }
    let code = |text: &str| Cep::parse(text).unwrap_err().code();
    assert_eq!(code(""), "cep_empty");
    assert_eq!(code("1317073"), "cep_length");
    assert_eq!(code("131707388"), "cep_length");
    assert_eq!(code(&"1".repeat(1000)), "cep_length");
    assert_eq!(code("1317O-738"), "cep_characters");
    assert_eq!(code("00000-000"), "cep_unknown");
}

#[test]
fn cus_6_cep_that_lost_its_zero_is_repaired_only_when_asked() {
    assert_eq!(Cep::parse("1310100").unwrap_err(), PlaceError::CepLength);
    assert_eq!(Cep::parse_lenient("1310100").unwrap().formatted(), "01310-100");
    assert_eq!(Cep::parse_lenient("131010"), Err(PlaceError::CepLength));
    assert_eq!(Cep::parse_lenient("0131010"), Err(PlaceError::CepUnknown));
}

/// Post office boxes and city halls of the capitals and of towns next to a border between ranges.
#[test]
fn cus_6_cep_tells_the_state() {
    for (cep, uf) in [
        ("01310-100", Uf::SP), // Avenida Paulista, São Paulo
        ("13170-738", Uf::SP), // Sumaré
        ("20040-020", Uf::RJ), // Rio de Janeiro, centre
        ("29010-002", Uf::ES), // Vitória
        ("30130-010", Uf::MG), // Belo Horizonte
        ("40020-000", Uf::BA), // Salvador
        ("49010-000", Uf::SE), // Aracaju
        ("50030-230", Uf::PE), // Recife
        ("57020-000", Uf::AL), // Maceió
        ("58010-000", Uf::PB), // João Pessoa
        ("59012-300", Uf::RN), // Natal
        ("60025-060", Uf::CE), // Fortaleza
        ("64000-040", Uf::PI), // Teresina
        ("65010-000", Uf::MA), // São Luís
        ("66010-000", Uf::PA), // Belém
        ("68900-073", Uf::AP), // Macapá
        ("69005-010", Uf::AM), // Manaus
        ("69301-000", Uf::RR), // Boa Vista
        ("69460-000", Uf::AM), // Coari, beyond Roraima's range
        ("69900-000", Uf::AC), // Rio Branco
        ("70150-900", Uf::DF), // Palácio do Planalto
        ("72800-000", Uf::GO), // Luziânia, within the Federal District's numbers
        ("73330-000", Uf::DF), // Planaltina (DF)
        ("73750-000", Uf::GO), // Planaltina (GO)
        ("74003-010", Uf::GO), // Goiânia
        ("76801-000", Uf::RO), // Porto Velho
        ("77001-000", Uf::TO), // Palmas
        ("78005-000", Uf::MT), // Cuiabá
        ("79002-000", Uf::MS), // Campo Grande
        ("80010-000", Uf::PR), // Curitiba
        ("88010-000", Uf::SC), // Florianópolis
        ("90010-000", Uf::RS), // Porto Alegre
    ] {
        assert_eq!(Cep::parse(cep).unwrap().uf(), Some(uf), "{cep}");
    }
    assert_eq!(Cep::parse("78950-000").unwrap().uf(), None);
}

#[test]
fn cus_6_cep_ranges_are_in_order_and_leave_one_gap() {
    let mut free = Vec::new();
    for pair in CEP_RANGES.windows(2) {
        let ((_, end, _), (start, _, _)) = (pair[0], pair[1]);
        assert!(start > end);
        free.extend(end + 1..start);
    }
    assert_eq!(free, (78900..=78999).collect::<Vec<u32>>());
    assert!(Uf::ALL.iter().all(|uf| CEP_RANGES.iter().any(|(_, _, owner)| owner == uf)));
}

proptest! {
    #[test]
    fn cus_6_no_text_causes_a_panic_in_places(text in "\\PC*|[0-9.-]{0,12}|(?s).*") {
        let _ = Uf::parse(&text);
        if let Ok(cep) = Cep::parse(&text) {
            let _ = cep.uf();
            prop_assert_eq!(Cep::parse(&cep.formatted()).unwrap(), cep.clone());
            prop_assert_eq!(Cep::parse_lenient(&text).unwrap(), cep);
        }
    }
}
