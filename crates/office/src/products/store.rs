//! Products and prices in the database.

use chrono::{DateTime, NaiveDate, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::products::model::{
    Charge, ListProducts, Price, PriceInput, PriceTable, PriceTableId, Product, ProductId, ProductOrder,
    ProductRow,
};
use crate::products::rules;
use crate::{dynamic_statements, execute, fetch_all, fetch_all_dynamic, fetch_one, fetch_optional};

/// The price that holds: of the tables in force for segment and state, the most particular one that has the
/// product; among equals the one that began last.
const PRICE_IN_FORCE: &str = "select pr.amount_cents from price pr join price_table t on t.id = pr.price_table_id \
     where pr.product_id = p.id and pr.charge = '{charge}' \
       and (t.valid_from is null or t.valid_from <= $1) and (t.valid_until is null or t.valid_until >= $1) \
       and (t.segment is null or t.segment = $2) and (t.uf is null or t.uf = $3) \
     order by case when t.uf is null then 1 else 0 end, case when t.segment is null then 1 else 0 end, \
       case when t.valid_from is null then 1 else 0 end, t.valid_from desc, t.name limit 1";

/// The list's statement in one order.
fn list_statement(order: ProductOrder, descending: bool) -> String {
    let one_off = PRICE_IN_FORCE.replace("{charge}", "one_off");
    let monthly = PRICE_IN_FORCE.replace("{charge}", "monthly");
    let order = match (order, descending) {
        (ProductOrder::Name, false) => "p.name_key, p.code",
        (ProductOrder::Name, true) => "p.name_key desc, p.code desc",
        (ProductOrder::Code, false) => "p.code",
        (ProductOrder::Code, true) => "p.code desc",
    };
    format!(
        "select p.id, p.code, p.name, p.unit, p.note, p.active, ({one_off}) as one_off_cents, \
           ({monthly}) as monthly_cents from product p \
         where p.name_key like $4 and p.name_key like $5 and p.name_key like $6 and p.name_key like $7 \
           and (p.active or p.active = $8) order by {order} limit $9 offset $10"
    )
}

dynamic_statements!(|| {
    let orders = ProductOrder::ALL.iter();
    orders.flat_map(|order| [false, true].map(|descending| list_statement(*order, descending))).collect()
});

/// A page of products with the prices that hold on a day.
pub async fn list(tx: &mut Tx, request: &ListProducts, on: NaiveDate) -> Result<Vec<ProductRow>> {
    let [first, second, third, fourth] = rules::search_patterns(&request.search);
    fetch_all_dynamic!(
        tx,
        ProductRow,
        list_statement(request.order, request.descending),
        on,
        request.segment,
        request.uf.as_deref(),
        first.as_str(),
        second.as_str(),
        third.as_str(),
        fourth.as_str(),
        request.active_only,
        request.limit.clamp(0, 500),
        request.offset.max(0)
    )
}

/// How many products a search finds.
pub async fn count(tx: &mut Tx, request: &ListProducts) -> Result<i64> {
    let [first, second, third, fourth] = rules::search_patterns(&request.search);
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from product p where p.name_key like $1 and p.name_key like $2 \
           and p.name_key like $3 and p.name_key like $4 and (p.active or p.active = $5)",
        first.as_str(),
        second.as_str(),
        third.as_str(),
        fourth.as_str(),
        request.active_only
    )?;
    Ok(count)
}

/// One product.
pub async fn get(tx: &mut Tx, id: ProductId) -> Result<Option<Product>> {
    fetch_optional!(
        tx,
        Product,
        "select id, code, name, unit, note, adjustable, active, version from product where id = $1",
        id
    )
}

/// The product of a code.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<Product>> {
    fetch_optional!(
        tx,
        Product,
        "select id, code, name, unit, note, adjustable, active, version from product where code = $1",
        code
    )
}

/// A product's prices in every table.
pub async fn prices(tx: &mut Tx, id: ProductId) -> Result<Vec<Price>> {
    fetch_all!(
        tx,
        Price,
        "select price_table_id, charge, amount_cents from price where product_id = $1 \
         order by price_table_id, charge limit 1000",
        id
    )
}

/// The price of a product that holds on a day for a segment and state.
pub async fn price_in_force(
    tx: &mut Tx,
    id: ProductId,
    charge: Charge,
    on: NaiveDate,
    segment: Option<&str>,
    uf: Option<&str>,
) -> Result<Option<i64>> {
    let found = fetch_optional!(
        tx,
        (i64,),
        "select pr.amount_cents from price pr join price_table t on t.id = pr.price_table_id \
         where pr.product_id = $1 and pr.charge = $2 \
           and (t.valid_from is null or t.valid_from <= $3) and (t.valid_until is null or t.valid_until >= $3) \
           and (t.segment is null or t.segment = $4) and (t.uf is null or t.uf = $5) \
         order by case when t.uf is null then 1 else 0 end, case when t.segment is null then 1 else 0 end, \
           case when t.valid_from is null then 1 else 0 end, t.valid_from desc, t.name limit 1",
        id,
        charge,
        on,
        segment,
        uf
    )?;
    Ok(found.map(|(amount,)| amount))
}

