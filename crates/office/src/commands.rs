//! THE list of commands. One line each: how it runs, its name, its handler, what it takes and gives, who may,
//! which queries it answers and which answers it makes stale. Everything comes through here: the window, the
//! command line, the worker and the tests.

use std::sync::LazyLock;

use crate::access::{commands as access, model::*};
use crate::agenda::{commands as agenda, model::*};
use crate::audit::{commands as audit, model::*};
use crate::command;
use crate::company::{commands as company, model::*};
use crate::customers::contracts::{commands as contracts, model::*};
use crate::customers::many::{commands as many, model::*};
use crate::customers::{commands as customers, export, model::*, search::*};
use crate::demo::{commands as demo, model::*};
use crate::dispatch::Need::{self, Nobody, Permission, SignedIn};
use crate::dispatch::{Command, Nothing, Tag};
use crate::duplicates::reports::{commands as reports, model::*};
use crate::duplicates::scan::{commands as scan, model::*};
use crate::duplicates::{commands as duplicates, model::*};
use crate::fulfilment::{commands as fulfilment, model::*};
use crate::holder_changes::{commands as holder_changes, model::*};
use crate::imports::{commands as imports, model::*};
use crate::inactivity::{commands as inactivity, model::*};
use crate::indicators::{commands as indicators, model::*};
use crate::jobs::{commands as jobs, model::*};
use crate::mailings::commands::account as mail_account;
use crate::mailings::{commands as mailings, model::*};
use crate::maintenance::{commands as maintenance, model::*};
use crate::merges::certain::{commands as certain, model::*, run as certain_run};
use crate::merges::{commands as merges, model::*, undo as merge_undo};
use crate::notices::{commands as notices, model::*};
use crate::onboarding::{commands as onboarding, model::*};
use crate::opt_outs::{commands as opt_outs, model::*};
use crate::permission as may;
use crate::presence::{commands as presence, model::*};
use crate::privacy::{commands as privacy, model::*};
use crate::products::{commands as products, model::*};
use crate::quotes::{commands as quotes, comparison::QuoteComparison, model::*, sending as quote_sending};
use crate::registrations::{commands as registrations, model::*};
use crate::relocation::{commands as relocation, model::*};
use crate::setup::model::ServerInput;
use crate::views::{commands as views, model::*};

/// Every command, in the order of the screens.
#[rustfmt::skip]
pub static COMMANDS: LazyLock<Vec<Command>> = LazyLock::new(|| {
    [
        access_commands(),
        company_commands(),
        customers_commands(),
        contracts_commands(),
        inactivity_commands(),
        holder_changes_commands(),
        opt_outs_commands(),
        privacy_commands(),
        merges_commands(),
        agenda_commands(),
        products_commands(),
        quotes_commands(),
        mailings_commands(),
        notices_commands(),
        presence_commands(),
        views_commands(),
        registrations_commands(),
        fulfilment_commands(),
        onboarding_commands(),
        indicators_commands(),
        imports_commands(),
        jobs_commands(),
        maintenance_commands(),
        relocation_commands(),
        audit_commands(),
    ].into_iter().flatten().collect()
});

/// The command of that name.
pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

#[rustfmt::skip]
fn access_commands() -> Vec<Command> {
    use Tag::{Session, Users};
    vec![
        command!(read "app.status", access::status, Nothing => AppStatus, Nobody, &[Session, Users, Tag::Company], &[]),
        command!(task "access.create_first_administrator", access::create_first_administrator, FirstAdministrator => Nothing, Nobody, &[], &[Session, Users, Tag::Company]),
        command!(task "access.sign_in", access::sign_in, SignIn => Nothing, Nobody, &[], &[Session]),
        command!(task "access.unlock", access::unlock, Unlock => Nothing, Nobody, &[], &[Session]),
        command!(write "access.sign_out", access::sign_out, Nothing => Nothing, Nobody, &[], &[Session]),
        command!(read "access.lock", access::lock, Nothing => Nothing, Need::Session, &[], &[Session]),
        command!(read "access.touch", access::touch, Nothing => Nothing, Need::Session, &[], &[]),
        command!(task "access.change_password", access::change_password, ChangePassword => Nothing, Need::Session, &[], &[Session, Users]),
        command!(read "access.profile", access::profile, Nothing => Profile, SignedIn, &[Users], &[]),
        command!(write "access.save_profile", access::save_profile, ProfileInput => Profile, SignedIn, &[], &[Session, Users]),
        command!(read "access.users", access::users, Nothing => Vec<User>, Permission(may::ACCESS_MANAGE), &[Users], &[]),
        command!(read "access.roles", access::roles, Nothing => Vec<Role>, Permission(may::ACCESS_MANAGE), &[Users], &[]),
        command!(read "access.colleagues", access::colleagues, ColleaguesRequest => Vec<Colleague>, SignedIn, &[Users], &[]),
        command!(task "access.save_user", access::save_user, UserInput => SavedUser, Permission(may::ACCESS_MANAGE), &[], &[Users, Session]),
        command!(task "access.reset_password", access::reset_password, ResetPassword => OneTimePassword, Permission(may::ACCESS_MANAGE), &[], &[Users, Session]),
        command!(read "access.sign_ins", access::sign_ins, ReadSignIns => SignInPage, Permission(may::ACCESS_MANAGE), &[Session], &[]),
        command!(read "access.sessions", access::sessions, Nothing => OpenSessions, Permission(may::ACCESS_MANAGE), &[Session], &[]),
        command!(write "access.end_session", access::end_session, SessionChoice => Nothing, Permission(may::ACCESS_MANAGE), &[], &[Session]),
        command!(write "access.save_role", access::save_role, RoleInput => Role, Permission(may::ACCESS_MANAGE), &[], &[Users, Session]),
        command!(task "access.enable_logins", access::enable_logins, EnableLogins => LoginsEnabled, Permission(may::ACCESS_MANAGE), &[], &[Users, Session]),
        command!(task "access.check_logins", access::check_logins, Nothing => LoginsChecked, Permission(may::ACCESS_MANAGE), &[], &[]),
        command!(write "access.remove_role", access::remove_role, RoleChoice => Nothing, Permission(may::ACCESS_MANAGE), &[], &[Users]),
    ]
}

