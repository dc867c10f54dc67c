//! What goes out: the answer of `GET /api/analytics/practice`.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// All that is said about a practice log.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The range that was asked for.
    pub range: Range,
    /// Sums over the range.
    pub totals: Totals,
    /// As it stands now, over all entries.
    pub streak: Streak,
    /// Sums up to now, whatever the range.
    pub periods: Periods,
    /// Over the 30 days up to today.
    pub consistency: Consistency,
    /// The days of the range with practice, first to last.
    pub heat_map: Vec<Day>,
    /// The range by days, weeks and months.
    pub trend: Trend,
    /// By score id, the most time first.
    pub by_piece: Vec<Group>,
    /// By the composer's full name, the most time first.
    pub by_composer: Vec<Group>,
    /// By instrument, the most time first.
    pub by_instrument: Vec<Group>,
    /// By type of entry, the most time first.
    pub by_type: Vec<Group>,
    /// By technique, the most time first.
    pub by_technique: Vec<Group>,
    /// By mood, the most time first.
    pub by_mood: Vec<Group>,
    /// By the hour in which a session began, `00` to `23`, hours without practice left out.
    pub by_hour: Vec<Group>,
    /// By the day of the week on which a session began, `monday` to `sunday` from the first day of the week, those without practice left out.
    pub by_weekday: Vec<Group>,
}

/// Days of the calendar, both included. Where an end is missing the range is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Range {
    /// Whether `date` is in it.
    #[must_use]
    pub fn contains(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

/// Time and sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// Seconds practised.
    pub seconds: u64,
    /// Sessions begun.
    pub sessions: u32,
}

impl Period {
    pub(crate) const fn plus(self, other: Self) -> Self {
        Self { seconds: self.seconds + other.seconds, sessions: self.sessions + other.sessions }
    }
}

/// Sums over the range.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Seconds practised.
    pub seconds: u64,
    /// Sessions begun.
    pub sessions: u32,
    /// Days with at least one session.
    pub days_practised: usize,
    /// Different pieces played.
    pub unique_pieces: usize,
    /// Different composers played.
    pub unique_composers: usize,
    /// Seconds on a day with practice, rounded. 0 where there is none.
    pub average_per_day: u64,
    /// Seconds in a session, rounded. 0 where there is none.
    pub average_per_session: u64,
    /// The longest session, the first of several.
    pub longest_session: Option<Session>,
}

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Session {
    /// The id of the log entry.
    pub id: String,
    /// The day on which it began.
    pub date: Date,
    /// How long it took.
    pub seconds: u64,
}

/// Runs of days with practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Streak {
    /// Days of the run that reaches today or yesterday. 0 where there is none.
    pub current: u32,
    /// Days of the longest run there ever was.
    pub longest: u32,
    /// Whether there was practice today.
    pub includes_today: bool,
}

/// Sums over spans that end now. A span of so many days has today as its last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Periods {
    /// Today.
    pub today: Period,
    /// The week that today is in.
    pub this_week: Period,
    /// The month that today is in.
    pub this_month: Period,
    /// Seven days.
    pub last7_days: Period,
    /// Thirty days.
    pub last30_days: Period,
    /// 365 days.
    pub last365_days: Period,
}

/// How regular practice was of late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Consistency {
    /// Days with practice among them.
    pub days_practised: usize,
    /// How many days were looked at: 30.
    pub days: usize,
    /// The proportion in per cent, rounded.
    pub percent: u64,
}

/// A day, or the first day of a week or month, and what was practised in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The day, `2026-03-29`.
    pub date: Date,
    /// What was practised.
    #[serde(flatten)]
    pub practised: Period,
}

/// The range by days, weeks and months, those without practice left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trend {
    /// By day.
    pub day: Vec<Day>,
    /// By week, each under its first day, which may lie before the range.
    pub week: Vec<Day>,
    /// By month, each under its first day, which may lie before the range.
    pub month: Vec<Day>,
}

/// What was practised of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Names it. Empty for what belongs to none.
    pub key: String,
    /// What to show: for pieces the title as it was typed last. Empty where the key is.
    pub label: String,
    /// Of pieces only: the composer's full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub composer: Option<String>,
    /// Seconds practised.
    pub seconds: u64,
    /// Sessions it had a part in.
    pub sessions: u32,
    /// When the last of them began. RFC 3339, UTC, milliseconds.
    #[serde(serialize_with = "with_millis")]
    pub last_practised: Timestamp,
}

fn with_millis<S: Serializer>(timestamp: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{timestamp:.3}"))
}
