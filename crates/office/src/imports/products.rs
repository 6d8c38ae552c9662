//! Taking products and their prices.

use std::collections::HashSet;

use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Result};
use crate::imports::run::{Ledger, Opened};
use crate::products::model::{PriceTableId, PriceTableInput, Product, ProductInput};
use crate::products::{commands, import, rules, store};
use crate::sheet::Row;
use crate::sheet::columns::{Columns, Flaw};
use crate::sheet::title;

/// Takes lines of products into one price table.
pub struct Taker {
    table: PriceTableId,
    /// Codes that a dry run would have added, and those the file has shown.
    seen: HashSet<String>,
}

/// The price table that the rows above the header speak of.
pub fn price_table(opened: &Opened, path: &str) -> PriceTableInput {
    let name = title(path);
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    import::price_table(opened.titles(), if stem.is_empty() { "Preços" } else { stem })
}

impl Taker {
    /// Finds the price table or (unless it is a dry run) makes it.
    pub async fn open(task: &TaskCx, opened: &Opened, path: &str, dry_run: bool) -> Result<Self> {
        let input = price_table(opened, path);
        let name = rules::check_price_table(&input)?.name;
        let mut cx = task.write().await?;
        let table = match store::price_table_by_name(&mut cx.tx, &name).await? {
            Some(table) => table.id,
            None if dry_run => PriceTableId(uuid::Uuid::nil()),
            None => commands::save_price_table(&mut cx, input).await?.id,
        };
        task.commit(cx).await?;
        Ok(Self { table, seen: HashSet::new() })
    }

    /// Judges the lines and takes those that are sound.
    pub async fn take(
        &mut self,
        cx: &mut Cx,
        columns: &Columns,
        rows: &[Row],
        ledger: &mut Ledger,
    ) -> Result<()> {
        for row in rows {
            let judged = import::read_row(columns, row, self.table).and_then(|input| self.check(input));
            match judged {
                Ok((input, product)) => self.take_one(cx, ledger, input, product).await?,
                Err(flaws) => ledger.reject(columns, row, flaws),
            }
        }
        Ok(())
    }

    /// The rules of the form, and that a code stands in the file once.
    fn check(&mut self, input: ProductInput) -> Result<(ProductInput, Product), Vec<Flaw>> {
        let product = rules::check_product(&input).map_err(|error| flaws(&error, &input))?;
        if !self.seen.insert(product.code.clone()) {
            return Err(vec![Flaw::new("code", "code_twice")]);
        }
        Ok((input, product))
    }

    async fn take_one(
        &self,
        cx: &mut Cx,
        ledger: &mut Ledger,
        input: ProductInput,
        product: Product,
    ) -> Result<()> {
        let stored = store::find_by_code(&mut cx.tx, &product.code).await?;
        let Some(stored) = stored else {
            ledger.summary.created += 1;
            return self.save(cx, ledger, input).await;
        };
        let prices = store::prices(&mut cx.tx, stored.id).await?;
        let same_prices = input.prices.iter().all(|price| {
            prices.iter().any(|known| {
                known.price_table_id == price.price_table_id
                    && known.charge == price.charge
                    && Some(known.amount_cents) == price.amount_cents
            })
        });
        if same_prices && import::same(&stored, &product) {
            ledger.summary.unchanged += 1;
            return Ok(());
        }
        ledger.summary.updated += 1;
        self.save(cx, ledger, ProductInput { id: Some(stored.id), version: stored.version, ..input }).await
    }

    async fn save(&self, cx: &mut Cx, ledger: &Ledger, input: ProductInput) -> Result<()> {
        if !ledger.summary.dry_run {
            commands::save(cx, input).await?;
        }
        Ok(())
    }
}

/// The form's issues as flaws of columns.
fn flaws(error: &Error, input: &ProductInput) -> Vec<Flaw> {
    let key = |field: &str| -> &'static str {
        let charge =
            field.strip_prefix("prices.").and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
        let charge = charge.and_then(|index| input.prices.get(index)).map(|price| price.charge.as_text());
        let wanted = charge.as_deref().unwrap_or(field);
        import::FIELDS.iter().find(|known| known.key == wanted).map_or("", |known| known.key)
    };
    error
        .issues()
        .iter()
        .map(|issue| Flaw {
            field: key(&issue.field),
            code: issue.code.clone(),
            params: issue.params.clone(),
        })
        .collect()
}