#[rustfmt::skip]
fn company_commands() -> Vec<Command> {
    vec![
        command!(read "company.get", company::get, Nothing => Company, SignedIn, &[Tag::Company], &[]),
        command!(write "company.save", company::save, Company => Company, Permission(may::COMPANY_MANAGE), &[], &[Tag::Company]),
        command!(read "company.logo", company::logo, Nothing => Logo, SignedIn, &[Tag::Company], &[]),
        command!(write "company.save_logo", company::save_logo, Logo => Nothing, Permission(may::COMPANY_MANAGE), &[], &[Tag::Company]),
    ]
}

#[rustfmt::skip]
fn contracts_commands() -> Vec<Command> {
    use Tag::{Activities, Customers};
    let manage = Permission(may::CONTRACTS_MANAGE);
    vec![
        command!(read "contracts.of_customer", contracts::of_customer, CustomerRef => Vec<ContractDetail>, Permission(may::CUSTOMERS_READ), &[Customers], &[]),
        command!(write "contracts.set_status", contracts::set_status, SetContractStatus => ContractDetail, manage, &[], &[Customers, Activities]),
        command!(write "contracts.change", contracts::change, ChangeContract => ContractDetail, manage, &[], &[Customers, Activities]),
    ]
}

#[rustfmt::skip]
fn inactivity_commands() -> Vec<Command> {
    use Tag::{Activities, Customers, Inactivity};
    let may = Permission(may::CUSTOMERS_INACTIVITY);
    vec![
        command!(read "inactivity.rule", inactivity::rule, Nothing => InactivityRule, may, &[Inactivity], &[]),
        command!(write "inactivity.set_rule", inactivity::set_rule, SetInactivityRule => InactivityRule, may, &[], &[Inactivity]),
        command!(read "inactivity.runs", inactivity::runs, Nothing => Vec<InactivityRun>, may, &[Inactivity], &[]),
        command!(read "inactivity.findings", inactivity::read_findings, ReadInactivityFindings => Vec<InactivityFinding>, may, &[Inactivity], &[]),
        command!(task "inactivity.find", inactivity::find, Nothing => JobRef, may, &[], &[Inactivity, Customers, Activities]),
        command!(task "inactivity.apply", inactivity::apply, InactivityRunRef => JobRef, may, &[], &[Inactivity, Customers, Activities]),
        command!(task "inactivity.undo", inactivity::undo, InactivityRunRef => JobRef, may, &[], &[Inactivity, Customers, Activities]),
        command!(task "inactivity.run_due", inactivity::run_due, Nothing => InactivityDue, may, &[], &[Inactivity, Customers, Activities]),
    ]
}

#[rustfmt::skip]
fn notices_commands() -> Vec<Command> {
    vec![
        command!(read "notices.list", notices::list, Nothing => Notices, SignedIn, &[Tag::Notices], &[]),
        command!(write "notices.mark_read", notices::mark_read, MarkRead => Nothing, SignedIn, &[], &[Tag::Notices]),
    ]
}

#[rustfmt::skip]
fn views_commands() -> Vec<Command> {
    use Tag::Views;
    vec![
        command!(read "views.list", views::list, ListViews => Vec<SavedView>, SignedIn, &[Views], &[]),
        command!(write "views.create", views::create, NewView => SavedView, SignedIn, &[], &[Views]),
        command!(write "views.save", views::save, SaveView => SavedView, SignedIn, &[], &[Views]),
        command!(write "views.remove", views::remove, ViewChoice => SavedView, SignedIn, &[], &[Views]),
        command!(write "views.restore", views::restore, ViewChoice => SavedView, SignedIn, &[], &[Views]),
        command!(write "views.set_start", views::set_start, StartView => Nothing, SignedIn, &[], &[Views]),
    ]
}

