//! `GET /api/repertoire/{id}/stats`.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use mirubato_contracts::json;
use mirubato_kit::{Error, Result, platform};
use mirubato_practice::{Entry, Options, Range, summarise};
use mirubato_problem::catalogue;
use mirubato_web::entity_tag;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::app::App;
use crate::resource::{Reader, show};
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// How often and how long a piece was practised.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stats {
    /// The identity of the piece.
    score_id: String,
    /// Sessions in which it was practised.
    practice_count: u64,
    /// Seconds spent on it. The time of a session is divided over its pieces, as in the analytics.
    total_practice_time: u64,
    /// Seconds in a session, rounded.
    avg_session_duration: u64,
    /// When it was first practised, RFC 3339.
    first_practiced: Option<String>,
    /// When it was last practised, RFC 3339.
    last_practiced: Option<String>,
    /// The latest 50 sessions.
    #[schema(value_type = Vec<RecentSession>)]
    recent_sessions: Box<RawValue>,
}

/// A session with a piece.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct RecentSession {
    /// The log entry.
    id: String,
    /// When it began, milliseconds since the epoch.
    timestamp: i64,
    /// Seconds, of the whole session.
    duration: u32,
    /// What was noted.
    notes: Option<String>,
}

/// Says how a piece was practised
///
/// From the log entries whose pieces carry its `scoreId`. Entries of type `status_change` are no practice.
#[utoipa::path(get, path = "/api/repertoire/{id}/stats", tag = "repertoire", params(("id" = String, Path, description = "The item's id.")),
    responses((status = 200, description = "The figures.", body = Stats),
        (status = 304, description = "Nothing has changed since `If-None-Match`."), Problems))]
pub(super) async fn repertoire_stats(State(_): State<App>, reader: Reader, Path(id): Path<String>) -> Result<Response> {
    let item = store::repertoire::named(&DATABASE, &reader.user, &id).await?.ok_or(&catalogue::NOT_FOUND)?;
    let tag = entity_tag::of_version(item.version);
    if reader.holds(&tag) {
        return Ok(show::not_modified(&tag));
    }
    let practice = store::entries::of_piece(&DATABASE, &reader.user, &item.score_id).await?;
    let entries: Vec<Entry> = serde_json::from_str(&practice.entries).map_err(Error::internal)?;
    let now = Timestamp::from_millisecond(i64::try_from(platform::now()).unwrap_or(i64::MAX)).unwrap_or(Timestamp::MAX);
    let options = Options { range: Range::default(), zone: TimeZone::UTC, now, week_start: Weekday::Monday };
    let summary = summarise(&entries, &options);
    let piece = summary.by_piece.iter().find(|piece| piece.key == item.score_id);
    let (count, seconds) = piece.map_or((0, 0), |piece| (u64::from(piece.sessions), piece.seconds));
    let moments = || entries.iter().filter_map(|entry| u64::try_from(entry.timestamp_ms).ok());
    let stats = Stats {
        score_id: item.score_id,
        practice_count: count,
        total_practice_time: seconds,
        avg_session_duration: (seconds + count / 2).checked_div(count).unwrap_or(0),
        first_practiced: moments().min().map(platform::rfc3339),
        last_practiced: moments().max().map(platform::rfc3339),
        recent_sessions: json(practice.recent).ok_or_else(|| Error::internal("sessions that are no JSON"))?,
    };
    let body = serde_json::to_string(&stats).map_err(Error::internal)?;
    Ok(show::tagged(StatusCode::OK, &tag, body))
}
