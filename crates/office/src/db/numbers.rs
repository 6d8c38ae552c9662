//! Numbers without gaps: of customers, sales and quotes.

use crate::db::Tx;
use crate::error::Result;
use crate::fetch_one;

/// The next number of a counter and year (0 where numbers do not begin anew each year), above `floor`. The
/// counter's row is held until the transaction ends and taken back with it, so that no number is ever missing.
pub async fn next_number(tx: &mut Tx, counter: &str, year: i64, floor: i64) -> Result<i64> {
    let (number,) = fetch_one!(
        tx,
        (i64,),
        "insert into number_counter (name, year, last_number) values ($1, $2, $3 + 1) \
         on conflict (name, year) do update set last_number = 1 + \
           case when number_counter.last_number > $3 then number_counter.last_number else $3 end \
         returning last_number",
        counter,
        year,
        floor
    )?;
    Ok(number)
}