#[rustfmt::skip]
fn presence_commands() -> Vec<Command> {
    vec![
        command!(write "presence.here", presence::here, PresenceHere => Nothing, SignedIn, &[], &[]),
        command!(write "presence.gone", presence::gone, PresenceAt => Nothing, SignedIn, &[], &[]),
        command!(read "presence.others", presence::others, PresenceAt => Vec<Present>, SignedIn, &[Tag::Presence], &[]),
    ]
}

#[rustfmt::skip]
fn customers_commands() -> Vec<Command> {
    use Tag::{Activities, Customers};
    vec![
        command!(read "customers.any", customers::any, Nothing => AnyCustomer, Permission(may::CUSTOMERS_READ), &[Tag::Customers], &[]),
        command!(read "customers.list", customers::list, ListCustomers => CustomerPage, Permission(may::CUSTOMERS_READ), &[Customers], &[]),
        command!(task "customers.export", export::export, export::model::ExportCustomers => JobRef, Permission(may::CUSTOMERS_EXPORT), &[], &[Tag::Jobs]),
        command!(read "customers.quick_search", customers::quick_search, QuickSearch => Vec<CustomerHit>, Permission(may::CUSTOMERS_READ), &[Customers], &[]),
        command!(read "customers.ficha", duplicates::ficha, CustomerRef => Ficha, Permission(may::CUSTOMERS_READ), &[Customers, Tag::Agenda, Tag::Users], &[]),
        command!(read "customers.alerts", duplicates::alerts, CustomerRef => Alerts, Permission(may::CUSTOMERS_READ), &[Customers, Tag::Agenda], &[]),
        command!(read "duplicates.similar", duplicates::similar, FindSimilar => Vec<Suspect>, Permission(may::CUSTOMERS_READ), &[Customers], &[]),
        command!(write "customers.create", customers::register, RegisterCustomer => Customer, Permission(may::CUSTOMERS_WRITE), &[], &[Customers]),
        command!(write "customers.update", holder_changes::save, SaveCustomer => SavedCustomer, Permission(may::CUSTOMERS_WRITE), &[], &[Customers]),
        command!(write "customers.inactivate", customers::inactivate, ChangeStatus => Customer, Permission(may::CUSTOMERS_WRITE), &[], &[Customers, Activities]),
        command!(write "customers.reactivate", customers::reactivate, ChangeStatus => Customer, Permission(may::CUSTOMERS_WRITE), &[], &[Customers, Activities]),
        command!(task "customers.change_many", many::change_many, ChangeMany => JobRef, Permission(may::CUSTOMERS_WRITE), &[], &[Customers, Activities]),
        command!(task "customers.undo_many", many::undo_many, UndoMany => JobRef, Permission(may::CUSTOMERS_WRITE), &[], &[Customers, Activities]),
        command!(read "customers.timeline", customers::timeline, ReadTimeline => Timeline, Permission(may::CUSTOMERS_READ), &[Activities], &[]),
        command!(write "customers.log_contact", customers::log_contact, LogContact => Nothing, Permission(may::CUSTOMERS_CONTACT), &[], &[Activities]),
    ]
}

#[rustfmt::skip]
fn holder_changes_commands() -> Vec<Command> {
    use Tag::{Activities, Customers};
    vec![
        command!(read "holder_changes.of_customer", holder_changes::of_customer, HolderChangesOf => Vec<HolderChange>, Permission(may::CUSTOMERS_READ), &[Customers], &[]),
        command!(read "holder_changes.waiting", holder_changes::waiting, Nothing => WaitingChanges, Permission(may::CUSTOMERS_READ), &[Customers], &[]),
        command!(write "holder_changes.confirm", holder_changes::confirm, AnswerHolderChange => HolderChange, Permission(may::CUSTOMERS_WRITE), &[], &[Customers, Activities]),
        command!(write "holder_changes.refuse", holder_changes::refuse, AnswerHolderChange => HolderChange, Permission(may::CUSTOMERS_WRITE), &[], &[Customers, Activities]),
        command!(write "holder_changes.withdraw", holder_changes::withdraw, WithdrawHolderChange => HolderChange, Permission(may::CUSTOMERS_WRITE), &[], &[Customers, Activities]),
    ]
}

#[rustfmt::skip]
fn opt_outs_commands() -> Vec<Command> {
    use Tag::{Activities, Customers};
    vec![
        command!(read "opt_outs.of_customer", opt_outs::of_customer, OptOutsOf => OptOuts, Permission(may::CUSTOMERS_READ), &[Customers], &[]),
        command!(write "opt_outs.record", opt_outs::record, RecordOptOut => OptOuts, Permission(may::CUSTOMERS_CONTACT), &[], &[Customers, Activities]),
    ]
}

