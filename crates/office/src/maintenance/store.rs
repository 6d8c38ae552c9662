//! What the whole database is asked.

use crate::db::Tx;
use crate::error::Result;
use crate::fetch_all;

/// Year, lowest, highest and count of the quotes' numbers.
pub async fn quote_numbers(tx: &mut Tx) -> Result<Vec<(i64, i64, i64, i64)>> {
    fetch_all!(
        tx,
        (i64, i64, i64, i64),
        "select year, min(number), max(number), count(*) from quote group by company_id, year order by year limit 1000"
    )
}
