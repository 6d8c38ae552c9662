//! Listing, saving and pricing products.

use std::collections::{BTreeSet, HashMap};

use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Issues, Result};
use crate::products::model::{
    GetProduct, ListProducts, PriceTable, PriceTableInput, PriceTableRow, Product, ProductDetails,
    ProductInput, ProductPage,
};
use crate::products::{rules, store};

/// A page of products with the prices that hold today.
pub async fn list(cx: &mut Cx, request: ListProducts) -> Result<ProductPage> {
    let today = cx.today();
    Ok(ProductPage {
        products: store::list(&mut cx.tx, &request, today).await?,
        total: store::count(&mut cx.tx, &request).await?,
    })
}

/// One product with its prices.
pub async fn get(cx: &mut Cx, request: GetProduct) -> Result<ProductDetails> {
    let product = store::get(&mut cx.tx, request.id).await?.ok_or(Error::NotFound { entity: "product" })?;
    let prices = store::prices(&mut cx.tx, request.id).await?;
    Ok(ProductDetails { product, prices })
}

/// Adds or changes a product and the prices named.
///
/// # Errors
/// `Invalid` with every wrong field, also a code that another product has; `Conflict` over somebody's change.
pub async fn save(cx: &mut Cx, request: ProductInput) -> Result<Product> {
    let mut product = rules::check_product(&request)?;
    check_references(cx, &request, &product).await?;
    let by = cx.actor.name.clone();
    match request.id {
        None => {
            product.id = cx.id();
            product.version = 1;
            store::insert(&mut cx.tx, &product, cx.now, &by).await?;
            cx.audit_created("product", product.id, &product)?;
        }
        Some(id) => {
            let before = store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "product" })?;
            if !store::update(&mut cx.tx, &product, cx.now, &by).await? {
                let (by, at) = store::last_change(&mut cx.tx, id).await?;
                let prices = store::prices(&mut cx.tx, id).await?;
                let current = ProductDetails { product: before, prices };
                return Err(Error::Conflict { by, at, current: Box::new(serde_json::to_value(current)?) });
            }
            product.version += 1;
            cx.audit_changed("product", id, &before, &product)?;
        }
    }
    set_prices(cx, &request, &product).await?;
    Ok(product)
}

/// Another product's code, and price tables that do not exist.
async fn check_references(cx: &mut Cx, request: &ProductInput, product: &Product) -> Result<()> {
    let mut issues = Issues::default();
    let same_code = store::find_by_code(&mut cx.tx, &product.code).await?;
    if same_code.is_some_and(|other| Some(other.id) != request.id) {
        issues.add("code", "already_exists");
    }
    let tables: BTreeSet<_> = request.prices.iter().map(|price| price.price_table_id).collect();
    for table in tables {
        if store::price_table(&mut cx.tx, table).await?.is_none() {
            issues.add("prices", "price_table_unknown");
        }
    }
    issues.check()
}

async fn set_prices(cx: &mut Cx, request: &ProductInput, product: &Product) -> Result<()> {
    let before = store::prices(&mut cx.tx, product.id).await?;
    for price in &request.prices {
        store::set_price(&mut cx.tx, product.id, price).await?;
    }
    let after = store::prices(&mut cx.tx, product.id).await?;
    if before != after {
        cx.audit_changed("product_prices", product.id, &before, &after)?;
    }
    Ok(())
}

/// All price tables.
pub async fn price_tables(cx: &mut Cx, _: Nothing) -> Result<Vec<PriceTableRow>> {
    let today = cx.today();
    let counts: HashMap<_, _> = store::price_counts(&mut cx.tx).await?.into_iter().collect();
    let tables = store::price_tables(&mut cx.tx).await?.into_iter();
    Ok(tables
        .map(|table| PriceTableRow {
            prices: counts.get(&table.id).copied().unwrap_or(0),
            in_force: rules::in_force(&table, today),
            table,
        })
        .collect())
}

/// Adds or changes a price table.
///
/// # Errors
/// `Invalid` with every wrong field, also a name that another table has; `Conflict` over somebody's change.
pub async fn save_price_table(cx: &mut Cx, request: PriceTableInput) -> Result<PriceTable> {
    let mut table = rules::check_price_table(&request)?;
    let same_name = store::price_table_by_name(&mut cx.tx, &table.name).await?;
    if same_name.is_some_and(|other| Some(other.id) != request.id) {
        return Err(Error::field("name", "already_exists"));
    }
    let by = cx.actor.name.clone();
    match request.id {
        None => {
            table.id = cx.id();
            table.version = 1;
            store::insert_price_table(&mut cx.tx, &table, cx.now, &by).await?;
            cx.audit_created("price_table", table.id, &table)?;
        }
        Some(id) => {
            let before = store::price_table(&mut cx.tx, id).await?;
            let before = before.ok_or(Error::NotFound { entity: "price_table" })?;
            if !store::update_price_table(&mut cx.tx, &table, cx.now, &by).await? {
                let (by, at) = store::last_table_change(&mut cx.tx, id).await?;
                return Err(Error::Conflict { by, at, current: Box::new(serde_json::to_value(before)?) });
            }
            table.version += 1;
            cx.audit_changed("price_table", id, &before, &table)?;
        }
    }
    Ok(table)
}
