use proptest::prelude::*;

use super::*;

#[test]
fn sys_7_folding_ignores_case_accents_and_punctuation() {
    for (text, folded) in [
        ("Ávila", "avila"),
        ("AVILA", "avila"),
        ("A\u{301}vila", "avila"),
        ("  José   D'Ávila-Conceição ", "jose d avila conceicao"),
        ("Rua Penteado, 1091", "rua penteado 1091"),
        ("São\u{a0}Paulo/SP", "sao paulo sp"),
        ("Jo\u{200b}ão", "joao"),
        ("linha\r\nseguinte", "linha seguinte"),
        ("N.º 12 ª", "n o 12 a"),
        ("ﬁbra ６００", "fibra 600"),
        ("...", ""),
        ("", ""),
    ] {
        assert_eq!(fold(text), folded, "{text:?}");
    }
}

#[test]
fn sys_7_avila_sorts_with_avila() {
    let mut names = ["Zélia", "Ávila", "Bruno", "avila neto", "Abel"];
    names.sort_by_key(|name| fold(name));
    assert_eq!(names, ["Abel", "Ávila", "avila neto", "Bruno", "Zélia"]);
}

#[test]
fn mai_7_invisible_and_direction_characters_are_removed() {
    let invisible = [
        '\u{0}',
        '\u{7}',
        '\u{1b}',
        '\u{7f}',
        '\u{9f}',
        '\u{ad}',
        '\u{61c}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202b}',
        '\u{202c}',
        '\u{202d}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2067}',
        '\u{2068}',
        '\u{2069}',
        '\u{feff}',
        '\u{e0041}',
    ];
    for character in invisible {
        assert_eq!(strip_invisible(&format!("Ma{character}ria")), "Maria", "{:04x}", u32::from(character));
    }
    assert_eq!(strip_invisible("nota\u{202e}fdp.exe"), "notafdp.exe");
    assert_eq!(strip_invisible("João da Silva – ação"), "João da Silva – ação");
}

#[test]
fn mai_7_line_breaks_become_a_space_or_stay_where_lines_are_wanted() {
    assert_eq!(strip_invisible("Maria\r\nBcc: x"), "Maria Bcc: x");
    assert_eq!(strip_invisible("a\tb\u{2028}c"), "a b c");
    assert_eq!(
        strip_invisible_lines("um\r\ndois\rtrês\n\nquatro\u{202e}\tcinco"),
        "um\ndois\ntrês\n\nquatro cinco"
    );
}

#[test]
fn cus_2_text_that_says_nothing_is_refused() {
    for text in [
        "", "   ", "\n\t", "...", "—", "?!", "a", "aaaa", "A a á", "- - -", "11111", "\u{200b}", "😀😀",
        "\u{3164}",
    ] {
        assert!(!is_meaningful(text), "{text:?}");
    }
    for text in ["ok", "Não atendeu.", "2ª via", "12", "… retornar amanhã"] {
        assert!(is_meaningful(text), "{text:?}");
    }
}

#[test]
fn names_get_the_usual_capitals() {
    for (typed, titled) in [
        ("MARIA DA SILVA", "Maria da Silva"),
        ("joão d'ávila dos santos e souza", "João D'Ávila dos Santos e Souza"),
        ("advocacia sant'anna ltda", "Advocacia Sant'Anna Ltda"),
        ("SANT’ANNA", "Sant’Anna"),
        ("ana-maria  DE   lourdes", "Ana-Maria de Lourdes"),
        ("da silva", "Da Silva"),
        ("mcdonald's", "Mcdonald's"),
        ("joão paulo ii", "João Paulo II"),
        ("PADARIA DO ZÉ ME", "Padaria do Zé ME"),
        ("COMERCIAL AVENIDA S/A", "Comercial Avenida S/A"),
        ("maria f. de souza", "Maria F. de Souza"),
        ("ÂNGELA BRANDÃO DE LOBÃO", "Ângela Brandão de Lobão"),
        ("", ""),
    ] {
        assert_eq!(title_case_name(typed), titled);
    }
}

proptest! {
    #[test]
    fn sys_7_folding_twice_changes_nothing(text in "\\PC*|(?s).*") {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert!(!folded.contains("  ") && folded.trim() == folded);
        prop_assert!(folded.chars().all(|c| c == ' ' || c.is_alphanumeric()));
    }

    #[test]
    fn sys_7_folding_letter_by_letter_is_folding_the_whole(text in "\\PC*|(?s).*|[a-zA-ZÀ-ÿ ,.\\t]*") {
        let letters = text.chars().map(|c| if is_line_break(c) { ' ' } else { c }).filter(|c| !is_invisible(*c));
        let whole: String = letters.nfkd().flat_map(char::to_lowercase).nfkd().filter(|c| !is_combining_mark(*c))
            .filter(|c| !is_invisible(*c)).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        prop_assert_eq!(fold(&text), whole.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    }

    #[test]
    fn sys_7_names_fold_the_same_in_any_case(name in "[A-Za-zÁÉÍÓÚÂÊÔÃÕÇÀáéíóúâêôãõçà' -]{0,40}") {
        prop_assert_eq!(fold(&name.to_uppercase()), fold(&name));
        prop_assert_eq!(fold(&title_case_name(&name)), fold(&name));
        prop_assert_eq!(title_case_name(&title_case_name(&name)), title_case_name(&name));
    }

    #[test]
    fn mai_7_nothing_invisible_is_left(text in "(?s).*") {
        let stripped = strip_invisible(&text);
        prop_assert!(!stripped.chars().any(|c| is_invisible(c) || is_line_break(c)));
        prop_assert_eq!(strip_invisible(&stripped), stripped.clone());
        let lines = strip_invisible_lines(&text);
        prop_assert!(!lines.chars().any(|c| c != '\n' && is_invisible(c)));
        let _ = (is_meaningful(&text), title_case_name(&text));
    }
}

#[test]
fn sys_7_names_are_looked_for_by_their_words() {
    assert_eq!(name_words("João da Silva e Silva 3º"), ["joao", "silva"]);
    assert_eq!(name_words("D. Ávila & Cia."), ["avila", "cia"]);
    assert!(name_words(" 123 e ").is_empty());
    assert!(is_name_word("oe") && !is_name_word("de") && !is_name_word("a1") && !is_name_word("j"));
}