#[rustfmt::skip]
fn privacy_commands() -> Vec<Command> {
    use Tag::{Activities, Customers};
    // Anonymising empties rows of many features at once.
    const EMPTIED: &[Tag] = &[Customers, Activities, Tag::Merges, Tag::Registrations, Tag::Fulfilment, Tag::Onboarding, Tag::Quotes, Tag::Agenda, Tag::Mailings, Tag::Notices];
    vec![
        command!(read "privacy.standing", privacy::standing, PersonRef => PrivacyStanding, Permission(may::CUSTOMERS_READ), &[Customers], &[]),
        command!(task "privacy.export", privacy::export, ExportPerson => PersonExported, Permission(may::PRIVACY_EXPORT), &[], &[]),
        command!(read "privacy.preview", privacy::preview, PersonRef => AnonymisePreview, Permission(may::PRIVACY_ANONYMISE), EMPTIED, &[]),
        command!(write "privacy.anonymise", privacy::anonymise, Anonymise => Anonymisation, Permission(may::PRIVACY_ANONYMISE), &[], EMPTIED),
        command!(write "privacy.finish_due", privacy::finish_due, Nothing => FinishedAnonymisations, Permission(may::PRIVACY_ANONYMISE), &[], EMPTIED),
    ]
}

#[rustfmt::skip]
fn merges_commands() -> Vec<Command> {
    use Tag::{Activities, Customers, Merges};
    // A merge moves rows of many features at once.
    const MOVED: &[Tag] = &[Customers, Merges, Activities, Tag::Registrations, Tag::Onboarding, Tag::Quotes, Tag::Agenda, Tag::Mailings];
    vec![
        command!(read "duplicates.of_customer", duplicates::of_customer, CustomerRef => Vec<Suspect>, Permission(may::CUSTOMERS_READ), &[Customers, Merges], &[]),
        command!(write "duplicates.not_duplicate", duplicates::not_duplicate, NotDuplicate => Nothing, Permission(may::DUPLICATES_MERGE), &[], &[Customers, Merges]),
        command!(write "duplicates.report", reports::report, ReportDuplicate => DuplicateReport, Permission(may::DUPLICATES_REPORT), &[], &[Merges, Tag::Notices]),
        command!(read "duplicates.reports", reports::of_customer, CustomerRef => Vec<DuplicateReport>, Permission(may::CUSTOMERS_READ), &[Customers, Merges], &[]),
        command!(task "duplicates.scan", scan::scan, Nothing => JobRef, Permission(may::DUPLICATES_MERGE), &[], &[Tag::Jobs, Merges]),
        command!(read "duplicates.queue", scan::queue, ReadDuplicateQueue => DuplicateQueue, Permission(may::DUPLICATES_MERGE), &[Customers, Merges], &[]),
        command!(read "duplicates.scan_report", scan::report, Nothing => ScanReport, Permission(may::DUPLICATES_MERGE), &[Customers, Merges], &[]),
        command!(write "duplicates.set_scan_settings", scan::set_settings, SetScanSettings => ScanSettings, Permission(may::DUPLICATES_SUPERVISE), &[], &[Merges]),
        command!(read "duplicates.preview", merges::preview, PreviewMerge => MergePreview, Permission(may::DUPLICATES_MERGE), MOVED, &[]),
        command!(write "duplicates.merge", merges::merge, MergeFichas => MergeRow, Permission(may::DUPLICATES_MERGE), &[], MOVED),
        command!(read "duplicates.history", merges::history, ReadMerges => MergePage, Permission(may::DUPLICATES_MERGE), &[Customers, Merges], &[]),
        command!(read "duplicates.merged", merge_undo::detail, MergeRef => MergeDetail, Permission(may::DUPLICATES_MERGE), &[Customers, Merges], &[]),
        command!(write "duplicates.undo", merge_undo::undo, UndoMerge => MergeRow, Permission(may::DUPLICATES_MERGE), &[], MOVED),
        command!(read "duplicates.settings", certain::settings, Nothing => DuplicateSettings, Permission(may::DUPLICATES_MERGE), &[Merges], &[]),
        command!(write "duplicates.set_settings", certain::set_settings, SetDuplicateSettings => DuplicateSettings, Permission(may::DUPLICATES_SUPERVISE), &[], &[Merges]),
        command!(task "duplicates.certain", certain::certain, ReadCertain => CertainGroups, Permission(may::DUPLICATES_MERGE), MOVED, &[]),
        command!(task "duplicates.merge_certain", certain_run::merge_certain, MergeCertain => JobRef, Permission(may::DUPLICATES_MERGE), &[], MOVED),
        command!(task "duplicates.undo_certain", certain_run::undo_certain, UndoCertain => JobRef, Permission(may::DUPLICATES_MERGE), &[], MOVED),
    ]
}

