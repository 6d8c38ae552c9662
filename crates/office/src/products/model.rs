//! Products, prices and price tables.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::id!(ProductId, "A product or service.");
crate::id!(PriceTableId, "A price table.");

crate::text_enum! {
    /// When a price is charged.
    pub enum Charge {
        /// Once.
        OneOff,
        /// Every month.
        Monthly,
    }
}

crate::text_enum! {
    /// Whom a price table is for.
    pub enum PriceSegment {
        /// Small customers.
        Retail,
        /// Large customers.
        Corporate,
    }
}

crate::text_enum! {
    /// How a list of products is sorted.
    pub enum ProductOrder {
        /// By name, without accents and case.
        Name,
        /// By code.
        Code,
    }
}

/// A product or service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Product {
    /// Which.
    pub id: ProductId,
    /// As in catalogues; unique.
    pub code: String,
    /// As customers read it.
    pub name: String,
    /// Such as `un`, `h`, `mês`.
    pub unit: String,
    /// A line more, printed below the name.
    pub note: String,
    /// Whether yearly adjustments touch its price.
    pub adjustable: bool,
    /// Whether it is still offered.
    pub active: bool,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// A product in a list, with the prices that hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct ProductRow {
    /// Which.
    pub id: ProductId,
    /// As in catalogues; unique.
    pub code: String,
    /// As customers read it.
    pub name: String,
    /// Such as `un`, `h`, `mês`.
    pub unit: String,
    /// A line more, printed below the name.
    pub note: String,
    /// Whether it is still offered.
    pub active: bool,
    /// What it costs once, where a table says so.
    pub one_off_cents: Option<i64>,
    /// What it costs every month, where a table says so.
    pub monthly_cents: Option<i64>,
}

/// Which products to list, and whose prices to show.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ListProducts {
    /// Words of name or code; empty for all.
    pub search: String,
    /// Leave out what is no longer offered.
    pub active_only: bool,
    /// Prices for customers of this segment; none shows general prices.
    pub segment: Option<PriceSegment>,
    /// Prices for this state, two letters; none shows prices of all states.
    pub uf: Option<String>,
    /// Sorted how.
    pub order: ProductOrder,
    /// From the end.
    pub descending: bool,
    /// At most 500.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

/// A page of products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProductPage {
    /// The page.
    pub products: Vec<ProductRow>,
    /// How many there are in all.
    pub total: i64,
}

/// Which product to fetch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GetProduct {
    /// Which.
    pub id: ProductId,
}

/// A product with its prices in every table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProductDetails {
    /// The product.
    pub product: Product,
    /// Its prices.
    pub prices: Vec<Price>,
}

/// A price of a product in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Price {
    /// In which table.
    pub price_table_id: PriceTableId,
    /// Once or every month.
    pub charge: Charge,
    /// How much.
    pub amount_cents: i64,
}

/// A price to set, or (with none) to take away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PriceInput {
    /// In which table.
    pub price_table_id: PriceTableId,
    /// Once or every month.
    pub charge: Charge,
    /// How much; none takes the price away.
    pub amount_cents: Option<i64>,
}

/// A product to add (no id) or change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ProductInput {
    /// None for a new one.
    pub id: Option<ProductId>,
    /// The version that was read; ignored for a new one.
    pub version: i64,
    /// Unique.
    pub code: String,
    /// As customers read it.
    pub name: String,
    /// Such as `un`, `h`, `mês`.
    pub unit: String,
    /// A line more, printed below the name.
    pub note: String,
    /// Whether yearly adjustments touch its price.
    pub adjustable: bool,
    /// Whether it is still offered.
    pub active: bool,
    /// Prices to set or take away; those not named stay as they are.
    pub prices: Vec<PriceInput>,
}

/// A price table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct PriceTable {
    /// Which.
    pub id: PriceTableId,
    /// Unique.
    pub name: String,
    /// First day it holds; none for always.
    pub valid_from: Option<NaiveDate>,
    /// Last day it holds; none for ever.
    pub valid_until: Option<NaiveDate>,
    /// For customers of one segment only.
    pub segment: Option<PriceSegment>,
    /// For one state only, two letters.
    pub uf: Option<String>,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// A price table in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PriceTableRow {
    /// The table.
    #[serde(flatten)]
    pub table: PriceTable,
    /// How many prices it holds.
    pub prices: i64,
    /// Whether it holds today.
    pub in_force: bool,
}

/// A price table to add (no id) or change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PriceTableInput {
    /// None for a new one.
    pub id: Option<PriceTableId>,
    /// The version that was read; ignored for a new one.
    pub version: i64,
    /// Unique.
    pub name: String,
    /// First day it holds; none for always.
    pub valid_from: Option<NaiveDate>,
    /// Last day it holds; none for ever.
    pub valid_until: Option<NaiveDate>,
    /// For customers of one segment only.
    pub segment: Option<PriceSegment>,
    /// For one state only, two letters.
    pub uf: Option<String>,
}
