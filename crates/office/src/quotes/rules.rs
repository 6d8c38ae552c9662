//! What may be typed into a quote, what may be sent, and how versions move between states. Pure: today comes in.

use brazil::text::is_meaningful;
use chrono::{Datelike, NaiveDate};

use crate::access::model::UserId;
use crate::error::{Error, Issues, Result};
use crate::products::rules::{check_amount, lines as clean_lines, one_line};
use crate::quotes::model::{
    ListQuotes, QuoteContent, QuoteLine, QuoteParty, QuoteSettings, QuoteStatus, QuoteVersion,
};
use crate::quotes::totals::{WHOLE_BP, totals};

/// Most lines of a version.
const LINES_MAX: usize = 500;
/// Largest quantity: a million units.
const QUANTITY_MILLI_MAX: i64 = 1_000_000_000;
/// Years a validity may end in.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2999;

/// `2026/0417`.
pub fn number_text(year: i64, number: i64) -> String {
    format!("{year}/{number:04}")
}

/// The name the PDF is saved and sent under.
pub fn file_name(number: &str, version_number: i64) -> String {
    format!("Orçamento {} v{version_number}.pdf", number.replace('/', "-"))
}

/// Year (0 for any) and number that a search may mean, such as `417`, `0417` or `2026/417`.
pub fn searched_number(request: &ListQuotes) -> Option<(i64, i64)> {
    let text = request.search.trim();
    let (year, number) = text.split_once(['/', '-']).unwrap_or(("0", text));
    Some((year.trim().parse().ok()?, number.trim().parse().ok()?))
}

/// Checks and cleans what the editor holds. A draft may be unfinished: words may be missing, but no number may
/// be out of range, for it would be lost.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_content(typed: &QuoteContent) -> Result<QuoteContent> {
    let mut issues = Issues::default();
    if !YEARS.contains(&typed.valid_until.year()) {
        issues.add("valid_until", "date_out_of_range");
    }
    check_share(&mut issues, "one_off_discount_bp", typed.one_off_discount_bp);
    check_share(&mut issues, "monthly_discount_bp", typed.monthly_discount_bp);
    check_share(&mut issues, "tax_bp", typed.tax_bp.unwrap_or(0));
    if typed.lines.len() > LINES_MAX {
        issues.add_with("lines", "too_many_lines", [("max", LINES_MAX.to_string())]);
        issues.check()?;
        return Ok(typed.clone());
    }
    let content = QuoteContent {
        contact_name: one_line(&mut issues, "contact_name", &typed.contact_name, 120, false),
        introduction: clean_lines(&mut issues, "introduction", &typed.introduction, 4_000),
        terms: clean_lines(&mut issues, "terms", &typed.terms, 10_000),
        lines: (0..).zip(&typed.lines).map(|(index, line)| check_line(&mut issues, index, line)).collect(),
        ..typed.clone()
    };
    issues.check()?;
    totals(&content)?;
    Ok(content)
}

fn check_line(issues: &mut Issues, index: usize, line: &QuoteLine) -> QuoteLine {
    let at = |field: &str| format!("lines.{index}.{field}");
    if !(0..=QUANTITY_MILLI_MAX).contains(&line.quantity_milli) {
        issues.add(at("quantity_milli"), "quantity_out_of_range");
    }
    check_amount(issues, &at("unit_price_cents"), line.unit_price_cents);
    check_share(issues, &at("discount_bp"), line.discount_bp);
    QuoteLine {
        description: clean_lines(issues, &at("description"), &line.description, 1_000),
        unit: one_line(issues, &at("unit"), &line.unit, 12, false),
        ..line.clone()
    }
}

fn check_share(issues: &mut Issues, field: &str, basis_points: i64) {
    if !(0..=WHOLE_BP).contains(&basis_points) {
        issues.add(field, "percentage_out_of_range");
    }
}

