//! Customers out of chance: persons and companies with valid documents, at places that exist.

use brazil::document::{Cnpj, Cpf};
use brazil::text::fold;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use rand::Rng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use crate::demo::names::{MEN, SURNAMES, WOMEN};
use crate::demo::places::{self, City};
use crate::demo::words;
use crate::ids::Seeded;

/// A customer before it is stored.
#[derive(Debug, Clone)]
pub struct Person {
    /// Identity.
    pub id: Uuid,
    /// The number people quote.
    pub code: i64,
    /// `person` or `company`.
    pub kind: &'static str,
    /// Full name or company name.
    pub name: String,
    /// Of companies.
    pub trade_name: String,
    /// Canonical; none for one in a hundred.
    pub document: Option<String>,
    /// Of persons.
    pub birth_date: Option<NaiveDate>,
    /// Of persons.
    pub mother_name: String,
    /// Whom to talk to in a company.
    pub contact_name: String,
    /// `retail` or `corporate`.
    pub segment: &'static str,
    /// `active` or `inactive`.
    pub status: &'static str,
    /// Since when (UTC).
    pub created_at: DateTime<Utc>,
    /// Kind and value of each way to reach them, the first being the main one.
    pub points: Vec<(&'static str, String)>,
    /// Street.
    pub street: String,
    /// Number in the street.
    pub number: String,
    /// Flat or room.
    pub complement: String,
    /// Bairro.
    pub district: &'static str,
    /// City.
    pub city: City,
    /// Eight digits.
    pub cep: String,
    /// Index of the plan; none without a contract.
    pub plan: Option<usize>,
    /// Day of the month.
    pub due_day: i64,
    /// Pays late.
    pub late: bool,
}

impl Person {
    /// The main phone.
    pub fn phone(&self) -> &str {
        self.points.first().map_or("", |(_, value)| value)
    }

    /// The e-mail address, or nothing.
    pub fn email(&self) -> &str {
        self.points.iter().find(|(kind, _)| *kind == "email").map_or("", |(_, value)| value)
    }
}

/// Makes people, one after the other.
pub struct Maker {
    /// The chance everything comes from.
    pub chance: Seeded,
    /// The day it is.
    pub today: NaiveDate,
}

impl Maker {
    /// The next customer. One in fifty is `before` once more, typed by somebody in a hurry.
    pub fn person(
        &mut self,
        id: Uuid,
        code: i64,
        created_at: DateTime<Utc>,
        before: Option<&Person>,
    ) -> Person {
        if let Some(before) = before
            && self.chance.random_ratio(1, 50)
        {
            return self.again(before, id, code, created_at);
        }
        let company = self.chance.random_ratio(14, 100);
        let city = places::draw(&mut self.chance);
        let mut person = if company { self.company(city) } else { self.natural(city) };
        person.id = id;
        person.code = code;
        person.created_at = created_at;
        let address = self.email(&person, code);
        person.points.push(("email", address));
        person
    }

    fn natural(&mut self, city: City) -> Person {
        let woman = self.chance.random_bool(0.52);
        let family = SURNAMES.draw(&mut self.chance);
        let name = self.full_name(woman, family);
        let mother = self.full_name(true, family);
        let days = self.chance.random_range(18 * 366..82 * 365);
        let document = format!("{:09}", self.chance.random_range(1..999_999_999_u32));
        let document = Cpf::from_base(&document).ok().map(|cpf| cpf.as_str().to_owned());
        let known = !self.chance.random_ratio(1, 100);
        Person {
            kind: "person",
            name,
            mother_name: mother,
            birth_date: self.today.checked_sub_days(Days::new(days)),
            document: document.filter(|_| known),
            ..self.anybody(city, "retail")
        }
    }

    fn company(&mut self, city: City) -> Person {
        let family = SURNAMES.draw(&mut self.chance);
        let trade = *words::TRADES.choose(&mut self.chance).unwrap_or(&"Comércio");
        let form =
            *["Ltda", "Ltda", "Ltda", "S.A.", "ME", "EIRELI"].choose(&mut self.chance).unwrap_or(&"Ltda");
        let woman = self.chance.random_bool(0.5);
        let contact_name = self.full_name(woman, family);
        // Letters are issued since July 2026.
        let letters = self.chance.random_ratio(15, 100);
        let root: String = (0..8)
            .map(|_| {
                let value = self.chance.random_range(0..if letters { 36 } else { 10_u32 });
                char::from_digit(value, 36).unwrap_or('0').to_ascii_uppercase()
            })
            .collect();
        let segment = if self.chance.random_ratio(2, 5) { "corporate" } else { "retail" };
        Person {
            kind: "company",
            name: format!("{trade} {family} {form}"),
            trade_name: format!("{trade} {family}"),
            contact_name,
            document: Cnpj::from_base(&format!("{root}0001")).ok().map(|cnpj| cnpj.as_str().to_owned()),
            ..self.anybody(city, segment)
        }
    }