/// Adds a product.
pub async fn insert(tx: &mut Tx, product: &Product, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into product (id, code, name, name_key, unit, note, adjustable, active, version, updated_at, \
           updated_by) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)",
        product.id,
        &product.code,
        &product.name,
        rules::name_key(&product.name, &product.code),
        &product.unit,
        &product.note,
        product.adjustable,
        product.active,
        now,
        by
    )?;
    Ok(())
}

/// Changes a product whose version is still the one read; gives whether it was.
pub async fn update(tx: &mut Tx, product: &Product, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update product set code = $3, name = $4, name_key = $5, unit = $6, note = $7, adjustable = $8, \
           active = $9, version = version + 1, updated_at = $10, updated_by = $11 \
         where id = $1 and version = $2",
        product.id,
        product.version,
        &product.code,
        &product.name,
        rules::name_key(&product.name, &product.code),
        &product.unit,
        &product.note,
        product.adjustable,
        product.active,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Who changed a product last, and when; for a conflict.
pub async fn last_change(tx: &mut Tx, id: ProductId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(tx, (String, DateTime<Utc>), "select updated_by, updated_at from product where id = $1", id)
}

/// Sets a price, or takes it away.
pub async fn set_price(tx: &mut Tx, product: ProductId, price: &PriceInput) -> Result<()> {
    match price.amount_cents {
        Some(amount) => execute!(
            tx,
            "insert into price (price_table_id, product_id, charge, amount_cents) values ($1, $2, $3, $4) \
             on conflict (price_table_id, product_id, charge) do update set amount_cents = excluded.amount_cents",
            price.price_table_id,
            product,
            price.charge,
            amount
        )?,
        None => execute!(
            tx,
            "delete from price where price_table_id = $1 and product_id = $2 and charge = $3",
            price.price_table_id,
            product,
            price.charge
        )?,
    };
    Ok(())
}

/// All price tables by name.
pub async fn price_tables(tx: &mut Tx) -> Result<Vec<PriceTable>> {
    fetch_all!(
        tx,
        PriceTable,
        "select id, name, valid_from, valid_until, segment, uf, version from price_table order by name limit 1000"
    )
}

/// How many prices each table holds.
pub async fn price_counts(tx: &mut Tx) -> Result<Vec<(PriceTableId, i64)>> {
    fetch_all!(
        tx,
        (PriceTableId, i64),
        "select price_table_id, count(*) from price group by price_table_id limit 1000"
    )
}

/// One price table.
pub async fn price_table(tx: &mut Tx, id: PriceTableId) -> Result<Option<PriceTable>> {
    fetch_optional!(
        tx,
        PriceTable,
        "select id, name, valid_from, valid_until, segment, uf, version from price_table where id = $1",
        id
    )
}

/// The price table of a name.
pub async fn price_table_by_name(tx: &mut Tx, name: &str) -> Result<Option<PriceTable>> {
    fetch_optional!(
        tx,
        PriceTable,
        "select id, name, valid_from, valid_until, segment, uf, version from price_table where name = $1",
        name
    )
}

/// Adds a price table.
pub async fn insert_price_table(tx: &mut Tx, table: &PriceTable, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into price_table (id, name, valid_from, valid_until, segment, uf, version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, 1, $7, $8)",
        table.id,
        &table.name,
        table.valid_from,
        table.valid_until,
        table.segment,
        &table.uf,
        now,
        by
    )?;
    Ok(())
}

/// Changes a price table whose version is still the one read; gives whether it was.
pub async fn update_price_table(
    tx: &mut Tx,
    table: &PriceTable,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update price_table set name = $3, valid_from = $4, valid_until = $5, segment = $6, uf = $7, \
           version = version + 1, updated_at = $8, updated_by = $9 where id = $1 and version = $2",
        table.id,
        table.version,
        &table.name,
        table.valid_from,
        table.valid_until,
        table.segment,
        &table.uf,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Who changed a price table last, and when; for a conflict.
pub async fn last_table_change(tx: &mut Tx, id: PriceTableId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(
        tx,
        (String, DateTime<Utc>),
        "select updated_by, updated_at from price_table where id = $1",
        id
    )
}