#[rustfmt::skip]
fn agenda_commands() -> Vec<Command> {
    use Tag::{Activities, Agenda as Appointments, Customers};
    vec![
        command!(read "agenda.mine", agenda::mine, Nothing => Agenda, Permission(may::AGENDA_OWN), &[Appointments, Customers], &[]),
        command!(read "agenda.of_customer", agenda::of_customer, AppointmentsOfCustomer => Vec<Appointment>, Permission(may::CUSTOMERS_READ), &[Appointments], &[]),
        command!(write "agenda.book", agenda::book_own, BookAppointment => Appointment, Permission(may::AGENDA_OWN), &[], &[Appointments, Customers, Activities]),
        command!(write "agenda.renew", agenda::renew, RenewAppointment => Appointment, Permission(may::AGENDA_OWN), &[], &[Appointments, Customers, Activities]),
        command!(write "agenda.close", agenda::close, CloseAppointment => Appointment, Permission(may::AGENDA_OWN), &[], &[Appointments, Customers, Activities]),
        command!(read "agenda.holidays", agenda::holidays, Nothing => Vec<Holiday>, SignedIn, &[Appointments], &[]),
        command!(read "agenda.year", agenda::year, HolidayYearRequest => Vec<DayOff>, SignedIn, &[Appointments], &[]),
        command!(write "agenda.add_holiday", agenda::add_holiday, Holiday => Nothing, Permission(may::COMPANY_MANAGE), &[], &[Appointments]),
        command!(write "agenda.remove_holiday", agenda::remove_holiday, Holiday => Nothing, Permission(may::COMPANY_MANAGE), &[], &[Appointments]),
    ]
}

#[rustfmt::skip]
fn products_commands() -> Vec<Command> {
    use Tag::Products;
    vec![
        command!(read "products.list", products::list, ListProducts => ProductPage, Permission(may::PRODUCTS_READ), &[Products], &[]),
        command!(read "products.get", products::get, GetProduct => ProductDetails, Permission(may::PRODUCTS_READ), &[Products], &[]),
        command!(write "products.save", products::save, ProductInput => Product, Permission(may::PRODUCTS_WRITE), &[], &[Products]),
        command!(read "products.price_tables", products::price_tables, Nothing => Vec<PriceTableRow>, Permission(may::PRODUCTS_READ), &[Products], &[]),
        command!(write "products.save_price_table", products::save_price_table, PriceTableInput => PriceTable, Permission(may::PRODUCTS_WRITE), &[], &[Products]),
    ]
}

#[rustfmt::skip]
fn registrations_commands() -> Vec<Command> {
    use Tag::{Notices, Registrations};
    vec![
        command!(read "registrations.queue", registrations::queue, ReviewQueueRequest => ReviewQueue, Permission(may::REGISTRATIONS_REVIEW), &[Registrations], &[]),
        command!(read "registrations.waiting_count", registrations::waiting_count, Nothing => WaitingCount, Permission(may::REGISTRATIONS_REVIEW), &[Registrations], &[]),
        command!(read "registrations.get", registrations::get, RegistrationRef => RegistrationDetail, SignedIn, &[Registrations, Tag::Customers], &[]),
        command!(write "registrations.claim", registrations::claim, RegistrationRef => RegistrationDetail, Permission(may::REGISTRATIONS_REVIEW), &[], &[Registrations]),
        command!(write "registrations.release", registrations::release, RegistrationRef => RegistrationDetail, Permission(may::REGISTRATIONS_REVIEW), &[], &[Registrations]),
        command!(write "registrations.hand_over", registrations::hand_over, HandOverSale => RegistrationDetail, Permission(may::REGISTRATIONS_REVIEW), &[], &[Registrations, Notices]),
        command!(write "registrations.approve", registrations::approve, ApproveSale => RegistrationDetail, Permission(may::REGISTRATIONS_REVIEW), &[], &[Registrations, Notices, Tag::Customers, Tag::Activities]),
        command!(write "registrations.return", registrations::return_to_seller, ReturnSale => RegistrationDetail, Permission(may::REGISTRATIONS_REVIEW), &[], &[Registrations, Notices]),
        command!(write "registrations.deny", registrations::deny, DenySale => RegistrationDetail, Permission(may::REGISTRATIONS_REVIEW), &[], &[Registrations, Notices]),
        command!(read "registrations.mine", registrations::mine, MySalesRequest => MySales, Permission(may::REGISTRATIONS_SELL), &[Registrations], &[]),
        command!(read "registrations.check", registrations::check, CheckSale => SaleCheckResult, Permission(may::REGISTRATIONS_SELL), &[], &[]),
        command!(write "registrations.save_draft", registrations::save_draft, RegistrationInput => Registration, Permission(may::REGISTRATIONS_SELL), &[], &[Registrations]),
        command!(write "registrations.submit", registrations::submit, RegistrationInput => Registration, Permission(may::REGISTRATIONS_SELL), &[], &[Registrations]),
        command!(write "registrations.cancel", registrations::cancel, CancelSale => Registration, SignedIn, &[], &[Registrations]),
        command!(read "registrations.plans", registrations::plans, Nothing => Vec<Plan>, SignedIn, &[Registrations], &[]),
        command!(read "registrations.form_scopes", registrations::form_scopes, Nothing => Vec<FormScope>, Permission(may::REGISTRATIONS_SUPERVISE), &[Registrations], &[]),
        command!(read "registrations.form_rules", registrations::form_rules, FormScope => FormRules, Permission(may::REGISTRATIONS_SUPERVISE), &[Registrations], &[]),
        command!(write "registrations.save_form_rules", registrations::save_form_rules, SaveFormRules => FormRules, Permission(may::REGISTRATIONS_SUPERVISE), &[], &[Registrations]),
        command!(write "registrations.save_plan", registrations::save_plan, Plan => Plan, Permission(may::REGISTRATIONS_SUPERVISE), &[], &[Registrations]),
        command!(read "registrations.targets", registrations::targets, Nothing => ReviewTargets, SignedIn, &[Registrations], &[]),
        command!(write "registrations.save_targets", registrations::save_targets, SaveTargets => ReviewTargets, Permission(may::REGISTRATIONS_SUPERVISE), &[], &[Registrations]),
    ]
}