    /// What persons and companies have alike.
    fn anybody(&mut self, city: City, segment: &'static str) -> Person {
        let chance = &mut self.chance;
        let ninth = chance.random_range(60_000_000..=99_999_999_u32);
        let mut points = vec![("mobile", format!("+55{}9{ninth}", city.ddd))];
        if chance.random_ratio(45, 100) {
            points.push((
                "phone",
                format!("+55{}{}", city.ddd, chance.random_range(20_000_000..59_999_999_u32)),
            ));
        }
        let street = *words::STREETS.choose(chance).unwrap_or(&"Rua das Flores");
        let flat = chance.random_ratio(1, 4);
        let complement = if flat { format!("Ap. {}", chance.random_range(11..199)) } else { String::new() };
        let cep = chance.random_range(city.cep.0..=city.cep.1);
        Person {
            id: Uuid::nil(),
            code: 0,
            kind: "person",
            name: String::new(),
            trade_name: String::new(),
            document: None,
            birth_date: None,
            mother_name: String::new(),
            contact_name: String::new(),
            segment,
            status: if chance.random_ratio(6, 100) { "inactive" } else { "active" },
            created_at: DateTime::UNIX_EPOCH,
            points,
            street: street.to_owned(),
            number: chance.random_range(1..3000).to_string(),
            complement,
            district: words::DISTRICTS.choose(chance).copied().unwrap_or("Centro"),
            city,
            cep: format!("{cep:05}{:03}", chance.random_range(0..900)),
            plan: chance.random_ratio(85, 100).then(|| chance.random_range(0..words::PLANS.len())),
            due_day: *[5, 10, 15, 20, 25].choose(chance).unwrap_or(&10),
            late: chance.random_ratio(9, 100),
        }
    }

    fn full_name(&mut self, woman: bool, family: &str) -> String {
        let first_names = if woman { &*WOMEN } else { &*MEN };
        let first = first_names.draw(&mut self.chance);
        let mut name = first.to_owned();
        if self.chance.random_ratio(3, 10) {
            let second = first_names.draw(&mut self.chance);
            if second != first {
                name = format!("{name} {second}");
            }
        }
        let middle = SURNAMES.draw(&mut self.chance);
        if middle != family && self.chance.random_ratio(7, 10) {
            name = format!("{name} {middle}");
        }
        let particle = *["", "", "", "da ", "de ", "dos "].choose(&mut self.chance).unwrap_or(&"");
        let particle = if family == "Santos" || family == "Reis" {
            particle.replace("da ", "dos ")
        } else {
            particle.to_owned()
        };
        let relative = if !woman && self.chance.random_ratio(1, 25) {
            *[" Júnior", " Filho", " Neto"].choose(&mut self.chance).unwrap_or(&"")
        } else {
            ""
        };
        format!("{name} {particle}{family}{relative}")
    }

    fn email(&mut self, person: &Person, code: i64) -> String {
        let folded = fold(&person.name);
        let words: Vec<&str> = folded.split(' ').collect();
        let first = words.first().copied().unwrap_or("contato");
        let last = words.last().copied().unwrap_or("cliente");
        format!("{first}.{last}{code}@exemplo.com.br")
    }

    /// The same customer entered a second time: accents lost, a name left out, perhaps without document.
    fn again(&mut self, before: &Person, id: Uuid, code: i64, created_at: DateTime<Utc>) -> Person {
        let mut name = brazil::text::title_case_name(&fold(&before.name));
        let words: Vec<&str> = name.split(' ').collect();
        if words.len() > 3 && before.kind == "person" {
            name = [&words[..1], &words[2..]].concat().join(" ");
        }
        let without = self.chance.random_ratio(1, 2);
        Person {
            id,
            code,
            created_at,
            name,
            document: before.document.clone().filter(|_| !without),
            plan: None,
            mother_name: String::new(),
            ..before.clone()
        }
    }

    /// An instant of business on a day up to `days` ago, in the past.
    pub fn moment(&mut self, days: i64) -> DateTime<Utc> {
        let back = self.chance.random_range(1..=days.max(1));
        self.moment_of(back)
    }

    /// A moment in the office's hours, so many days ago (UTC).
    pub fn moment_of(&mut self, back: i64) -> DateTime<Utc> {
        let minutes = self.chance.random_range(11 * 60..21 * 60);
        let day = self.today - TimeDelta::days(back);
        let midnight = DateTime::from_timestamp(0, 0).unwrap_or_default()
            + TimeDelta::days(i64::from(day.num_days_from_ce()) - 719_163);
        midnight + TimeDelta::minutes(minutes)
    }
}
