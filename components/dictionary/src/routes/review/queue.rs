//! `GET /dictionary/api/review`.

use axum::extract::Query;
use mirubato_kit::body::Json;
use mirubato_kit::{Error, Result, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_web::cursor::Cursor;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::DATABASE;
use crate::routes::admin::Admin;
use crate::store::review;

const KINDS: [&str; 3] = ["draft", "report", "rating"];

#[derive(Deserialize)]
pub(super) struct Wanted {
    kind: Option<String>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Something that waits.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: String,
    /// draft, report or rating.
    kind: String,
    /// The slug of the term.
    term: String,
    created_at: String,
    /// Of a draft: `term` and the `remarks` of the second opinion. Of a report: `kind` and `text`. Of a rating: `rating`, `helpful`, `kind`
    /// and `text`.
    content: Box<RawValue>,
}

/// A page of the queue.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Queue {
    items: Vec<Item>,
    next_cursor: Option<String>,
}

/// Lists what waits, the oldest first. Who sent it is nobody's business here.
pub(super) async fn queue(_: Admin, Query(wanted): Query<Wanted>) -> Result<Json<Queue>> {
    let malformed = |detail: &str| Error::from(Failure::new(&catalogue::MALFORMED_REQUEST).because(detail));
    let kind = wanted.kind.as_deref().filter(|kind| !kind.is_empty());
    if kind.is_some_and(|kind| !KINDS.contains(&kind)) {
        return Err(malformed("`kind` is draft, report or rating."));
    }
    let limit = wanted.limit.unwrap_or(50);
    if !(1..=200).contains(&limit) {
        return Err(malformed("`limit` is 1 to 200."));
    }
    let after = match wanted.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
        None => None,
        Some(cursor) => {
            Some(Cursor::decode(cursor).ok_or_else(|| malformed("`cursor` is `nextCursor` of the page before."))?.id)
        }
    };
    let mut found = review::list(&DATABASE, kind, after.as_deref(), limit + 1).await?;
    let has_more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let last = found.last().filter(|_| has_more);
    let next_cursor = last.map(|last| Cursor { key: String::new(), id: last.id.clone() }.encode());
    let item = |waiting: review::Waiting| {
        Ok(Item {
            content: RawValue::from_string(waiting.more).map_err(Error::internal)?,
            created_at: platform::rfc3339(waiting.at),
            term: waiting.slug,
            id: waiting.id,
            kind: waiting.kind,
        })
    };
    Ok(Json(Queue { items: found.into_iter().map(item).collect::<Result<_>>()?, next_cursor }))
}