#[rustfmt::skip]
fn fulfilment_commands() -> Vec<Command> {
    use Tag::{Activities, Agenda as Appointments, Customers, Fulfilment, Onboarding, Registrations};
    vec![
        command!(read "fulfilment.list", fulfilment::list, ListCourses => CourseList, Permission(may::FULFILMENT_READ), &[Fulfilment, Registrations], &[]),
        command!(read "fulfilment.get", fulfilment::get, CourseRef => CourseDetail, Permission(may::FULFILMENT_READ), &[Fulfilment, Registrations, Customers], &[]),
        command!(read "fulfilment.sheet", fulfilment::sheet, CourseRef => EntrySheet, Permission(may::FULFILMENT_WORK), &[Fulfilment, Registrations], &[]),
        command!(read "fulfilment.sheets", fulfilment::sheets, Nothing => CarrierSheets, Permission(may::FULFILMENT_READ), &[Fulfilment, Registrations], &[]),
        command!(write "fulfilment.save_sheet", fulfilment::save_sheet, CarrierSheet => CarrierSheet, Permission(may::FULFILMENT_SUPERVISE), &[], &[Fulfilment]),
        command!(write "fulfilment.record_protocol", fulfilment::record_protocol, RecordProtocol => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities]),
        command!(write "fulfilment.start_installation", fulfilment::start_installation, StartInstallation => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities]),
        command!(read "fulfilment.teams", fulfilment::teams, Nothing => Vec<Team>, Permission(may::FULFILMENT_READ), &[Fulfilment], &[]),
        command!(write "fulfilment.save_team", fulfilment::save_team, Team => Team, Permission(may::FULFILMENT_SUPERVISE), &[], &[Fulfilment]),
        command!(write "fulfilment.schedule", fulfilment::schedule, ScheduleVisit => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities]),
        command!(write "fulfilment.close_visit", fulfilment::close_visit, CloseVisit => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities, Onboarding]),
        command!(read "fulfilment.visits", fulfilment::visits, VisitsRequest => Vec<VisitRow>, Permission(may::FULFILMENT_READ), &[Fulfilment, Registrations], &[]),
        command!(write "fulfilment.mark_activation", fulfilment::mark_activation, MarkActivation => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment]),
        command!(write "fulfilment.complete_activation", fulfilment::complete_activation, CourseChange => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities]),
        command!(task "fulfilment.review_payments", fulfilment::review_payments, Nothing => PaymentsReviewed, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities, Appointments, Customers]),
        command!(write "fulfilment.bill_month", fulfilment::bill_month, BillMonth => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities, Appointments, Customers]),
        command!(write "fulfilment.note_month_paid", fulfilment::note_month_paid, NoteMonthPaid => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities, Appointments, Customers]),
        command!(write "fulfilment.withdraw_month", fulfilment::withdraw_month, WithdrawMonth => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities, Appointments, Customers]),
        command!(write "fulfilment.take_feedback", fulfilment::take_feedback, TakeFeedback => CourseDetail, Permission(may::FULFILMENT_READ), &[], &[Fulfilment, Activities]),
        command!(write "fulfilment.cancel", fulfilment::cancel, CancelCourse => CourseDetail, Permission(may::FULFILMENT_WORK), &[], &[Fulfilment, Activities]),
    ]
}

#[rustfmt::skip]
fn onboarding_commands() -> Vec<Command> {
    use Tag::{Activities, Customers, Onboarding};
    vec![
        command!(read "onboarding.list", onboarding::list, ListOnboardings => OnboardingList, Permission(may::CUSTOMERS_READ), &[Onboarding, Customers], &[]),
        command!(read "onboarding.get", onboarding::get, OnboardingRef => OnboardingDetail, Permission(may::CUSTOMERS_READ), &[Onboarding, Customers], &[]),
        command!(read "onboarding.of_customer", onboarding::of_customer, OnboardingsOf => Vec<OnboardingRow>, Permission(may::CUSTOMERS_READ), &[Onboarding, Customers], &[]),
        command!(write "onboarding.open", onboarding::open, OpenOnboarding => OnboardingDetail, Permission(may::CUSTOMERS_CONTACT), &[], &[Onboarding, Activities]),
        command!(write "onboarding.mark", onboarding::mark, MarkOnboarding => OnboardingDetail, Permission(may::CUSTOMERS_CONTACT), &[], &[Onboarding, Activities]),
    ]
}

