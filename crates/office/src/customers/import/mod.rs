//! Lists of customers as people send them: which columns there are, and what a row says.

mod parts;
pub mod store;

use std::collections::BTreeMap;

use brazil::document::Document;
use brazil::text::fold;
use chrono::{Datelike, NaiveDate};

use crate::customers::model::{
    AddressInput, ContactInput, ContactKind, CustomerInput, CustomerKind, CustomerStatus, NewContract,
    Segment,
};
use crate::customers::rules;
use crate::customers::search::CheckedCustomer;
use crate::error::FieldIssue;
use crate::sheet::columns::{Columns, Flaw};
use crate::sheet::header::Field;
use crate::sheet::{Cell, Row};

/// The largest amount the application calculates with, in cents.
const AMOUNT_CENTS_MAX: i64 = 10_000_000_000_000;

const fn one(key: &'static str, names: &'static [&'static str]) -> Field {
    Field { key, many: false, names }
}

const fn many(key: &'static str, names: &'static [&'static str]) -> Field {
    Field { key, many: true, names }
}

/// The columns that are looked for.
#[rustfmt::skip]
pub const FIELDS: &[Field] = &[
    one("code", &["codigo", "cod", "code", "cod cliente", "codigo do cliente", "codigo cliente", "id", "id cliente", "matricula", "n cliente", "numero do cliente", "customer id", "customer code", "cadastro", "n cadastro", "ficha", "cod cli"]),
    one("name", &["nome razao social", "nome", "razao social", "razao", "nome razao", "nome completo", "cliente", "nome cliente", "nome do cliente", "razao social nome", "nome ou razao social", "nome empresarial", "name", "full name", "customer", "customer name", "titular", "assinante", "nome do titular", "nome titular", "nome do assinante", "company name", "denominacao"]),
    one("trade_name", &["nome fantasia", "fantasia", "trade name", "trading name", "apelido", "nome de fantasia"]),
    one("kind", &["tipo", "tipo de pessoa", "tipo pessoa", "pessoa", "pf pj", "pessoa fisica juridica", "f j", "tp pessoa", "natureza"]),
    one("document", &["cpf cnpj", "cnpj cpf", "cpf ou cnpj", "documento", "cpf e cnpj", "doc", "n documento", "numero do documento", "document", "tax id", "inscricao", "cgc cpf", "cpf cgc", "cic cgc", "document number", "cpf cnpj mf", "nr documento"]),
    one("cpf", &["cpf", "cpf mf", "cic", "n cpf", "numero do cpf"]),
    one("cnpj", &["cnpj", "cnpj mf", "cgc", "n cnpj", "numero do cnpj"]),
    one("mother_name", &["nome da mae", "mae", "nome mae", "filiacao", "mother", "mother name", "mothers name", "mother s name", "filiacao mae", "genitora", "nome genitora"]),
    one("birth_date", &["dt nascimento", "data de nascimento", "nascimento", "data nascimento", "dt nasc", "data nasc", "nasc", "dt de nascimento", "birth date", "birthdate", "date of birth", "birthday", "dob", "aniversario", "dn", "d nasc"]),
    one("contact_name", &["contato", "nome do contato", "pessoa de contato", "responsavel", "contact", "contact name", "a c", "falar com", "contato principal"]),
    many("email", &["e mail", "email", "mail", "e mails", "emails", "correio eletronico", "e mail principal", "email principal", "email 1", "email 2", "e mail 1", "e mail 2", "email address", "e mail nf", "e mail financeiro", "e mail cobranca", "email cobranca", "email alternativo", "e mail alternativo", "endereco de e mail", "endereco eletronico"]),
    many("mobile", &["celular", "cel", "tel celular", "telefone celular", "movel", "mobile", "mobile phone", "cell", "cell phone", "celular 1", "celular 2", "fone celular", "tel cel", "tel movel", "telefone movel"]),
    many("whatsapp", &["whatsapp", "whats", "whats app", "zap", "wpp", "celular whatsapp", "whatsapp celular"]),
    many("phone", &["tel fixo", "telefone fixo", "telefone", "fone", "tel", "telefones", "fixo", "telefone 1", "telefone 2", "telefone 3", "fone 1", "fone 2", "tel 1", "tel 2", "telefone residencial", "telefone comercial", "tel residencial", "tel comercial", "tel res", "tel com", "fone residencial", "fone comercial", "phone", "phone number", "phone 1", "phone 2", "telephone", "landline", "home phone", "work phone", "contato telefonico", "fone fixo", "telefone de contato", "telefone contato", "telefone principal", "residencial", "comercial", "recado", "telefone recado"]),
    one("ddd", &["ddd", "cod area", "codigo de area", "area code"]),
    one("street", &["endereco", "logradouro", "rua", "end", "endereco completo", "address", "street", "street address", "endereco residencial", "endereco de instalacao", "endereco instalacao", "rua avenida", "av rua", "endereco logradouro", "endereco principal", "address 1", "address line 1"]),
    one("number", &["numero", "num", "no", "nr", "n", "number", "numero do endereco", "num endereco", "n endereco", "house number", "nº", "street number"]),
    one("complement", &["complemento", "compl", "comp", "complement", "complemento endereco", "apto", "address 2", "address line 2"]),
    one("district", &["bairro", "district", "neighborhood", "neighbourhood", "bairro distrito", "distrito"]),
    one("city", &["cidade", "municipio", "city", "town", "localidade", "cidade uf", "municipio uf", "cidade estado", "cidade e uf"]),
    one("uf", &["uf", "estado", "state", "est", "uf estado", "unidade federativa", "sigla uf", "province"]),
    one("cep", &["cep", "codigo postal", "cod postal", "zip", "zip code", "postal code", "postcode", "caixa postal cep"]),
    one("plan", &["plano", "plan", "produto", "servico", "pacote", "plano contratado", "nome do plano", "plano servico", "product", "service", "assinatura"]),
    one("due_day", &["dia venc", "dia vencimento", "dia de vencimento", "vencimento", "venc", "vencto", "dia vencto", "dia do vencimento", "due day", "vcto", "dia vcto", "dt vencimento", "data vencimento", "data de vencimento", "dia", "billing day", "due date"]),
    one("monthly", &["mensalidade", "valor mensal", "preco mensal", "valor", "vlr mensal", "valor mensalidade", "valor da mensalidade", "valor do plano", "monthly", "monthly fee", "monthly price", "monthly value", "vl mensal", "preco", "price", "vlr", "valor plano", "fatura", "valor fatura", "amount"]),
    one("signed_on", &["data de adesao", "dt adesao", "adesao", "data adesao", "data do contrato", "data contrato", "dt contrato", "inicio", "data de inicio", "cliente desde", "desde", "signed on", "contract date", "start date", "data ativacao", "data de ativacao", "dt ativacao"]),
    one("status", &["situacao", "status", "ativo", "sit", "situacao cadastral", "situacao do cliente", "state of customer"]),
    one("segment", &["segmento", "segment", "categoria", "perfil", "carteira"]),
];

/// Keys without which no row can be read.
pub const REQUIRED: &[&str] = &["name"];
/// Folded endings and words that only companies have in their names.
const COMPANY_WORDS: &[&str] =
    &["ltda", "eireli", "me", "epp", "mei", "s a", "sa", "cia", "associacao", "condominio"];

/// A row that passed the rules of the form.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The customer, checked.
    pub customer: CheckedCustomer,
    /// What they pay for, where the row says so.
    pub contract: Option<NewContract>,
    /// Served or set aside.
    pub status: CustomerStatus,
    /// Why set aside, in the words of the file.
    pub status_reason: String,
}

/// Reads a row and applies the rules of the form.
///
/// # Errors
/// Everything that is wrong with it, all at once.
pub fn read_row(columns: &Columns, row: &Row, today: NaiveDate) -> Result<Candidate, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut keep = |result: Result<Option<NaiveDate>, Flaw>| {
        result.unwrap_or_else(|flaw| {
            flaws.push(flaw);
            None
        })
    };
    let birth_date = keep(columns.date(row, "birth_date", today.year()));
    let signed_on = keep(columns.date(row, "signed_on", today.year()));
    let (document, document_key) = document(columns, row);
    let kind = kind(columns, row, &document);
    let (contact_points, contact_keys): (Vec<ContactInput>, Vec<&'static str>) =
        parts::contacts(columns, row).into_iter().unzip();
    let person = kind == CustomerKind::Person;
    let input = CustomerInput {
        code: code(columns, row, &mut flaws),
        kind,
        name: columns.text(row, "name"),
        trade_name: columns.optional(row, "trade_name"),
        document,
        birth_date: birth_date.filter(|_| person).map(|date| date.to_string()).unwrap_or_default(),
        mother_name: if person { columns.optional(row, "mother_name") } else { String::new() },
        contact_name: columns.optional(row, "contact_name"),
        segment: segment(columns, row),
        responsible_id: None,
        contact_points,
        addresses: parts::address(columns, row).into_iter().collect(),
    };
    let contract = contract(columns, row, signed_on, &mut flaws);
    match rules::check(&input, today) {
        Ok(customer) if flaws.is_empty() => {
            let (status, status_reason) = status(columns, row);
            Ok(Candidate { customer, contract, status, status_reason })
        }
        Ok(_) => Err(flaws),
        Err(error) => {
            let known: Vec<&str> = flaws.iter().map(|flaw| flaw.field).collect();
            let found = error.issues().iter().map(|issue| flaw(issue, &contact_keys, document_key));
            let found: Vec<Flaw> = found.filter(|flaw| !known.contains(&flaw.field)).collect();
            Err(flaws.into_iter().chain(found).collect())
        }
    }
}

/// The issue of the form as a flaw of the column it came from.
fn flaw(issue: &FieldIssue, contact_keys: &[&'static str], document_key: &'static str) -> Flaw {
    let mut path = issue.field.split('.');
    let field = match (path.next(), path.next(), path.next()) {
        (Some("contact_points"), Some(index), _) => {
            index.parse().ok().and_then(|index: usize| contact_keys.get(index).copied()).unwrap_or("phone")
        }
        (Some("addresses"), _, Some(part)) => key_of(part),
        (Some("document"), ..) => document_key,
        (Some(field), ..) => key_of(field),
        (None, ..) => "",
    };
    Flaw { field, code: issue.code.clone(), params: issue.params.clone() }
}

fn key_of(name: &str) -> &'static str {
    FIELDS.iter().find(|field| field.key == name).map_or("", |field| field.key)
}

/// The document with its lost zeros back, and the column it stands in; as it stands when it is none, so that the
/// form says what is wrong.
fn document(columns: &Columns, row: &Row) -> (String, &'static str) {
    let found = ["document", "cnpj", "cpf"].into_iter().map(|key| (columns.optional(row, key), key));
    let (typed, key) =
        found.into_iter().find(|(text, _)| !text.is_empty()).unwrap_or((String::new(), "document"));
    (Document::parse_lenient(&typed).map_or(typed, |document| document.as_str().to_owned()), key)
}

fn kind(columns: &Columns, row: &Row, document: &str) -> CustomerKind {
    let characters = document.chars().filter(|c| c.is_ascii_alphanumeric()).count();
    if characters > 0 {
        return if characters <= 11 { CustomerKind::Person } else { CustomerKind::Company };
    }
    let said = fold(&columns.text(row, "kind"));
    if ["pj", "j", "juridica", "pessoa juridica", "company", "empresa"].contains(&said.as_str()) {
        return CustomerKind::Company;
    }
    let name = format!(" {} ", fold(&columns.text(row, "name")));
    let company = said.is_empty() && COMPANY_WORDS.iter().any(|word| name.ends_with(&format!(" {word} ")));
    if company { CustomerKind::Company } else { CustomerKind::Person }
}

fn code(columns: &Columns, row: &Row, flaws: &mut Vec<Flaw>) -> Option<i64> {
    let text = columns.optional(row, "code");
    if text.is_empty() {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | ' ' | '#'));
    let code = if plain { digits.parse::<i64>().ok().filter(|code| *code <= 999_999_999) } else { None };
    // A code of letters is another system's; the customer gets a number of ours.
    if plain && code.is_none() {
        flaws.push(Flaw::new("code", "code_range"));
    }
    code.filter(|code| *code > 0)
}

