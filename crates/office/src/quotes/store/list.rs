//! Lists of quotes: searched, sorted and cut into pages by the database.

use chrono::NaiveDate;

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::products::rules::search_patterns;
use crate::quotes::model::{ListQuotes, QuoteOrder, QuoteRow, QuoteStatus};
use crate::quotes::rules;
use crate::{dynamic_statements, fetch_all, fetch_all_dynamic};

/// What both list statements share. `$1` today, `$2`–`$5` words, `$6` number and `$7` year, `$8` owner, `$9`
/// whose doesn't matter, `$10` status or empty.
const LIST: &str = "from quote q join customer c on c.id = q.customer_id join app_user u on u.id = q.owner_id \
     join quote_version v on v.id = coalesce(q.accepted_version_id, (select id from quote_version \
       where quote_id = q.id order by version_number desc limit 1)) \
     where ((c.name_key like $2 and c.name_key like $3 and c.name_key like $4 and c.name_key like $5) \
         or (q.number = $6 and (q.year = $7 or $7 = 0))) \
       and (q.owner_id = $8 or $9) and (STATUS = $10 or $10 = '')";
const STATUS: &str =
    "case when v.status in ('sent', 'viewed') and v.valid_until < $1 then 'expired' else v.status end";

fn list_statement(order: QuoteOrder, descending: bool) -> String {
    let direction = if descending { " desc" } else { "" };
    let key = match order {
        QuoteOrder::Number => "q.year{} , q.number",
        QuoteOrder::Customer => "c.name_key{}, q.year desc, q.number",
        QuoteOrder::ValidUntil => "v.valid_until{}, q.number",
        QuoteOrder::OneOff => "v.one_off_cents{}, q.number",
        QuoteOrder::Monthly => "v.monthly_cents{}, q.number",
    };
    let key = key.replace("{}", direction);
    format!(
        "select v.id, q.id as quote_id, q.year, q.number, v.version_number, q.customer_id, \
           c.name as customer_name, u.name as owner_name, {STATUS} as status, v.valid_until, v.one_off_cents, \
           v.monthly_cents, v.sent_at {} order by {key}{direction} limit $11 offset $12",
        LIST.replace("STATUS", STATUS)
    )
}

fn count_statement() -> String {
    format!("select count(*) {}", LIST.replace("STATUS", STATUS))
}

dynamic_statements!(|| {
    let orders = QuoteOrder::ALL.iter();
    orders
        .flat_map(|order| [false, true].map(|descending| list_statement(*order, descending)))
        .chain([count_statement()])
        .collect()
});

/// A page of quotes as they stand `today`, and how many there are in all.
pub async fn list(
    tx: &mut Tx,
    request: &ListQuotes,
    owner: uuid::Uuid,
    today: NaiveDate,
) -> Result<(Vec<QuoteRow>, i64)> {
    let [first, second, third, fourth] = search_patterns(&request.search);
    let (year, number) = rules::searched_number(request).unwrap_or((0, 0));
    let status = request.status.map(QuoteStatus::as_text).unwrap_or_default();
    let rows = fetch_all_dynamic!(
        tx,
        QuoteRow,
        list_statement(request.order, request.descending),
        today,
        first.as_str(),
        second.as_str(),
        third.as_str(),
        fourth.as_str(),
        number,
        year,
        owner,
        !request.mine,
        status.as_str(),
        request.limit.clamp(0, 500),
        request.offset.max(0)
    )?;
    let counts = fetch_all_dynamic!(
        tx,
        (i64,),
        count_statement(),
        today,
        first.as_str(),
        second.as_str(),
        third.as_str(),
        fourth.as_str(),
        number,
        year,
        owner,
        !request.mine,
        status.as_str()
    )?;
    Ok((rows, counts.first().map_or(0, |(count,)| *count)))
}

/// Every version of every quote of a customer, the newest first; the status is the stored one.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<QuoteRow>> {
    fetch_all!(
        tx,
        QuoteRow,
        "select v.id, q.id as quote_id, q.year, q.number, v.version_number, q.customer_id, \
           c.name as customer_name, u.name as owner_name, v.status, v.valid_until, v.one_off_cents, \
           v.monthly_cents, v.sent_at \
         from quote q join customer c on c.id = q.customer_id join app_user u on u.id = q.owner_id \
         join quote_version v on v.quote_id = q.id where q.customer_id = $1 \
         order by q.year desc, q.number desc, v.version_number desc limit 200",
        customer
    )
}
