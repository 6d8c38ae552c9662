//! Numbers without gaps: of customers, sales and quotes.

use crate::db::Tx;
use crate::error::Result;
use crate::fetch_one;

/// The next number of a counter and year (0 where numbers do not begin anew each year), above `floor`. The
/// counter's row is held until the transaction ends and taken back with it, so that no number is ever missing.
pub async fn next_number(tx: &mut Tx, counter: &str, year: i64, floor: i64) -> Result<i64> {
    next_numbers(tx, counter, year, floor, 1).await
}

/// The last of the next `count` numbers, like [`next_number`].
pub async fn next_numbers(tx: &mut Tx, counter: &str, year: i64, floor: i64, count: i64) -> Result<i64> {
    tx.in_line(counter).await?;
    let (number,) = fetch_one!(
        tx,
        (i64,),
        "insert into number_counter (name, year, last_number) \
         values ($1, $2, cast($3 as bigint) + cast($4 as bigint)) \
         on conflict (name, year) do update set last_number = $4 + \
           case when number_counter.last_number > $3 then number_counter.last_number else $3 end \
         returning last_number",
        counter,
        year,
        floor,
        count
    )?;
    Ok(number)
}
