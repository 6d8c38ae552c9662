//! Quotes in every state, made and sent through the same commands as a seller would, each by the clock of its day.

use std::sync::Arc;

use chrono::{DateTime, Days, TimeDelta, Utc};
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::json;

use crate::app::App;
use crate::clock::{Clock, local_date};
use crate::demo::model::DEMO_PASSWORD;
use crate::demo::people::{Maker, Person};
use crate::demo::{store, words};
use crate::error::Result;
use crate::products::model::{Charge, Product};
use crate::quotes::model::{
    QuoteContent, QuoteDecision, QuoteDetails, QuoteLine, QuoteVersionId, SavedDraft, SendSheet,
};
use crate::session::Client;

/// How a quote went on after it was begun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Draft,
    AwaitsApproval,
    Sent,
    /// Sent again with a discount.
    Renegotiated,
    Viewed,
    Accepted,
    Refused,
    Expired,
}

/// The fates by turns; more than one in three is accepted, as sellers hope.
const FATES: [Fate; 11] = [
    Fate::Renegotiated,
    Fate::Accepted,
    Fate::Draft,
    Fate::Viewed,
    Fate::Accepted,
    Fate::Refused,
    Fate::AwaitsApproval,
    Fate::Accepted,
    Fate::Expired,
    Fate::Sent,
    Fate::Accepted,
];
/// Hundredths of a per cent; beyond what a seller may give alone.
const TOO_MUCH_BP: i64 = 1_500;
/// What a seller may give alone.
const LIMIT_BP: i64 = 800;
/// Days an expired quote was good for.
const SHORT_DAYS: u64 = 5;

/// Makes one quote for every forty customers, from six to forty of them; gives how many.
pub async fn play(
    app: &Arc<App>,
    maker: &mut Maker,
    sample: &[Person],
    products: &[Product],
    sellers: impl Iterator<Item = &'static str>,
) -> Result<usize> {
    let buyers: Vec<&Person> =
        sample.iter().filter(|person| person.status == "active" && !person.email().is_empty()).collect();
    let count = (sample.len() / 40).clamp(6, 40).min(buyers.len());
    let mut clients = Vec::new();
    for username in sellers {
        let client = Client::new(Arc::clone(app));
        client.call("access.sign_in", json!({ "username": username, "password": DEMO_PASSWORD })).await?;
        clients.push(client);
    }
    // Lately, so that those that shall not expire are still good.
    let mut begun: Vec<DateTime<Utc>> = (0..count).map(|_| maker.moment(12)).collect();
    begun.sort();
    for (index, at) in begun.into_iter().enumerate() {
        let fate = FATES[index % FATES.len()];
        // What expired or was answered must have had the time for it.
        let at = if fate == Fate::Expired { at - TimeDelta::days(10) } else { at };
        let mut story =
            Story { client: &clients[index % clients.len()], at, now: app.clock.now(), maker, products };
        story.play(buyers[index * buyers.len() / count], fate).await?;
    }
    let mut tx = app.db.begin_write().await?;
    store::note_as_sent(&mut tx).await?;
    tx.commit().await?;
    Client::system(Arc::clone(app), "demo").call("quotes.expire", json!({})).await?;
    for client in clients {
        client.call("access.sign_out", json!({})).await?;
    }
    Ok(count)
}

async fn save(client: &Client, quote: &QuoteDetails, content: QuoteContent) -> Result<SavedDraft> {
    let version = &quote.version;
    let draft = json!({ "id": version.id, "version": version.version, "content": content });
    client.ask("quotes.save_draft", draft).await
}

struct Story<'a> {
    client: &'a Client,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    maker: &'a mut Maker,
    products: &'a [Product],
}

