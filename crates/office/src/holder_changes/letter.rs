//! The copy of a request that goes to the holder, or to the company where the ficha has no e-mail (CUS-9). In
//! Portuguese, like every letter to customers. A CPF is told by its middle digits only: mail is read by others too.

use brazil::document::Cnpj;
use chrono::NaiveDate;

use crate::company::model::Company;
use crate::customers::model::CustomerKind;
use crate::holder_changes::model::{HolderChange, SensitiveChange, SensitiveField as Field};

/// One line.
pub fn subject(change: &HolderChange) -> String {
    if change.copy_to_holder {
        "Pedido de mudança no seu cadastro".to_owned()
    } else {
        format!("Pedido de mudança no cadastro {}: cliente sem e-mail", change.customer_code)
    }
}

/// The letter as plain text.
pub fn body(change: &HolderChange, company: Option<&Company>, today: NaiveDate) -> String {
    let lines: Vec<String> = change.fields.iter().map(line).collect();
    let greeting = if change.copy_to_holder {
        format!("Olá, {}.", change.customer_name)
    } else {
        format!("Cliente {} · {}, sem e-mail no cadastro.", change.customer_code, change.customer_name)
    };
    let whose = if change.copy_to_holder { "no seu cadastro" } else { "nesse cadastro" };
    let close = if change.copy_to_holder {
        format!(
            "Nada disso muda antes da sua confirmação. Vamos falar com você; se não reconhece o pedido, avise{}.",
            reach(company)
        )
    } else {
        "Nada disso muda antes da confirmação do titular.".to_owned()
    };
    let sender = company.map(|company| company.name.clone()).unwrap_or_default();
    let text = format!(
        "{greeting}\n\n{} ({}) pediu em {} estas mudanças {whose}:\n\n{}\n\n{close}\n\n{sender}",
        change.requester_name,
        change.requester_relation,
        today.format("%d/%m/%Y"),
        lines.join("\n"),
    );
    text.trim_end().to_owned()
}

fn reach(company: Option<&Company>) -> String {
    let phone = company.and_then(|company| brazil::phone::Phone::parse(&company.phone).ok());
    phone.map(|phone| format!(" pelo telefone {}", phone.formatted())).unwrap_or_default()
}

fn line(change: &SensitiveChange) -> String {
    let label = match change.field {
        Field::Kind => "Pessoa ou empresa",
        Field::Name => "Nome",
        Field::Document => "CPF ou CNPJ",
        Field::BirthDate => "Nascimento",
        Field::MotherName => "Nome da mãe",
        Field::ResponsibleId => "Responsável",
    };
    let before = shown(change.field, &change.before, &change.before_name);
    let after = shown(change.field, &change.after, &change.after_name);
    format!("- {label}: {before} → {after}")
}

fn shown(field: Field, value: &str, name: &str) -> String {
    if value.is_empty() {
        return "(nada)".to_owned();
    }
    match field {
        Field::Kind if value == CustomerKind::Company.as_text() => "empresa".to_owned(),
        Field::Kind => "pessoa".to_owned(),
        Field::Document if value.len() == 11 => masked(value),
        Field::Document => {
            Cnpj::parse(value).map_or_else(|_| value.to_owned(), |document| document.to_string())
        }
        Field::BirthDate => value
            .parse::<NaiveDate>()
            .map_or_else(|_| value.to_owned(), |date| date.format("%d/%m/%Y").to_string()),
        Field::ResponsibleId => name.to_owned(),
        Field::Name | Field::MotherName => value.to_owned(),
    }
}

/// `***.982.247-**`, as public lists in Brazil show a CPF.
fn masked(cpf: &str) -> String {
    let (first, second) = (cpf.get(3..6).unwrap_or_default(), cpf.get(6..9).unwrap_or_default());
    format!("***.{first}.{second}-**")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cus_9_a_letter_tells_little_of_a_cpf() {
        let change = SensitiveChange {
            field: Field::Document,
            before: String::new(),
            after: "52998224725".to_owned(),
            before_name: String::new(),
            after_name: String::new(),
        };
        assert_eq!(line(&change), "- CPF ou CNPJ: (nada) → ***.982.247-**");
        let company = SensitiveChange { after: "12ABC34501DE35".to_owned(), ..change.clone() };
        assert_eq!(line(&company), "- CPF ou CNPJ: (nada) → 12.ABC.345/01DE-35");
        let birth = SensitiveChange { field: Field::BirthDate, before: "1970-03-02".to_owned(), ..change };
        assert!(line(&birth).starts_with("- Nascimento: 02/03/1970 → "));
    }
}
