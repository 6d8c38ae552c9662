//! What a person may do. Each command names one of these; roles give them.

/// One thing a role may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission(
    /// The stable key, as stored and shown to the screen.
    pub &'static str,
);

macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident = $key:literal;)+) => {
        $($(#[$meta])* pub const $name: Permission = Permission($key);)+

        /// Every permission there is.
        pub const ALL: &[Permission] = &[$($name),+];
    };
}

permissions! {
    /// See customers and their timeline.
    CUSTOMERS_READ = "customers.read";
    /// Register and correct customers.
    CUSTOMERS_WRITE = "customers.write";
    /// Write to a customer's timeline.
    CUSTOMERS_CONTACT = "customers.contact";
    /// Load customers from a file.
    CUSTOMERS_IMPORT = "customers.import";
    /// Save the list of customers to a file.
    CUSTOMERS_EXPORT = "customers.export";
    /// Set the rule by which silent customers are set aside, apply it and take it back (CUS-7).
    CUSTOMERS_INACTIVITY = "customers.inactivity";
    /// Suspend, resume, change and end contracts.
    CONTRACTS_MANAGE = "contracts.manage";
    /// Show one's views of lists to everybody; change the shared views of others.
    VIEWS_SHARE = "views.share";
    /// Merge fichas of one customer, take a merge back, tell two apart (DUP-9).
    DUPLICATES_MERGE = "duplicates.merge";
    /// Report fichas that seem to be of one customer (DUP-9).
    DUPLICATES_REPORT = "duplicates.report";
    /// Say from which probability on groups are merged several at once (DUP-9).
    DUPLICATES_SUPERVISE = "duplicates.supervise";
    /// Save everything that is held about a person to a file (CUS-8).
    PRIVACY_EXPORT = "privacy.export";
    /// Make a person anonymous, for good (CUS-8).
    PRIVACY_ANONYMISE = "privacy.anonymise";
    /// Fill in and submit sales.
    REGISTRATIONS_SELL = "registrations.sell";
    /// Decide on submitted sales.
    REGISTRATIONS_REVIEW = "registrations.review";
    /// Take a claimed sale from another reviewer; change the targets.
    REGISTRATIONS_SUPERVISE = "registrations.supervise";
    /// See what becomes of approved sales: one's own, or all with `fulfilment.work`.
    FULFILMENT_READ = "fulfilment.read";
    /// Take approved sales through installation, activation and post-sale.
    FULFILMENT_WORK = "fulfilment.work";
    /// Set up teams and entry sheets.
    FULFILMENT_SUPERVISE = "fulfilment.supervise";
    /// See how the work goes, stage by stage and person by person.
    INDICATORS_READ = "indicators.read";
    /// See products and prices.
    PRODUCTS_READ = "products.read";
    /// Change products and prices, load them from a file.
    PRODUCTS_WRITE = "products.write";
    /// See quotes.
    QUOTES_READ = "quotes.read";
    /// Make and send quotes.
    QUOTES_WRITE = "quotes.write";
    /// See and keep one's own appointments.
    AGENDA_OWN = "agenda.own";
    /// See the appointments of all, and authorise exceptions.
    AGENDA_SUPERVISE = "agenda.supervise";
    /// See messages that wait or went out.
    MAILINGS_READ = "mailings.read";
    /// Retry, cancel and settle messages in doubt.
    MAILINGS_MANAGE = "mailings.manage";
    /// Set up the sending account.
    MAILINGS_ACCOUNT = "mailings.account";
    /// Set up users and roles.
    ACCESS_MANAGE = "access.manage";
    /// Set up the company and its calendar.
    COMPANY_MANAGE = "company.manage";
    /// Read who changed what.
    AUDIT_READ = "audit.read";
}

/// The roles a new database starts with: key, name, discount limit in hundredths of a per cent, permissions.
pub const STARTING_ROLES: &[(&str, &str, i64, &[Permission])] = &[
    ("administrator", "Administração", 10_000, ALL),
    (
        "back_office",
        "Retaguarda",
        0,
        &[
            CUSTOMERS_READ,
            CUSTOMERS_WRITE,
            CUSTOMERS_CONTACT,
            CUSTOMERS_IMPORT,
            CUSTOMERS_EXPORT,
            DUPLICATES_MERGE,
            REGISTRATIONS_REVIEW,
            FULFILMENT_READ,
            FULFILMENT_WORK,
            PRODUCTS_READ,
            QUOTES_READ,
            AGENDA_OWN,
            MAILINGS_READ,
        ],
    ),
    (
        "back_office_supervisor",
        "Supervisão da retaguarda",
        0,
        &[
            CUSTOMERS_READ,
            CUSTOMERS_WRITE,
            CUSTOMERS_CONTACT,
            CUSTOMERS_IMPORT,
            CUSTOMERS_EXPORT,
            CUSTOMERS_INACTIVITY,
            CONTRACTS_MANAGE,
            VIEWS_SHARE,
            DUPLICATES_MERGE,
            DUPLICATES_SUPERVISE,
            PRIVACY_EXPORT,
            REGISTRATIONS_REVIEW,
            REGISTRATIONS_SUPERVISE,
            FULFILMENT_READ,
            FULFILMENT_WORK,
            FULFILMENT_SUPERVISE,
            INDICATORS_READ,
            PRODUCTS_READ,
            QUOTES_READ,
            AGENDA_OWN,
            AGENDA_SUPERVISE,
            MAILINGS_READ,
            AUDIT_READ,
        ],
    ),
    (
        "commercial",
        "Comercial",
        800,
        &[
            CUSTOMERS_READ,
            CUSTOMERS_WRITE,
            CUSTOMERS_CONTACT,
            DUPLICATES_REPORT,
            REGISTRATIONS_SELL,
            FULFILMENT_READ,
            PRODUCTS_READ,
            QUOTES_READ,
            QUOTES_WRITE,
            AGENDA_OWN,
            MAILINGS_READ,
        ],
    ),
    (
        "commercial_supervisor",
        "Supervisão comercial",
        2_000,
        &[
            CUSTOMERS_READ,
            CUSTOMERS_WRITE,
            CUSTOMERS_CONTACT,
            CUSTOMERS_IMPORT,
            CUSTOMERS_EXPORT,
            CUSTOMERS_INACTIVITY,
            CONTRACTS_MANAGE,
            VIEWS_SHARE,
            DUPLICATES_REPORT,
            REGISTRATIONS_SELL,
            FULFILMENT_READ,
            INDICATORS_READ,
            PRODUCTS_READ,
            PRODUCTS_WRITE,
            QUOTES_READ,
            QUOTES_WRITE,
            AGENDA_OWN,
            AGENDA_SUPERVISE,
            MAILINGS_READ,
            MAILINGS_MANAGE,
            AUDIT_READ,
        ],
    ),
    (
        "finance",
        "Financeiro",
        0,
        &[
            CUSTOMERS_READ,
            CUSTOMERS_CONTACT,
            CONTRACTS_MANAGE,
            DUPLICATES_REPORT,
            FULFILMENT_READ,
            PRODUCTS_READ,
            PRODUCTS_WRITE,
            QUOTES_READ,
            AGENDA_OWN,
            MAILINGS_READ,
            MAILINGS_MANAGE,
            MAILINGS_ACCOUNT,
        ],
    ),
];