#[rustfmt::skip]
fn indicators_commands() -> Vec<Command> {
    use Tag::{Fulfilment, Registrations};
    vec![
        command!(read "indicators.figures", indicators::figures, IndicatorsRequest => Indicators, Permission(may::INDICATORS_READ), &[Fulfilment, Registrations], &[]),
        command!(read "indicators.sales_behind", indicators::sales_behind, BehindRequest => Behind, Permission(may::INDICATORS_READ), &[Fulfilment, Registrations], &[]),
    ]
}

#[rustfmt::skip]
fn jobs_commands() -> Vec<Command> {
    vec![
        command!(read "jobs.get", jobs::get, JobRef => Job, SignedIn, &[Tag::Jobs], &[]),
        command!(write "jobs.cancel", jobs::cancel, JobRef => Nothing, SignedIn, &[], &[Tag::Jobs]),
    ]
}

#[rustfmt::skip]
fn maintenance_commands() -> Vec<Command> {
    vec![
        command!(read "demo.status", demo::status, Nothing => DemoStatus, Nobody, &[Tag::Jobs, Tag::Session], &[]),
        command!(task "demo.try_out", demo::try_out, Nothing => JobRef, Nobody, &[], &[Tag::Jobs]),
        command!(task "demo.create", demo::create, DemoRequest => JobRef, Permission(may::COMPANY_MANAGE), &[], &[Tag::Jobs]),
        command!(task "maintenance.backup", maintenance::backup, BackupRequest => Backup, Permission(may::COMPANY_MANAGE), &[], &[]),
        command!(task "maintenance.backups", maintenance::backups, Nothing => BackupStanding, Permission(may::COMPANY_MANAGE), &[Tag::Company], &[]),
        command!(task "maintenance.save_backup_plan", maintenance::save_backup_plan, BackupPlan => BackupStanding, Permission(may::COMPANY_MANAGE), &[], &[Tag::Company]),
        command!(task "maintenance.backup_now", maintenance::backup_now, Nothing => BackupStanding, Permission(may::COMPANY_MANAGE), &[], &[Tag::Company]),
        command!(task "maintenance.about_copy", maintenance::about_copy, CopyFile => CopyAbout, Permission(may::COMPANY_MANAGE), &[], &[]),
        command!(task "maintenance.restore", maintenance::restore, CopyFile => Restored, Permission(may::COMPANY_MANAGE), &[], Tag::ALL),
        command!(task "maintenance.support", maintenance::support, SupportRequest => SupportFile, Permission(may::COMPANY_MANAGE), &[], &[]),
        command!(task "maintenance.verify", maintenance::verify, Nothing => Findings, Permission(may::COMPANY_MANAGE), &[], &[]),
    ]
}

#[rustfmt::skip]
fn relocation_commands() -> Vec<Command> {
    let manage = Permission(may::COMPANY_MANAGE);
    vec![
        command!(task "relocation.standing", relocation::standing, Nothing => RelocationStanding, manage, &[], &[]),
        command!(task "relocation.begin", relocation::begin, ServerInput => RelocationStanding, manage, &[], &[]),
        command!(task "relocation.cancel", relocation::cancel, Nothing => RelocationStanding, manage, &[], &[]),
    ]
}