/// Notes what keeps a draft from being sent.
pub fn check_sendable(issues: &mut Issues, content: &QuoteContent, party: &QuoteParty, today: NaiveDate) {
    if party.emails.is_empty() {
        issues.add("address", "customer_without_email");
    }
    if content.valid_until < today {
        issues.add("valid_until", "date_past");
    }
    if content.lines.iter().all(|line| line.optional) {
        issues.add("lines", "quote_without_lines");
    }
    for (index, line) in content.lines.iter().enumerate() {
        if line.description.is_empty() {
            issues.add(format!("lines.{index}.description"), "required");
        }
        if line.quantity_milli == 0 {
            issues.add(format!("lines.{index}.quantity_milli"), "required");
        }
    }
}

/// How a version stands today: what was sent expires by itself (QUO-3).
pub fn status_on(status: QuoteStatus, valid_until: NaiveDate, today: NaiveDate) -> QuoteStatus {
    match status {
        QuoteStatus::Sent | QuoteStatus::Viewed if valid_until < today => QuoteStatus::Expired,
        status => status,
    }
}

/// What may be asked of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Change its content.
    Edit,
    /// Send it.
    Send,
    /// Give or deny the approval of its discount.
    Approve,
    /// Note that the customer answered.
    View,
    /// Note that the customer took it; `late` where expired ones still may be.
    Accept {
        /// The setting.
        late: bool,
    },
    /// Note that the customer declined.
    Refuse,
}

/// Whether a version of this status admits the step.
///
/// # Errors
/// `Invalid` with a code that says what it is instead.
pub fn check_step(status: QuoteStatus, step: Step) -> Result<()> {
    use QuoteStatus as S;
    let admitted = match step {
        Step::Edit => matches!(status, S::Draft | S::AwaitingApproval),
        Step::Send => matches!(status, S::Draft),
        Step::Approve => matches!(status, S::AwaitingApproval),
        Step::View => matches!(status, S::Sent),
        Step::Accept { late } => matches!(status, S::Sent | S::Viewed) || (late && status == S::Expired),
        Step::Refuse => matches!(status, S::Sent | S::Viewed | S::Expired),
    };
    if admitted {
        return Ok(());
    }
    let mut issues = Issues::default();
    issues.add_with("", "quote_state", [("status", status.as_text())]);
    issues.check()
}

/// Whom to tell that a discount waits for approval: those who may give it, and administrators only where nobody
/// else may. Never the one who asks.
pub fn whom_to_ask(approvers: &[(UserId, bool)], asking: Option<UserId>) -> Vec<UserId> {
    let others = approvers.iter().copied().filter(|(id, _)| Some(*id) != asking);
    let (administrators, supervisors): (Vec<(UserId, bool)>, Vec<_>) =
        others.partition(|(_, administrator)| *administrator);
    let chosen = if supervisors.is_empty() { administrators } else { supervisors };
    chosen.into_iter().map(|(id, _)| id).collect()
}

/// Whether the discount needs somebody else's approval (QUO-2): it is beyond the limit, and beyond what was
/// approved before.
pub fn needs_approval(discount_bp: i64, limit_bp: i64, approved_bp: Option<i64>) -> bool {
    discount_bp > limit_bp && approved_bp.is_none_or(|approved| discount_bp > approved)
}

/// The reason, cleaned; it must say something (CUS-2).
///
/// # Errors
/// `Invalid` otherwise.
pub fn check_reason(reason: &str) -> Result<String> {
    let mut issues = Issues::default();
    let clean = clean_lines(&mut issues, "reason", reason, 2_000);
    if clean.is_empty() {
        issues.add("reason", "required");
    } else if !is_meaningful(&clean) {
        issues.add("reason", "says_nothing");
    }
    issues.finish(Some(clean))
}

/// Checks and cleans what new quotes begin with.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_settings(typed: &QuoteSettings) -> Result<QuoteSettings> {
    let mut issues = Issues::default();
    if !(1..=365).contains(&typed.validity_days) {
        issues.add("validity_days", "days_out_of_range");
    }
    let settings = QuoteSettings {
        introduction: clean_lines(&mut issues, "introduction", &typed.introduction, 4_000),
        terms: clean_lines(&mut issues, "terms", &typed.terms, 10_000),
        ..typed.clone()
    };
    issues.finish(Some(settings))
}

