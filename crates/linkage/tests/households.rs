//! Traps: people who share a name, a home, a phone, and are two all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use linkage::{Config, Linkage, Table, Verdicts, Watch, link};

/// name, birth, document, mother, phone, e-mail, address, CEP.
type Person = [String; 8];

const GIVEN: [&str; 20] = [
    "Maria",
    "José",
    "Ana",
    "João",
    "Antônio",
    "Francisca",
    "Carlos",
    "Paulo",
    "Adriana",
    "Pedro",
    "Lucas",
    "Juliana",
    "Luiz",
    "Marcos",
    "Márcia",
    "Gabriel",
    "Rafael",
    "Fernanda",
    "Patrícia",
    "Daniel",
];
const SURNAMES: [&str; 20] = [
    "Silva",
    "Santos",
    "Oliveira",
    "Souza",
    "Pereira",
    "Ferreira",
    "Lima",
    "Alves",
    "Rodrigues",
    "Costa",
    "Gomes",
    "Nascimento",
    "Araújo",
    "Ribeiro",
    "Almeida",
    "Barbosa",
    "Martins",
    "Soares",
    "Rocha",
    "Dias",
];

fn number(seed: usize, from: usize, to: usize) -> usize {
    let mixed =
        (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    from + (mixed >> 17) as usize % (to - from)
}

fn cpf(seed: usize) -> String {
    let base = format!("{:09}", number(seed, 10_000_000, 999_999_999));
    brazil::document::Cpf::from_base(&base).unwrap().as_str().to_owned()
}

fn birth(seed: usize) -> String {
    format!("{}-{:02}-{:02}", number(seed, 1940, 2005), number(seed + 1, 1, 13), number(seed + 2, 1, 29))
}

fn person(seed: usize, name: &str, mother: &str) -> Person {
    let home = format!("Rua {} {}", SURNAMES[seed % 20], number(seed, 1, 3000));
    let phone = format!("119{:08}", number(seed + 7, 10_000_000, 99_999_999));
    let email = format!("pessoa{seed}@exemplo.com.br");
    let cep = format!("{:08}", number(seed + 9, 1_000_000, 99_999_999));
    [name.to_owned(), birth(seed), cpf(seed), mother.to_owned(), phone, email, home, cep]
}

/// The same home, phone and e-mail.
fn at_home(mut one: Person, with: &Person) -> Person {
    for field in 4..8 {
        one[field].clone_from(&with[field]);
    }
    one
}

/// A base of ordinary people with a few real duplicates, for the engine to learn from.
fn base() -> Vec<Person> {
    let mut people = Vec::new();
    for seed in 0..3000 {
        let own = (SURNAMES[number(seed + 3, 0, 20)], SURNAMES[number(seed + 4, 0, 20)]);
        let name = format!("{} {} {}", GIVEN[number(seed + 5, 0, 20)], own.0, own.1);
        let mother = format!("{} {}", GIVEN[2 * number(seed + 6, 0, 5)], own.0);
        let one = person(seed * 11, &name, &mother);
        if seed % 10 == 0 {
            let mut again = one.clone();
            again[number(seed, 4, 8)] = String::new();
            again[2] = if seed % 20 == 0 { String::new() } else { again[2].clone() };
            people.push(again);
        }
        people.push(one);
    }
    people
}

fn without_document(mut one: Person) -> Person {
    one[2].clear();
    one
}

/// Pairs of two people each, with a name for the message.
fn traps() -> Vec<(&'static str, Person, Person)> {
    let mut traps = Vec::new();
    for at in 0..20 {
        let seed = 900_000 + at * 1000;
        let surname = SURNAMES[at];
        let mother = person(seed, &format!("Rosa Helena {surname}"), "Joana Prado");
        let father = at_home(
            person(seed + 1, &format!("{} Castro {surname}", GIVEN[2 * (at % 10) + 1]), "Inês Castro"),
            &mother,
        );
        let junior = at_home(person(seed + 2, &format!("{} Júnior", father[0]), "Rosa Helena"), &father);
        let namesake = at_home(person(seed + 3, &father[0], "Rosa Helena"), &father);
        let mut girl = at_home(person(seed + 4, &format!("Mariana Prado {surname}"), "Rosa Helena"), &father);
        let mut boy = at_home(person(seed + 5, &format!("Rafael Prado {surname}"), "Rosa Helena"), &father);
        let mut sister =
            at_home(person(seed + 6, &format!("Rafaela Prado {surname}"), "Rosa Helena"), &father);
        let mut alike =
            at_home(person(seed + 7, &format!("Mariane Prado {surname}"), "Rosa Helena"), &father);
        for twin in [&mut boy, &mut sister, &mut alike] {
            twin[1].clone_from(&girl[1]);
        }
        girl[3].clone_from(&boy[3]);
        traps.push(("parents", mother.clone(), father.clone()));
        traps.push(("parents without documents", without_document(mother), without_document(father.clone())));
        traps.push(("Júnior and father", junior.clone(), father.clone()));
        traps.push((
            "Júnior and father without documents",
            without_document(junior),
            without_document(father.clone()),
        ));
        traps.push(("father and son of one name", namesake.clone(), father.clone()));
        let mut unknown = without_document(namesake);
        unknown[1].clear();
        traps.push(("father and son of one name, little known", unknown, without_document(father)));
        traps.push(("twins", girl.clone(), boy.clone()));
        traps.push((
            "twins without documents",
            without_document(girl.clone()),
            without_document(boy.clone()),
        ));
        traps.push(("twins Rafael and Rafaela", without_document(boy), without_document(sister)));
        traps.push(("twins Mariana and Mariane", girl.clone(), without_document(alike.clone())));
        traps.push((
            "twins Mariana and Mariane without documents",
            without_document(girl),
            without_document(alike),
        ));
    }
    traps.extend(homonyms());
    traps
}

/// The fifty commonest full names, three strangers each, one of them with little known.
fn homonyms() -> Vec<(&'static str, Person, Person)> {
    let mut traps = Vec::new();
    for at in 0..50 {
        let name = format!("{} {}", GIVEN[at % 10], SURNAMES[at / 10]);
        let seed = 2_000_000 + at * 100;
        let one = person(seed, &name, "Maria Silva");
        traps.push((
            "homonyms with mothers of one name",
            one.clone(),
            person(seed + 1, &name, "Maria Silva"),
        ));
        let mut bare = person(seed + 2, &name, "");
        bare[2].clear();
        bare[1].clear();
        traps.push(("homonyms, one little known", one, bare));
    }
    traps
}

fn run(people: &[Person]) -> (Linkage, Config) {
    let config = Config::from_toml(linkage::BRAZIL).unwrap();
    let mut table = Table::new(&config);
    for [name, birth, document, mother, phone, email, address, cep] in people {
        table.push(&[name, birth, document, mother, phone, email, address, cep]);
    }
    table.finish();
    (link(&table, &config, None, &Verdicts::default(), &Watch::nobody()).unwrap(), config)
}

#[test]
fn dup_2_and_9_no_household_or_homonym_crosses_the_automatic_threshold() {
    let mut people = base();
    let ordinary = people.len();
    let traps = traps();
    for (_, one, other) in &traps {
        people.extend([one.clone(), other.clone()]);
    }
    let (linkage, config) = run(&people);
    assert!(linkage.model.learned);
    let mut automatic_right = 0;
    for pair in linkage.pairs.iter().filter(|pair| linkage.is_automatic(&config, pair)) {
        if (pair.one as usize) < ordinary && (pair.other as usize) < ordinary {
            let (one, other) = (&people[pair.one as usize], &people[pair.other as usize]);
            assert_eq!((&one[0], &one[1]), (&other[0], &other[1]), "strangers");
            automatic_right += 1;
        }
    }
    assert!(automatic_right >= 250, "true duplicates do cross it: {automatic_right} of 300");
    for (at, (trap, one, other)) in traps.iter().enumerate() {
        let first = u32::try_from(ordinary + 2 * at).unwrap();
        let wrong = linkage
            .pairs
            .iter()
            .find(|pair| (pair.one, pair.other) == (first, first + 1) && linkage.is_automatic(&config, pair));
        assert_eq!(wrong, None, "{trap}: {one:?} {other:?}");
    }
}

#[test]
fn dup_2_people_with_two_valid_documents_never_end_in_one_group() {
    let mut people = base();
    let one = person(5_000_000, "Wanderleia Krzyzanowski", "Helga Krzyzanowski");
    let mut other = one.clone();
    other[2] = cpf(77);
    let bridge = without_document(one.clone());
    people.extend([one, other, bridge]);
    let (linkage, _) = run(&people);
    let last = u32::try_from(people.len()).unwrap();
    assert_ne!(linkage.clusters.of(last - 3), linkage.clusters.of(last - 2));
    let joined =
        [last - 3, last - 2].iter().any(|of| linkage.clusters.of(*of) == linkage.clusters.of(last - 1));
    assert!(joined, "the one without document belongs to one of them");
}