#[rustfmt::skip]
fn quotes_commands() -> Vec<Command> {
    use Tag::{Activities, Agenda as Appointments, Customers, Mailings, Products, Quotes};
    vec![
        command!(read "quotes.list", quotes::list, ListQuotes => QuotePage, Permission(may::QUOTES_READ), &[Quotes, Customers], &[]),
        command!(read "quotes.for_customer", quotes::for_customer, QuotesOfCustomer => Vec<QuoteRow>, Permission(may::QUOTES_READ), &[Quotes], &[]),
        command!(read "quotes.get", quotes::get, GetQuote => QuoteDetails, Permission(may::QUOTES_READ), &[Quotes, Customers, Products], &[]),
        command!(write "quotes.create", quotes::create, CreateQuote => QuoteDetails, Permission(may::QUOTES_WRITE), &[], &[Quotes]),
        command!(write "quotes.save_draft", quotes::save_draft, SaveDraft => SavedDraft, Permission(may::QUOTES_WRITE), &[], &[Quotes]),
        command!(write "quotes.new_version", quotes::new_version, GetQuote => QuoteDetails, Permission(may::QUOTES_WRITE), &[], &[Quotes]),
        command!(task "quotes.preview_pdf", quote_sending::preview_pdf, PreviewQuote => QuotePdf, Permission(may::QUOTES_READ), &[], &[]),
        command!(task "quotes.pdf", quote_sending::pdf, GetQuote => QuotePdf, Permission(may::QUOTES_READ), &[Quotes], &[]),
        command!(read "quotes.compare", quotes::compare, CompareQuotes => QuoteComparison, Permission(may::QUOTES_READ), &[Quotes], &[]),
        command!(read "quotes.send_sheet", quote_sending::send_sheet, GetQuote => SendSheet, Permission(may::QUOTES_WRITE), &[Quotes, Customers], &[]),
        command!(task "quotes.send", quote_sending::send, SendQuote => QuoteDecision, Permission(may::QUOTES_WRITE), &[], &[Quotes, Appointments, Mailings, Activities, Customers, Tag::Notices]),
        command!(write "quotes.mark_viewed", quotes::mark_viewed, ChangeQuote => QuoteDecision, Permission(may::QUOTES_WRITE), &[], &[Quotes, Activities]),
        command!(write "quotes.accept", quotes::accept, ChangeQuote => QuoteDecision, Permission(may::QUOTES_WRITE), &[], &[Quotes, Activities, Customers]),
        command!(write "quotes.refuse", quotes::refuse, RefuseQuote => QuoteDecision, Permission(may::QUOTES_WRITE), &[], &[Quotes, Activities, Customers]),
        command!(write "quotes.approve", quotes::approve, ApproveQuote => QuoteDecision, Permission(may::QUOTES_WRITE), &[], &[Quotes, Tag::Notices]),
        command!(write "quotes.expire", quotes::expire, Nothing => ExpiredQuotes, Permission(may::QUOTES_READ), &[], &[Quotes, Appointments, Activities, Customers]),
        command!(read "quotes.settings", quotes::settings, Nothing => QuoteSettings, SignedIn, &[Quotes], &[]),
        command!(write "quotes.save_settings", quotes::save_settings, QuoteSettings => QuoteSettings, Permission(may::COMPANY_MANAGE), &[], &[Quotes]),
    ]
}

#[rustfmt::skip]
fn mailings_commands() -> Vec<Command> {
    use Tag::Mailings;
    vec![
        command!(read "mailings.outbox", mailings::outbox, OutboxFilter => OutboxPage, Permission(may::MAILINGS_READ), &[Mailings], &[]),
        command!(read "mailings.message", mailings::message, MessageChoice => OutboxMessage, Permission(may::MAILINGS_READ), &[Mailings], &[]),
        command!(read "mailings.attachment", mailings::attachment, AttachmentChoice => AttachmentContent, Permission(may::MAILINGS_READ), &[], &[]),
        command!(read "mailings.summary", mailings::summary, Nothing => MailSummary, Permission(may::MAILINGS_READ), &[Mailings], &[]),
        command!(write "mailings.cancel", mailings::cancel, MessageChoice => OutboxRow, Permission(may::MAILINGS_MANAGE), &[], &[Mailings]),
        command!(write "mailings.retry", mailings::retry, MessageChoice => OutboxRow, Permission(may::MAILINGS_MANAGE), &[], &[Mailings]),
        command!(write "mailings.settle", mailings::settle, SettleMessage => OutboxRow, Permission(may::MAILINGS_MANAGE), &[], &[Mailings]),
        command!(task "mailings.account", mail_account::account, Nothing => MailAccountState, Permission(may::MAILINGS_ACCOUNT), &[Mailings], &[]),
        command!(task "mailings.save_account", mail_account::save_account, MailAccountInput => MailAccountState, Permission(may::MAILINGS_ACCOUNT), &[], &[Mailings]),
        command!(task "mailings.send_test", mail_account::send_test, MailTest => MailTestResult, Permission(may::MAILINGS_ACCOUNT), &[], &[Mailings]),
    ]
}

#[rustfmt::skip]
fn imports_commands() -> Vec<Command> {
    use Tag::{Customers, Jobs, Products};
    vec![
        command!(task "imports.inspect", imports::inspect, InspectFile => Inspection, SignedIn, &[], &[]),
        command!(task "imports.dry_run", imports::dry_run, ImportFile => JobRef, SignedIn, &[], &[Jobs]),
        command!(task "imports.run", imports::run, ImportFile => JobRef, SignedIn, &[], &[Jobs, Customers, Products]),
        command!(read "imports.recent", imports::recent, ReadPastImports => Vec<PastImport>, SignedIn, &[Jobs], &[]),
        command!(task "imports.undo", imports::undo, JobRef => JobRef, SignedIn, &[], &[Jobs, Customers]),
        command!(read "imports.rejections", imports::rejections, ReadRejections => RejectionPage, SignedIn, &[Jobs], &[]),
        command!(task "imports.save_rejections", imports::save_rejections, SaveRejections => Nothing, SignedIn, &[], &[]),
    ]
}

#[rustfmt::skip]
fn audit_commands() -> Vec<Command> {
    vec![
        command!(read "audit.list", audit::list, ReadAudit => AuditPage, Permission(may::AUDIT_READ), &[Tag::Audit], &[]),
        command!(task "audit.verify", audit::verify, Nothing => JobRef, Permission(may::AUDIT_READ), &[], &[Tag::Jobs]),
    ]
}
