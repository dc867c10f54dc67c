//! From log entries to what they say.

use std::borrow::Borrow;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::calendar::Calendar;
use crate::entry::Entry;
use crate::log::Log;
use crate::streak::streak;
use crate::summary::{Consistency, Range, Session, Summary, Totals};

/// How many days consistency is about.
const CONSISTENCY_DAYS: u16 = 30;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// The days that totals and groupings are about.
    pub range: Range,
    /// Where the user is: says when a day begins.
    pub zone: TimeZone,
    /// The present moment.
    pub now: Timestamp,
    /// The first day of a week.
    pub week_start: Weekday,
}

/// What `entries` say. They may come in any order.
///
/// Entries at a time that no calendar has, before the year -9999 or after 9999, are passed over.
pub fn summarise<E: Borrow<Entry>>(entries: impl IntoIterator<Item = E>, options: &Options) -> Summary {
    let mut log = Log::new(options);
    for entry in entries {
        log.add(entry.borrow());
    }
    let today = options.zone.to_datetime(options.now).date();
    let in_range = log.calendar.within(&options.range);
    Summary {
        range: options.range,
        totals: totals(&log, &in_range),
        streak: streak(log.calendar.dates(), today),
        periods: log.calendar.periods(today, options.week_start),
        consistency: consistency(&log.calendar, today),
        heat_map: in_range.by_day(),
        trend: in_range.trend(options.week_start),
        by_piece: log.repertoire.pieces.by_time(),
        by_composer: log.repertoire.composers.by_time(),
        by_instrument: log.by_instrument.by_time(),
        by_type: log.by_type.by_time(),
        by_technique: log.by_technique.by_time(),
        by_mood: log.by_mood.by_time(),
        by_hour: log.by_hour.in_order(),
        by_weekday: log.by_weekday.in_order(),
    }
}

fn totals(log: &Log<'_>, in_range: &Calendar) -> Totals {
    let total = in_range.total();
    let longest = log.longest.as_ref();
    Totals {
        seconds: total.seconds,
        sessions: total.sessions,
        days_practised: in_range.len(),
        unique_pieces: log.repertoire.pieces.count(),
        unique_composers: log.repertoire.composers.count(),
        average_per_day: rounded(total.seconds, in_range.len() as u64),
        average_per_session: rounded(total.seconds, total.sessions.into()),
        longest_session: longest.map(|it| Session { id: it.id.0.clone(), date: it.date, seconds: it.seconds.into() }),
    }
}

fn consistency(calendar: &Calendar, today: Date) -> Consistency {
    let days_practised = calendar.within(&Calendar::last_days(CONSISTENCY_DAYS, today)).len();
    let percent = rounded(days_practised as u64 * 100, CONSISTENCY_DAYS.into());
    Consistency { days_practised, days: CONSISTENCY_DAYS.into(), percent }
}

/// `sum` over `count`, rounded half up. 0 where there is nothing to divide by.
fn rounded(sum: u64, count: u64) -> u64 {
    (sum + count / 2).checked_div(count).unwrap_or(0)
}
