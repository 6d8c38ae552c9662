//! Makes people to measure the engine on: `generate RECORDS SEED PEOPLE.csv TRUTH.csv`. Families share mother,
//! address, phone and e-mail; there are twins, Júniors, homonyms; a tenth of the records are duplicates as offices
//! make them. Apart from the application's demo base: names, shares and errors are its own.

mod names;

use std::error::Error;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

type Row = [String; 9];
const HEAD: [&str; 9] =
    ["id", "name", "birth_date", "document", "mother_name", "phone", "email", "street", "number"];

#[derive(Clone)]
struct Person {
    woman: bool,
    given: String,
    surnames: Vec<String>,
    suffix: &'static str,
    birth: (i32, u32, u32),
    cpf: String,
    mother: String,
    phone: String,
    email: String,
    home: Home,
}

#[derive(Clone)]
struct Home {
    street: String,
    number: u32,
    cep: String,
}

struct Maker {
    random: StdRng,
    people: Vec<Person>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [records, seed, people, truth] = arguments.as_slice() else {
        return Err("usage: generate RECORDS SEED PEOPLE.csv TRUTH.csv".into());
    };
    let records: usize = records.parse()?;
    let mut maker = Maker { random: StdRng::seed_from_u64(seed.parse()?), people: Vec::new() };
    let originals = records * 10 / 11;
    while maker.people.len() < originals {
        maker.household();
    }
    maker.people.truncate(originals);
    let mut rows: Vec<(usize, Row, String)> = Vec::with_capacity(records);
    for at in 0..originals {
        let person = maker.people[at].clone();
        rows.push(maker.row(at, &person, false));
    }
    while rows.len() < records {
        let at = maker.random.random_range(0..originals);
        let person = maker.people[at].clone();
        rows.push(maker.row(at, &person, true));
    }
    for at in (1..rows.len()).rev() {
        rows.swap(at, maker.random.random_range(0..=at));
    }
    let mut people = csv::Writer::from_path(people)?;
    let mut truth = csv::Writer::from_path(truth)?;
    people.write_record(HEAD.iter().chain(&["cep"]))?;
    truth.write_record(["id", "person"])?;
    for (number, (person, mut row, cep)) in rows.into_iter().enumerate() {
        row[0] = format!("r{number}");
        truth.write_record([row[0].as_str(), &person.to_string()])?;
        people.write_record(row.iter().chain([&cep]))?;
    }
    people.flush()?;
    truth.flush()?;
    Ok(())
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

impl Maker {
    fn chance(&mut self, share: f64) -> bool {
        self.random.random_bool(share)
    }

    /// One of a list, the first ones more often.
    fn frequent(&mut self, list: &'static [&'static str]) -> String {
        let uniform: f64 = self.random.random();
        let at = ((list.len() as f64 + 1.0).powf(uniform) - 1.0) as usize;
        list[at.min(list.len() - 1)].to_owned()
    }

