//! `GET /api/analytics/practice`.

use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use mirubato_kit::{Error, Result, platform};
use mirubato_practice::{Entry, Options, Range, summarise};
use mirubato_problem::{Failure, catalogue};
use serde::Deserialize;

use crate::resource::{Problems as Wrong, Reader, show};
use crate::routes::openapi::Problems;
use crate::store::preferences::Habits;
use crate::{DATABASE, store};

/// What is asked.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub(super) struct Question {
    /// The first day that counts, `2026-11-24`. Open where absent.
    from: Option<String>,
    /// The last day that counts. Open where absent.
    to: Option<String>,
    /// In whose days, an IANA name. Absent: `timeZone` of the preferences, else UTC.
    time_zone: Option<String>,
}

/// Sums up practice
///
/// Totals, the streak, a heat map, and time by piece, composer, instrument, technique, mood, hour and weekday. `streak`, `periods` and
/// `consistency` are about now; the rest is about the days asked for. Days are the user's.
#[utoipa::path(get, path = "/api/analytics/practice", tag = "analytics", params(Question),
    responses((status = 200, description = "The summary.", body = Object, headers(("ETag" = String))),
        (status = 304, description = "Nothing has changed since `If-None-Match`."), Problems))]
pub(super) async fn analyse_practice(reader: Reader, Query(question): Query<Question>) -> Result<Response> {
    let habits = store::preferences::habits(&DATABASE, &reader.user).await?.ok_or(&catalogue::SESSION_ENDED)?;
    let options = question.read(&habits)?;
    // Today's streak is another one tomorrow, though nothing changes.
    let today = options.zone.to_datetime(options.now).date();
    let tag = format!("\"v{}-{today}\"", habits.version);
    if reader.holds(&tag) {
        return Ok(show::not_modified(&tag));
    }
    let entries = all_entries(&reader.user).await?;
    let body = serde_json::to_string(&summarise(&entries, &options)).map_err(Error::internal)?;
    Ok(show::tagged(StatusCode::OK, &tag, body))
}

async fn all_entries(user: &str) -> Result<Vec<Entry>> {
    let (mut entries, mut after) = (Vec::new(), None);
    loop {
        let batch = store::entries::batch(&DATABASE, user, after.as_ref()).await?;
        let mut read: Vec<Entry> = serde_json::from_str(&batch.entries).map_err(Error::internal)?;
        entries.append(&mut read);
        after = batch.last;
        if after.is_none() {
            return Ok(entries);
        }
    }
}

impl Question {
    fn read(&self, habits: &Habits) -> Result<Options, Failure> {
        let mut wrong = Wrong::new();
        let mut day = |name: &str, text: Option<&String>| {
            let day = text.map(|text| text.parse::<Date>().ok().filter(|_| text.len() == 10));
            if day == Some(None) {
                wrong.add(name, "not_a_day", "This is a day such as 2026-11-24.");
            }
            day.flatten()
        };
        let range = Range { from: day("from", self.from.as_ref()), to: day("to", self.to.as_ref()) };
        let zone = match &self.time_zone {
            Some(name) => TimeZone::get(name).unwrap_or_else(|_| {
                wrong.add("timeZone", "unknown", "This is an IANA time zone such as Europe/Vienna.");
                TimeZone::UTC
            }),
            // A zone that a device knows and this service does not is no reason to say nothing.
            None => habits.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC),
        };
        wrong.into_result()?;
        let week_start = match habits.week_start.as_deref() {
            Some("sunday") => Weekday::Sunday,
            Some("saturday") => Weekday::Saturday,
            _ => Weekday::Monday,
        };
        let now = i64::try_from(platform::now()).ok().and_then(|now| Timestamp::from_millisecond(now).ok());
        Ok(Options { range, zone, now: now.unwrap_or(Timestamp::MAX), week_start })
    }
}