/// What new quotes begin with until somebody says otherwise.
pub fn starting_settings() -> QuoteSettings {
    QuoteSettings {
        validity_days: 15,
        introduction: String::new(),
        terms: "O prazo de execução conta da aprovação deste orçamento.\n\
                Os valores mensais são reajustados a cada 12 meses, na forma da Lei 10.192/2001.\n\
                Este orçamento perde a validade na data indicada."
            .to_owned(),
        accept_expired: true,
        version: 0,
    }
}

/// The words an e-mail with the quote begins with; the sender may change them.
pub fn default_message(number: &str, version: &QuoteVersion, party: &QuoteParty, sender: &str) -> String {
    let name = if version.contact_name.is_empty() { &party.name } else { &version.contact_name };
    format!(
        "Olá, {name}.\n\nSegue em anexo o orçamento {number}, válido até {}.\n\
         Fico à disposição para qualquer dúvida.\n\n{sender}",
        version.valid_until.format("%d/%m/%Y")
    )
}

/// The sums in one line, for the timeline: `R$ 4.080,11 + R$ 119,40/mês`.
pub fn sums_text(version: &QuoteVersion) -> String {
    let once = brazil::money::format_brl(version.one_off_cents);
    let monthly = format!("{}/mês", brazil::money::format_brl(version.monthly_cents));
    match (version.one_off_cents, version.monthly_cents) {
        (_, 0) => once,
        (0, _) => monthly,
        _ => format!("{once} + {monthly}"),
    }
}

/// What the follow-up is about (AGE-4): the first items by name.
pub fn service_text(number: &str, content: &QuoteContent) -> String {
    let mut names = content.lines.iter().filter_map(|line| line.description.lines().next());
    let first: Vec<String> = names.by_ref().take(3).map(|name| name.chars().take(80).collect()).collect();
    let more = names.count();
    let rest = if more == 0 { String::new() } else { format!(" e mais {more}") };
    format!("Orçamento {number}: {}{rest}", first.join(", "))
}