    fn one_of(&mut self, list: &'static [&'static str]) -> String {
        list.choose(&mut self.random).copied().unwrap_or_default().to_owned()
    }

    fn surname(&mut self) -> String {
        if self.chance(0.88) {
            return self.frequent(names::SURNAMES);
        }
        let count = self.random.random_range(2..5);
        let text: String = (0..count).map(|_| self.one_of(names::SYLLABLES)).collect();
        text[..1].to_uppercase() + &text[1..]
    }

    fn given(&mut self, woman: bool) -> String {
        let first = self.frequent(if woman { names::WOMEN } else { names::MEN });
        if self.chance(0.35) {
            let half = names::SECOND.len() / 2;
            let second = if woman { &names::SECOND[..half] } else { &names::SECOND[half..] };
            let second = second.choose(&mut self.random).copied().unwrap_or_default();
            if second != first {
                return format!("{first} {second}");
            }
        }
        first
    }

    fn home(&mut self) -> Home {
        let kind =
            ["Rua", "Rua", "Rua", "Avenida", "Travessa"].choose(&mut self.random).copied().unwrap_or("Rua");
        let street = format!("{kind} {}", self.one_of(names::STREETS));
        let cep =
            format!("{:05}-{:03}", self.random.random_range(1000..99000), self.random.random_range(0..900));
        Home { street, number: self.random.random_range(1..3000), cep }
    }

    fn phone(&mut self) -> String {
        let area =
            [11, 11, 11, 21, 21, 31, 41, 51, 61, 71, 81, 85].choose(&mut self.random).copied().unwrap_or(11);
        format!(
            "({area}) 9{:04}-{:04}",
            self.random.random_range(1000..9999),
            self.random.random_range(0..9999)
        )
    }

    fn email(&mut self, given: &str, surname: &str) -> String {
        let plain = |text: &str| brazil::text::fold(text).replace(' ', ".");
        let digits =
            if self.chance(0.6) { self.random.random_range(1..9999).to_string() } else { String::new() };
        let place = ["gmail.com", "gmail.com", "hotmail.com", "uol.com.br", "yahoo.com.br", "outlook.com"];
        let place = place.choose(&mut self.random).copied().unwrap_or_default();
        let first = plain(given.split(' ').next().unwrap_or_default());
        format!(
            "{first}{}{}{digits}@{place}",
            [".", "", "_"].choose(&mut self.random).unwrap_or(&""),
            plain(surname)
        )
    }

    fn cpf(&mut self) -> String {
        let base = format!("{:09}", self.random.random_range(1_000_000..999_999_999_u32));
        brazil::document::Cpf::from_base(&base).map_or(base, |cpf| cpf.as_str().to_owned())
    }

    fn birth(&mut self, from: i32, to: i32) -> (i32, u32, u32) {
        (self.random.random_range(from..to), self.random.random_range(1..13), self.random.random_range(1..29))
    }

    fn person(
        &mut self,
        woman: bool,
        surnames: Vec<String>,
        years: (i32, i32),
        mother: String,
        home: &Home,
    ) -> Person {
        let given = self.given(woman);
        let email = self.email(&given, surnames.last().map_or("", String::as_str));
        let (birth, cpf, phone) = (self.birth(years.0, years.1), self.cpf(), self.phone());
        Person { woman, given, surnames, suffix: "", birth, cpf, mother, phone, email, home: home.clone() }
    }

    fn mother_of_adult(&mut self, surnames: &[String]) -> String {
        let given = self.given(true);
        let own = self.surname();
        format!("{given} {own} {}", surnames.last().map_or("", String::as_str))
    }

    /// A single person, or a couple with children.
    fn household(&mut self) {
        let home = self.home();
        let own: Vec<String> = (0..if self.chance(0.7) { 2 } else { 1 }).map(|_| self.surname()).collect();
        let mother = self.mother_of_adult(&own);
        let woman = self.chance(0.5);
        let first = self.person(woman, own.clone(), (1940, 2000), mother, &home);
        if self.chance(0.45) {
            self.people.push(first);
            return;
        }
        let (mut wife_names, shared) = (vec![self.surname()], own[own.len() - 1].clone());
        if self.chance(0.6) {
            wife_names.push(shared.clone());
        }
        let mother = self.mother_of_adult(&wife_names);
        let years = (first.birth.0 - 6, first.birth.0 + 7);
        let mut second = self.person(!woman, wife_names.clone(), years, mother, &home);
        let (share_phone, share_email) = (self.chance(0.35), self.chance(0.15));
        self.share(&first, &mut second, share_phone, share_email);
        let (mother, father) =
            if woman { (first.clone(), second.clone()) } else { (second.clone(), first.clone()) };
        self.people.extend([first.clone(), second]);
        self.children(&first, &mother, &father, &home);
    }

    fn share(&mut self, from: &Person, to: &mut Person, phone: bool, email: bool) {
        if phone {
            to.phone.clone_from(&from.phone);
        }
        if email {
            to.email.clone_from(&from.email);
        }
    }

    fn children(&mut self, first: &Person, mother: &Person, father: &Person, home: &Home) {
        let count = self.random.random_range(0..4);
        let name = format!("{} {}", mother.given, mother.surnames.join(" "));
        let surnames = vec![mother.surnames[0].clone(), father.surnames[father.surnames.len() - 1].clone()];
        let mut before: Option<Person> = None;
        let from = self.people.len() - 2;
        for _ in 0..count {
            let woman = self.chance(0.5);
            let latest = (first.birth.0 + 38).min(2024);
            let years = ((first.birth.0 + 20).min(latest - 4), latest);
            let mut child = self.person(woman, surnames.clone(), years, name.clone(), home);
            while self.people[from..].iter().any(|other| first_word(&other.given) == first_word(&child.given))
            {
                child.given = self.given(woman); // parents do not give a name twice
            }
            if !woman && self.people[from..].iter().all(|other| other.suffix.is_empty()) && self.chance(0.12)
            {
                child.given.clone_from(&father.given);
                child.surnames.clone_from(&father.surnames);
                child.suffix = if self.chance(0.6) { "Júnior" } else { "Filho" };
            }
            if let Some(twin) = before.take().filter(|_| self.random.random_bool(0.06)) {
                child.birth = twin.birth;
            }
            let (share_phone, share_email) = (self.chance(0.5), self.chance(0.25));
            self.share(first, &mut child, share_phone, share_email);
            before = Some(child.clone());
            self.people.push(child);
        }
    }

    /// A record of a person, as it was typed: the first time with few errors, again with more.
    fn row(&mut self, at: usize, person: &Person, again: bool) -> (usize, Row, String) {
        let mut person = person.clone();
        if again {
            self.years_later(&mut person);
        }
        let slips = if again { 1.0 } else { 0.15 };
        let given: Vec<String> = person.given.split(' ').map(str::to_owned).collect();
        let mut words: Vec<String> = given.into_iter().chain(person.surnames.iter().cloned()).collect();
        self.shorten(&mut words, slips);
        let mut name = self.with_particles(&words);
        if !person.suffix.is_empty() && !self.chance(0.12 * slips) {
            name = format!("{name} {}", if self.chance(0.3) { "Jr." } else { person.suffix });
        }
        if self.chance(0.10 * slips) {
            name = self.typo(&name);
        }
        if self.chance(0.25) {
            name = name.to_uppercase();
        }
        let mut mother: Vec<String> = person.mother.split(' ').map(str::to_owned).collect();
        self.shorten(&mut mother, slips);
        let mother = if self.chance(0.08 * slips) { self.typo(&mother.join(" ")) } else { mother.join(" ") };
        let birth = self.typed_birth(person.birth, slips);
        let document =
            if self.chance(0.05 * slips) { self.digit_slip(&person.cpf) } else { person.cpf.clone() };
        let email = if self.chance(0.05 * slips) { self.typo(&person.email) } else { person.email.clone() };
        let phone =
            if self.chance(0.03 * slips) { self.digit_slip(&person.phone) } else { person.phone.clone() };
        let mut street = person.home.street.clone();
        if self.chance(0.3) {
            street = street.replace("Rua ", "R. ").replace("Avenida ", "Av. ").replace("Doutor ", "Dr. ");
        }
        if self.chance(0.05 * slips) {
            street = self.typo(&street);
        }
        let minor = person.birth.0 > 2006;
        let mut left =
            |text: String, share: f64| if self.random.random_bool(share) { String::new() } else { text };
        let row = [
            String::new(),
            name,
            left(birth, 0.06),
            left(
                document,
                if minor {
                    0.6
                } else if again {
                    0.35
                } else {
                    0.12
                },
            ),
            left(mother, 0.2),
            left(phone, 0.08),
            left(email, 0.35),
            left(street, 0.05),
            left(person.home.number.to_string(), 0.06),
        ];
        let cep = left(person.home.cep.clone(), 0.08);
        (at, row, cep)
    }

    /// What changes between two visits: home, phone, e-mail, a married name.
    fn years_later(&mut self, person: &mut Person) {
        if self.chance(0.22) {
            person.home = self.home();
        }
        if self.chance(0.30) {
            person.phone = self.phone();
        }
        if self.chance(0.25) {
            let surname = person.surnames[person.surnames.len() - 1].clone();
            person.email = self.email(&person.given.clone(), &surname);
        }
        if person.woman && self.chance(0.06) {
            let surname = self.surname();
            person.surnames.push(surname);
            if person.surnames.len() > 2 && self.chance(0.5) {
                person.surnames.remove(0);
            }
        }
    }

    /// Leaves words out or to their first letter, spells one as it sounds.
    fn shorten(&mut self, words: &mut Vec<String>, slips: f64) {
        if words.len() > 2 && self.chance(0.14 * slips) {
            let at = self.random.random_range(1..words.len() - 1);
            words.remove(at);
        }
        if words.len() > 2 && self.chance(0.10 * slips) {
            let at = self.random.random_range(1..words.len() - 1);
            words[at] = words[at].chars().take(1).collect::<String>() + ".";
        }
        if self.chance(0.08 * slips) {
            let at = self.random.random_range(0..words.len());
            for (from, to) in [
                ("ss", "ç"),
                ("z", "s"),
                ("Th", "T"),
                ("ei", "e"),
                ("W", "V"),
                ("ph", "f"),
                ("y", "i"),
                ("l", "ll"),
            ] {
                if words[at].contains(from) {
                    words[at] = words[at].replacen(from, to, 1);
                    break;
                }
            }
        }
    }

    fn with_particles(&mut self, words: &[String]) -> String {
        let mut text = words[0].clone();
        for word in &words[1..] {
            let particle = match word.as_str() {
                "Silva" | "Costa" | "Rocha" | "Cruz" | "Conceição" | "Cunha" => "da ",
                "Santos" | "Reis" | "Anjos" => "dos ",
                "Souza" | "Sousa" | "Oliveira" | "Lima" | "Jesus" | "Almeida" => "de ",
                _ => "",
            };
            text.push(' ');
            text.push_str(if self.chance(0.75) { particle } else { "" });
            text.push_str(word);
        }
        if self.chance(0.3) { brazil::text::fold(&text) } else { text }
    }

    fn typed_birth(&mut self, (mut year, mut month, mut day): (i32, u32, u32), slips: f64) -> String {
        if self.chance(0.05 * slips) {
            match self.random.random_range(0..4) {
                0 if day <= 12 => std::mem::swap(&mut month, &mut day),
                1 => day = day % 28 + 1,
                2 => year += [-10, 10, 1, -1].choose(&mut self.random).copied().unwrap_or(1),
                _ => month = month % 12 + 1,
            }
        }
        if self.chance(0.5) {
            format!("{year}-{month:02}-{day:02}")
        } else {
            format!("{day:02}/{month:02}/{year}")
        }
    }

    fn digit_slip(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let digits: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].is_ascii_digit()).collect();
        let at = digits[self.random.random_range(0..digits.len() - 1)];
        if self.chance(0.4) && letters[at + 1].is_ascii_digit() {
            letters.swap(at, at + 1);
        } else {
            letters[at] = char::from_digit(self.random.random_range(0..10), 10).unwrap_or('0');
        }
        letters.into_iter().collect()
    }

    fn typo(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        if letters.len() < 4 {
            return text.to_owned();
        }
        let at = self.random.random_range(1..letters.len() - 1);
        match self.random.random_range(0..4) {
            0 => letters.swap(at, at + 1),
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, letters[at]),
            _ => letters[at] = char::from(self.random.random_range(b'a'..=b'z')),
        }
        letters.into_iter().collect()
    }
}