fn segment(columns: &Columns, row: &Row) -> Segment {
    let said = fold(&columns.text(row, "segment"));
    let large = ["corp", "empres", "atacado", "business"].iter().any(|word| said.starts_with(word));
    if large { Segment::Corporate } else { Segment::Retail }
}

fn status(columns: &Columns, row: &Row) -> (CustomerStatus, String) {
    let said = columns.text(row, "status");
    let folded = fold(&said);
    let aside = ["inativ", "cancel", "desativ", "encerr", "nao", "inactive"]
        .iter()
        .any(|word| folded.starts_with(word));
    if aside || folded == "n" {
        (CustomerStatus::Inactive, said)
    } else {
        (CustomerStatus::Active, String::new())
    }
}

fn contract(
    columns: &Columns,
    row: &Row,
    signed_on: Option<NaiveDate>,
    flaws: &mut Vec<Flaw>,
) -> Option<NewContract> {
    let plan = brazil::text::strip_invisible(&columns.optional(row, "plan")).trim().to_owned();
    let monthly_cents = columns.cents(row, "monthly").unwrap_or_else(|flaw| {
        flaws.push(flaw);
        None
    });
    let due_day = columns.day_of_month(row, "due_day").unwrap_or_else(|flaw| {
        flaws.push(flaw);
        None
    });
    match monthly_cents {
        Some(cents) if cents < 0 => flaws.push(Flaw::new("monthly", "amount_negative")),
        Some(cents) if cents > AMOUNT_CENTS_MAX => flaws.push(Flaw::new("monthly", "amount_too_large")),
        _ => {}
    }
    if plan.chars().count() > 200 {
        let params = BTreeMap::from([("max".to_owned(), "200".to_owned())]);
        flaws.push(Flaw { field: "plan", code: "too_long".to_owned(), params });
    }
    if plan.is_empty() && monthly_cents.is_none() {
        return None;
    }
    let plan = if plan.is_empty() { "Plano não informado".to_owned() } else { plan };
    Some(NewContract { plan, due_day, monthly_cents: monthly_cents.unwrap_or(0), signed_on })
}

/// The kind of a contact column.
fn contact_kind(key: &str) -> ContactKind {
    match key {
        "email" => ContactKind::Email,
        "whatsapp" => ContactKind::Whatsapp,
        "mobile" => ContactKind::Mobile,
        _ => ContactKind::Phone,
    }
}

/// An address, or nothing where the row has none.
fn is_blank(address: &AddressInput) -> bool {
    [&address.street, &address.city, &address.uf, &address.cep].iter().all(|part| part.is_empty())
}

/// A cell that is a lone remark is no value.
fn says_something(cell: &Cell) -> bool {
    !crate::sheet::value::optional_text(cell).is_empty()
}

#[cfg(test)]
mod tests;