/// The conflict when a version changed meanwhile, with what is stored now.
pub fn conflict(by: String, at: chrono::DateTime<chrono::Utc>, current: serde_json::Value) -> Error {
    Error::Conflict { by, at, current: Box::new(current) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::products::model::Charge;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn content() -> QuoteContent {
        QuoteContent {
            contact_name: "Sônia".into(),
            valid_until: day("2026-12-08"),
            one_off_discount_bp: 0,
            monthly_discount_bp: 0,
            tax_bp: None,
            introduction: String::new(),
            terms: String::new(),
            lines: vec![QuoteLine {
                product_id: None,
                description: "Câmera".into(),
                unit: "pç".into(),
                charge: Charge::OneOff,
                quantity_milli: 1_000,
                unit_price_cents: 100,
                list_price_cents: None,
                discount_bp: 0,
                optional: false,
            }],
        }
    }

    #[test]
    fn quo_3_a_sent_version_expires_by_itself_after_its_last_day() {
        let ends = day("2026-12-08");
        assert_eq!(status_on(QuoteStatus::Sent, ends, ends), QuoteStatus::Sent);
        assert_eq!(status_on(QuoteStatus::Sent, ends, day("2026-12-09")), QuoteStatus::Expired);
        assert_eq!(status_on(QuoteStatus::Viewed, ends, day("2026-12-09")), QuoteStatus::Expired);
        assert_eq!(status_on(QuoteStatus::Draft, ends, day("2026-12-09")), QuoteStatus::Draft);
        assert_eq!(status_on(QuoteStatus::Accepted, ends, day("2026-12-09")), QuoteStatus::Accepted);
    }

    #[test]
    fn quo_3_only_what_was_sent_can_be_accepted_and_late_only_by_the_setting() {
        let accept = |status, late| check_step(status, Step::Accept { late }).is_ok();
        assert!(accept(QuoteStatus::Sent, false) && accept(QuoteStatus::Viewed, false));
        assert!(!accept(QuoteStatus::Expired, false) && accept(QuoteStatus::Expired, true));
        assert!(!accept(QuoteStatus::Draft, true) && !accept(QuoteStatus::AwaitingApproval, true));
        assert!(check_step(QuoteStatus::Sent, Step::Edit).is_err());
    }

    #[test]
    fn quo_2_supervisors_are_asked_and_administrators_where_there_is_none() {
        let id = |number: u128| UserId(uuid::Uuid::from_u128(number));
        let all = [(id(1), true), (id(2), false), (id(3), false)];
        assert_eq!(whom_to_ask(&all, Some(id(9))), [id(2), id(3)]);
        assert_eq!(whom_to_ask(&all, Some(id(2))), [id(3)]);
        assert_eq!(whom_to_ask(&all[..1], Some(id(9))), [id(1)]);
        assert!(whom_to_ask(&all[..1], Some(id(1))).is_empty());
    }

    #[test]
    fn quo_2_an_approval_holds_up_to_the_discount_it_was_given_for() {
        assert!(!needs_approval(800, 800, None));
        assert!(needs_approval(801, 800, None));
        assert!(!needs_approval(1_500, 800, Some(1_500)));
        assert!(needs_approval(1_501, 800, Some(1_500)));
    }

    #[test]
    fn quo_3_a_search_for_a_number_is_understood() {
        let asked = |search: &str| {
            searched_number(&ListQuotes {
                search: search.into(),
                status: None,
                mine: false,
                order: crate::quotes::model::QuoteOrder::Number,
                descending: true,
                limit: 50,
                offset: 0,
            })
        };
        assert_eq!(asked("0417"), Some((0, 417)));
        assert_eq!(asked(" 2026/417 "), Some((2026, 417)));
        assert_eq!(asked("padaria"), None);
    }

    #[test]
    fn quo_1_numbers_out_of_range_are_refused_at_their_field_all_at_once() {
        let mut typed = content();
        typed.valid_until = day("9999-12-31");
        typed.one_off_discount_bp = 10_001;
        typed.lines[0].quantity_milli = i64::MIN;
        typed.lines[0].unit_price_cents = i64::MAX;
        let refused = check_content(&typed).unwrap_err();
        let fields: Vec<_> = refused.issues().iter().map(|issue| issue.field.as_str()).collect();
        let expected =
            ["valid_until", "one_off_discount_bp", "lines.0.quantity_milli", "lines.0.unit_price_cents"];
        assert_eq!(fields, expected);
    }

    #[test]
    fn quo_6_what_is_unfinished_is_a_draft_but_is_not_sent() {
        let mut draft = content();
        draft.lines[0].description = " ".into();
        draft.lines[0].quantity_milli = 0;
        let draft = check_content(&draft).unwrap();
        let party = QuoteParty {
            id: uuid::Uuid::nil().into(),
            code: 1,
            name: "Trigo Bom".into(),
            document: None,
            contact_name: String::new(),
            segment: "retail".into(),
            uf: None,
            address: Vec::new(),
            phone: None,
            emails: Vec::new(),
        };
        let mut issues = Issues::default();
        check_sendable(&mut issues, &draft, &party, day("2026-12-09"));
        let codes: Vec<_> = issues.into_list().into_iter().map(|issue| issue.code).collect();
        assert_eq!(codes, ["customer_without_email", "date_past", "required", "required"]);
    }

    #[test]
    fn age_4_the_follow_up_names_the_first_items() {
        let mut quote = content();
        quote.lines = vec![quote.lines[0].clone(); 5];
        assert_eq!(service_text("2026/0417", &quote), "Orçamento 2026/0417: Câmera, Câmera, Câmera e mais 2");
    }
}