impl Story<'_> {
    async fn play(&mut self, buyer: &Person, fate: Fate) -> Result<()> {
        let client = self.client();
        let quote: QuoteDetails = client.ask("quotes.create", json!({ "customer_id": buyer.id })).await?;
        let content = self.content(quote.content.clone(), fate);
        let saved = save(&client, &quote, content).await?;
        if fate == Fate::Draft {
            return Ok(());
        }
        let sent = self.send(quote.version.id, saved, buyer).await?;
        if fate != Fate::Renegotiated {
            return self.answer(sent, fate).await;
        }
        let client = self.later(TimeDelta::hours(20));
        let quote: QuoteDetails = client.ask("quotes.new_version", json!({ "id": sent.id })).await?;
        let content = QuoteContent { one_off_discount_bp: LIMIT_BP, ..quote.content.clone() };
        let saved = save(&client, &quote, content).await?;
        self.send(quote.version.id, saved, buyer).await.map(drop)
    }

    async fn send(&mut self, id: QuoteVersionId, saved: SavedDraft, buyer: &Person) -> Result<QuoteDecision> {
        let client = self.later(TimeDelta::minutes(20));
        let sheet: SendSheet = client.ask("quotes.send_sheet", json!({ "id": id })).await?;
        let letter = json!({
            "id": id, "version": saved.version, "address": buyer.email(),
            "subject": sheet.subject, "message": sheet.message,
        });
        client.ask("quotes.send", letter).await
    }

    /// What the customer said, a day or two later.
    async fn answer(&mut self, sent: QuoteDecision, fate: Fate) -> Result<()> {
        let answer = json!({ "id": sent.id, "version": sent.version });
        let client = self.later(TimeDelta::hours(26));
        match fate {
            Fate::Viewed => client.call("quotes.mark_viewed", answer).await?,
            Fate::Accepted => client.call("quotes.accept", answer).await?,
            Fate::Refused => {
                let reason = *words::REFUSALS.choose(&mut self.maker.chance).unwrap_or(&words::REFUSALS[0]);
                let answer = json!({ "id": sent.id, "version": sent.version, "reason": reason });
                client.call("quotes.refuse", answer).await?
            }
            _ => return Ok(()),
        };
        Ok(())
    }

    /// The seller at the story's instant, which never lies ahead.
    fn client(&self) -> Client {
        self.client.by_clock(Clock::fixed(self.at.min(self.now)))
    }

    fn later(&mut self, by: TimeDelta) -> Client {
        self.at += by;
        self.client()
    }

    fn content(&mut self, content: QuoteContent, fate: Fate) -> QuoteContent {
        let zone = self.client.app().zone();
        let issued_on = local_date(self.at, zone);
        let valid_until = match fate {
            Fate::Expired => issued_on.checked_add_days(Days::new(SHORT_DAYS)).unwrap_or(issued_on),
            _ => content.valid_until,
        };
        let mut lines: Vec<QuoteLine> =
            (0..self.maker.chance.random_range(2..6)).map(|_| self.line()).collect();
        // Nobody sends a quote of nothing but options.
        lines[0].optional = false;
        let one_off_discount_bp = match fate {
            Fate::AwaitsApproval => TOO_MUCH_BP,
            _ => self.maker.chance.random_range(0..3) * 250,
        };
        QuoteContent { valid_until, lines, one_off_discount_bp, ..content }
    }

    fn line(&mut self) -> QuoteLine {
        let chance = &mut self.maker.chance;
        let choice = chance.random_range(0..self.products.len());
        let product = &self.products[choice];
        let (_, _, _, one_off, monthly, _) = words::PRODUCTS[choice];
        let (charge, cents) = match (one_off, monthly) {
            (Some(cents), _) => (Charge::OneOff, cents),
            (None, monthly) => (Charge::Monthly, monthly.unwrap_or_default()),
        };
        QuoteLine {
            product_id: Some(product.id),
            description: product.name.clone(),
            unit: product.unit.clone(),
            charge,
            quantity_milli: chance.random_range(1..=6) * 1_000,
            unit_price_cents: cents,
            list_price_cents: None,
            discount_bp: 0,
            optional: chance.random_ratio(1, 8),
        }
    }
}
