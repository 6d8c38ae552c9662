//! A change that waits for the holder, and what is asked and answered about it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::{Customer, CustomerId, CustomerInput};
use crate::customers::search::ContactChannel;

crate::id!(HolderChangeId, "A change that waits for the holder.");

crate::text_enum! {
    /// What says who a customer is (CUS-9).
    pub enum SensitiveField {
        /// Person or company: it decides which document is meant.
        Kind,
        /// The holder's name.
        Name,
        /// CPF or CNPJ.
        Document,
        /// Birth date.
        BirthDate,
        /// The mother's name.
        MotherName,
        /// Who looks after them.
        ResponsibleId,
    }
}

crate::text_enum! {
    /// Where a change stands.
    pub enum HolderChangeState {
        /// The holder was not heard yet.
        Waiting,
        /// The holder agreed; it was applied.
        Confirmed,
        /// The holder did not agree.
        Refused,
        /// Taken back before the holder was heard.
        Withdrawn,
    }
}

crate::text_enum! {
    /// On whose word a ficha is changed.
    pub enum AskerKind {
        /// The holder, or whoever represents the company.
        Holder,
        /// Anybody else.
        ThirdParty,
    }
}

/// Who asked for a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Asker {
    /// The holder or another.
    pub kind: AskerKind,
    /// Name of a third party; empty for the holder.
    #[serde(default)]
    pub name: String,
    /// What a third party is to the holder, such as daughter or accountant; empty for the holder.
    #[serde(default)]
    pub relation: String,
}

/// A change of a customer that was read at `version`, and who asked for it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaveCustomer {
    /// Which.
    pub id: CustomerId,
    /// The version that was read.
    pub version: i64,
    /// Everything as it should be.
    pub input: CustomerInput,
    /// On whose word.
    pub asked_by: Asker,
    /// Fichas with the same document that were seen: it shall be saved all the same.
    #[serde(default)]
    pub accepted_suspects: Vec<CustomerId>,
}

/// What became of a change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedCustomer {
    /// As it stands now.
    pub customer: Customer,
    /// What waits for the holder because of this change.
    pub waiting: Option<HolderChange>,
}

/// One field that changes. Values are as in [`CustomerInput`]: canonical, empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SensitiveChange {
    /// Which.
    pub field: SensitiveField,
    /// What stood there when the change was asked for.
    pub before: String,
    /// What should stand there.
    pub after: String,
    /// The person's name, where `before` names one of ours.
    pub before_name: String,
    /// The person's name, where `after` names one of ours.
    pub after_name: String,
}

/// A change that waits for the holder, or waited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HolderChange {
    /// Which.
    pub id: HolderChangeId,
    /// Whose.
    pub customer_id: CustomerId,
    /// Their code.
    pub customer_code: i64,
    /// Their name as it stands.
    pub customer_name: String,
    /// Where it stands.
    pub state: HolderChangeState,
    /// Who asked.
    pub requester_name: String,
    /// What they are to the holder.
    pub requester_relation: String,
    /// What changes.
    pub fields: Vec<SensitiveChange>,
    /// Where the copy went: the ficha's e-mail, else the company's; empty where there is neither.
    pub copy_sent_to: String,
    /// Whether the copy went to the holder.
    pub copy_to_holder: bool,
    /// When (UTC).
    pub asked_at: DateTime<Utc>,
    /// Who of us noted it.
    pub asked_by: String,
    /// How the holder answered.
    pub channel: Option<ContactChannel>,
    /// In which words; of one taken back, why.
    pub note: String,
    /// When (UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// Who of us noted it.
    pub decided_by: Option<String>,
    /// For saving over (SYS-2).
    pub version: i64,
    /// When it changed last (UTC).
    pub updated_at: DateTime<Utc>,
    /// Who changed it last.
    pub updated_by: String,
}

/// Changes that wait, the oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WaitingChanges {
    /// At most two hundred.
    pub items: Vec<HolderChange>,
    /// How many wait in all.
    pub total: i64,
}

/// The holder's answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnswerHolderChange {
    /// Which change.
    pub id: HolderChangeId,
    /// The version that was read.
    pub version: i64,
    /// Where the holder was heard.
    pub channel: ContactChannel,
    /// What the holder said; must say something (CUS-2).
    pub text: String,
    /// Link to the conversation elsewhere, or empty (CUS-3).
    pub link: String,
    /// The ficha's version that was looked at, to confirm over what stands there meanwhile.
    #[serde(default)]
    #[ts(optional)]
    pub over_version: Option<i64>,
}

/// A change to take back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WithdrawHolderChange {
    /// Which.
    pub id: HolderChangeId,
    /// The version that was read.
    pub version: i64,
    /// Why; must say something (CUS-2).
    pub text: String,
}

/// Names a customer whose changes are asked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct HolderChangesOf {
    /// Whose.
    pub customer_id: CustomerId,
}
