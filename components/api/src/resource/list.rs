//! What a list is asked for.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use mirubato_kit::sql::Value;
use mirubato_names::{fold, normalise_score_id};
use mirubato_problem::{Failure, catalogue};
use mirubato_records::Kind;
use mirubato_web::cursor::Cursor;
use serde::Deserialize;

use crate::store::lists::{After, By, Equals, Filter, List, Order};

const MAX_LIMIT: u32 = 200;
const DEFAULT_LIMIT: u32 = 50;
const MAX_QUERY: usize = 200;
const MAX_WORDS: usize = 20;

/// The parameters of every list. Conditions all have to hold; what a kind does not have matches nothing.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Nothing before this: milliseconds since the epoch, RFC 3339, or a day (UTC). Of log entries it is about `timestamp`, of sessions
    /// about `scheduledStart`, else about `createdAt`.
    from: Option<String>,
    /// Nothing after this, in the same forms. A day is included.
    to: Option<String>,
    /// Only this `type`.
    r#type: Option<String>,
    /// Only this instrument.
    instrument: Option<String>,
    /// Only what is about the piece with this `scoreId`.
    piece_id: Option<String>,
    /// Only what counts towards this goal.
    goal_id: Option<String>,
    /// Only what has this tag.
    tag: Option<String>,
    /// Only this status.
    status: Option<String>,
    /// Only what contains all these words, whatever their accents and case, in titles, names, notes, tags and techniques.
    q: Option<String>,
    /// `-time` (the latest first), `time`, `title`, `-title`, `updated` or `-updated`.
    #[param(value_type = Option<String>, example = "-time")]
    sort: Option<String>,
    /// How many at most: 1 to 200, 50 where absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// `nextCursor` of the page before, asked with the same parameters. Things that were added since do not shift it.
    cursor: Option<String>,
}

/// Reads the parameters.
///
/// # Errors
/// `invalid-input`, with a pointer that names the parameter, for all that make no sense.
pub fn read_list(kind: &Kind, params: ListParams) -> Result<List, Failure> {
    let mut problems = Problems::new();
    let order = problems.order(params.sort.as_deref());
    let list = List {
        order,
        after: params.cursor.and_then(|cursor| problems.after(&cursor, order)),
        limit: problems.limit(params.limit.as_deref(), DEFAULT_LIMIT, MAX_LIMIT),
        filter: Filter {
            from: params.from.and_then(|text| problems.moment("from", &text, false)),
            to: params.to.and_then(|text| problems.moment("to", &text, true)),
            fields: [
                ("type", params.r#type, "custom"),
                ("status", params.status, "active"),
                ("instrument", params.instrument.map(|name| name.trim().to_lowercase()), ""),
            ]
            .into_iter()
            .filter_map(|(name, value, default)| {
                let is_optional = kind.fields.iter().any(|field| field.name == name && !field.required);
                Some(Equals { field: name, value: value?, default: if is_optional { default } else { "" } })
            })
            .collect(),
            lists: [("goalIds", params.goal_id), ("tags", params.tag)]
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
            piece: params.piece_id.map(|id| normalise_score_id(&id)),
            words: problems.words(params.q.as_deref().unwrap_or_default()),
        },
    };
    problems.into_result().map(|()| list)
}

/// What is wrong with some parameters.
pub(crate) struct Problems(Failure);

impl Problems {
    pub(crate) fn new() -> Self {
        Self(Failure::new(&catalogue::INVALID_INPUT))
    }

    pub(crate) fn add(&mut self, name: &str, code: &str, detail: &str) {
        let failure = std::mem::replace(&mut self.0, Failure::new(&catalogue::INVALID_INPUT));
        self.0 = failure.at(format!("/{name}"), code, detail);
    }

    pub(crate) fn into_result(self) -> Result<(), Failure> {
        if self.0.errors.is_empty() { Ok(()) } else { Err(self.0) }
    }

    pub(crate) fn limit(&mut self, text: Option<&str>, default: u32, most: u32) -> u32 {
        let Some(text) = text else { return default };
        let limit = text.parse().ok().filter(|limit| (1..=most).contains(limit));
        limit.unwrap_or_else(|| {
            self.add("limit", "out_of_range", &format!("This is between 1 and {most}."));
            default
        })
    }

    /// Words to look for, folded.
    pub(crate) fn words(&mut self, text: &str) -> Vec<String> {
        if text.chars().count() > MAX_QUERY {
            self.add("q", "too_long", &format!("This is at most {MAX_QUERY} characters."));
            return Vec::new();
        }
        fold(text).split_whitespace().take(MAX_WORDS).map(ToOwned::to_owned).collect()
    }

    fn order(&mut self, text: Option<&str>) -> Order {
        let text = text.unwrap_or("-time");
        let by = match text.strip_prefix('-').unwrap_or(text) {
            "time" => By::Time,
            "title" => By::Title,
            "updated" => By::Updated,
            _ => {
                self.add("sort", "not_one_of", "This is one of -time, time, title, -title, updated, -updated.");
                By::Time
            }
        };
        Order { by, descending: text.starts_with('-') }
    }

    fn after(&mut self, text: &str, order: Order) -> Option<After> {
        let after = Cursor::decode(text).and_then(|cursor| {
            let (name, key) = cursor.key.split_once(' ')?;
            let key = match order.by {
                By::Title => Value::Text(key.to_owned()),
                By::Time | By::Updated => Value::Integer(key.parse().ok()?),
            };
            (name == order.name()).then_some(After { key, id: cursor.id })
        });
        if after.is_none() {
            self.add("cursor", "malformed", "This is the nextCursor of a page asked for in the same order.");
        }
        after
    }

    /// A moment as Unix milliseconds; of a day its beginning, or its end.
    fn moment(&mut self, name: &str, text: &str, end: bool) -> Option<i64> {
        let moment = text.parse().ok().or_else(|| {
            let moment = text.parse::<Timestamp>().ok().or_else(|| {
                let day = text.parse::<Date>().ok().filter(|_| text.len() == 10)?;
                let day = if end { day.checked_add(1.day()).ok()? } else { day };
                let moment = TimeZone::UTC.to_timestamp(day.into()).ok()?;
                if end { moment.checked_sub(1.millisecond()).ok() } else { Some(moment) }
            });
            moment.map(Timestamp::as_millisecond)
        });
        if moment.is_none() {
            self.add(name, "not_a_time", "This is a day, a moment such as 2026-11-24T18:30:00Z, or milliseconds.");
        }
        moment
    }
}
