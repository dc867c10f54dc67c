//! Carrying a write out and telling the other devices.

use axum::response::Response;
use http::{StatusCode, header};
use mirubato_kit::sql::Transaction;
use mirubato_kit::{Error, Result, platform};

use super::{Writer, show};
use crate::app::App;
use crate::apply::{self, Applied, Outcome, Proposal};
use crate::publish;
use crate::store::records::Stored;

/// A record after a write.
#[derive(Debug)]
pub struct Written {
    /// Its id.
    pub id: String,
    /// What it is now.
    pub stored: Stored,
    /// Whether the write changed it.
    pub changed: bool,
}

/// Carries out all of `proposals` or none, and returns what became of their records, in their order.
///
/// # Errors
/// The first refusal.
pub async fn write_together(
    app: &App,
    writer: &Writer,
    transaction: Transaction,
    proposals: Vec<Proposal>,
) -> Result<Vec<Written>> {
    let ids: Vec<_> = proposals.iter().map(|proposal| proposal.id.clone()).collect();
    let device = writer.device.as_deref();
    let applied = apply::together(transaction, &writer.user, device, proposals, platform::now()).await?;
    publish::announce(app, &writer.user, device, &applied);
    written(ids, applied)
}

/// Carries out one proposal.
///
/// # Errors
/// Why it is refused.
pub async fn write(app: &App, writer: &Writer, transaction: Transaction, proposal: Proposal) -> Result<Written> {
    let written = write_together(app, writer, transaction, vec![proposal]).await?;
    written.into_iter().next().ok_or_else(|| Error::internal("a proposal without an outcome"))
}

fn written(ids: Vec<String>, applied: Applied) -> Result<Vec<Written>> {
    let each = ids.into_iter().zip(applied.outcomes).map(|(id, outcome)| match outcome {
        Outcome::Applied(stored) => Ok(Written { id, stored, changed: true }),
        Outcome::Unchanged(stored) => Ok(Written { id, stored: stored.unwrap_or_default(), changed: false }),
        Outcome::Refused(failure) => Err(failure.into()),
    });
    each.collect()
}

impl Written {
    /// The resource as it stands.
    #[must_use]
    pub fn text(&self) -> String {
        show::text(&self.id, &self.stored)
    }

    /// The answer to a PUT or PATCH.
    #[must_use]
    pub fn shown(&self) -> Response {
        show::answer(StatusCode::OK, self.stored.version, self.text())
    }

    /// The answer to a POST to `collection`: 201 with the resource's place, or 200 where the very same was there already.
    #[must_use]
    pub fn created(&self, collection: &str) -> Response {
        let status = if self.changed { StatusCode::CREATED } else { StatusCode::OK };
        located(show::answer(status, self.stored.version, self.text()), collection, &self.id)
    }
}

/// An answer that says where a resource is.
#[must_use]
pub fn located(mut answer: Response, collection: &str, id: &str) -> Response {
    if let Ok(place) = format!("{collection}/{id}").try_into() {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    answer
}
