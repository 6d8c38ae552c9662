//! Which fields a sale must have (REG-1), as data: what REG-1 says is the base; an administrator sets more or less
//! for all sales, for a carrier, or for a plan, and the narrowest that says something counts.
//!
//! Some fields cannot be set free: name and document, without which nobody can tell whose contract it is or check
//! it; the first telephone, so that a mistake can be asked about; carrier and plan, which the contract is made of.
//! An address is whole or absent: a ficha takes no half of one. What is filled in must be well formed, required or not.

use crate::error::{Issues, Result};
use crate::registrations::model::{FieldNeed, FieldSetting, FormField, FormLevel, RegistrationContent};

/// Most characters of a hint.
const HINT_MAX: usize = 200;

/// Fields whose need can be set, in the order of the form: whether REG-1 requires them, and whether that is fixed.
const BASE: [(&str, FieldNeed, bool); 19] = [
    ("name", FieldNeed::Required, true),
    ("document", FieldNeed::Required, true),
    ("mother_name", FieldNeed::Required, false),
    ("birth_date", FieldNeed::Required, false),
    ("phone_1", FieldNeed::Required, true),
    ("phone_2", FieldNeed::Required, false),
    ("email", FieldNeed::Required, false),
    ("cep", FieldNeed::Required, false),
    ("street", FieldNeed::Required, false),
    ("address_number", FieldNeed::Required, false),
    ("complement", FieldNeed::Optional, false),
    ("district", FieldNeed::Required, false),
    ("city", FieldNeed::Required, false),
    ("uf", FieldNeed::Required, false),
    ("carrier", FieldNeed::Required, true),
    ("plan_id", FieldNeed::Required, true),
    ("due_day", FieldNeed::Required, false),
    ("installation_period", FieldNeed::Required, false),
    ("note", FieldNeed::Optional, false),
];

/// What a ficha's address cannot be without.
const ADDRESS: [&str; 4] = ["cep", "street", "city", "uf"];

/// What counts for each field of a form, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form(pub Vec<FormField>);

impl Form {
    /// What REG-1 says, with nothing set.
    pub fn base() -> Self {
        let field = |(field, need, locked): (&str, FieldNeed, bool)| FormField {
            field: field.to_owned(),
            need,
            hint: String::new(),
            from: FormLevel::Base,
            locked,
        };
        Self(BASE.into_iter().map(field).collect())
    }

    /// The form with what a narrower scope says. A locked field takes the hint and stays required.
    pub fn with(mut self, level: FormLevel, settings: &[FieldSetting]) -> Self {
        for field in &mut self.0 {
            let Some(setting) = settings.iter().find(|setting| setting.field == field.field) else {
                continue;
            };
            if !field.locked {
                field.need = setting.need;
            }
            field.hint.clone_from(&setting.hint);
            field.from = level;
        }
        self
    }

    /// Whether a sale without this field is not submitted. Once part of an address stands, the rest must.
    pub fn requires(&self, field: &str, content: &RegistrationContent) -> bool {
        let set = self.0.iter().any(|known| known.field == field && known.need == FieldNeed::Required);
        set || (ADDRESS.contains(&field) && has_address(content))
    }
}

/// Whether any part of an address was filled in.
pub fn has_address(content: &RegistrationContent) -> bool {
    let RegistrationContent { cep, street, address_number, complement, district, city, uf, .. } = content;
    [cep, street, address_number, complement, district, city, uf].iter().any(|part| !part.is_empty())
}

/// Settings to store: each field once, none of the fixed ones set free, hints that fit.
///
/// # Errors
/// `Invalid` with everything that is wrong, at `settings.N`.
pub fn check_settings(typed: &[FieldSetting]) -> Result<Vec<FieldSetting>> {
    let mut issues = Issues::default();
    let mut settings: Vec<FieldSetting> = Vec::new();
    for (index, typed) in typed.iter().take(BASE.len() + 1).enumerate() {
        let at = |part: &str| format!("settings.{index}.{part}");
        let known = BASE.iter().find(|(field, ..)| *field == typed.field);
        match known {
            None => issues.add(at("field"), "field_unknown"),
            Some(_) if settings.iter().any(|other| other.field == typed.field) => {
                issues.add(at("field"), "already_exists");
            }
            Some((.., true)) if typed.need != FieldNeed::Required => {
                issues.add(at("need"), "always_required")
            }
            Some(_) => {}
        }
        let hint = brazil::text::strip_invisible(&typed.hint).trim().to_owned();
        if hint.chars().count() > HINT_MAX {
            issues.add_with(at("hint"), "too_long", [("max", HINT_MAX.to_string())]);
        }
        settings.push(FieldSetting { hint, ..typed.clone() });
    }
    issues.finish(Some(settings))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(field: &str, need: FieldNeed, hint: &str) -> FieldSetting {
        FieldSetting { field: field.to_owned(), need, hint: hint.to_owned() }
    }

    fn of<'a>(form: &'a Form, field: &str) -> &'a FormField {
        form.0.iter().find(|known| known.field == field).unwrap()
    }

    #[test]
    fn reg_1_the_narrowest_scope_that_speaks_of_a_field_counts() {
        let form = Form::base()
            .with(FormLevel::Everywhere, &[setting("email", FieldNeed::Optional, "")])
            .with(FormLevel::Carrier, &[setting("email", FieldNeed::Required, "para a fatura")])
            .with(FormLevel::Plan, &[setting("due_day", FieldNeed::Hidden, "")]);
        let email = of(&form, "email");
        assert_eq!((email.need, email.from), (FieldNeed::Required, FormLevel::Carrier));
        assert_eq!(email.hint, "para a fatura");
        assert_eq!(of(&form, "due_day").need, FieldNeed::Hidden);
        assert_eq!(of(&form, "phone_2").from, FormLevel::Base);
    }

    #[test]
    fn reg_1_what_the_check_needs_cannot_be_set_free() {
        for field in ["name", "document", "phone_1", "carrier", "plan_id"] {
            let free = setting(field, FieldNeed::Optional, "");
            let refused = check_settings(std::slice::from_ref(&free)).unwrap_err();
            assert_eq!(refused.issues()[0].code, "always_required", "{field}");
            let form = Form::base().with(FormLevel::Plan, &[free]);
            assert_eq!(of(&form, field).need, FieldNeed::Required, "even if it was stored: {field}");
        }
    }

    #[test]
    fn reg_1_settings_name_known_fields_once_and_all_that_is_wrong_is_told() {
        let refused = check_settings(&[
            setting("email", FieldNeed::Optional, ""),
            setting("email", FieldNeed::Hidden, ""),
            setting("segment", FieldNeed::Hidden, ""),
            setting("note", FieldNeed::Required, &"x".repeat(HINT_MAX + 1)),
        ])
        .unwrap_err();
        let told: Vec<_> = refused.issues().iter().map(|it| (it.field.as_str(), it.code.as_str())).collect();
        let expected = [
            ("settings.1.field", "already_exists"),
            ("settings.2.field", "field_unknown"),
            ("settings.3.hint", "too_long"),
        ];
        assert_eq!(told, expected);
    }
}
