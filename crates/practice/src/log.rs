//! Reads log entries, one after another, into sums.

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};

use crate::calendar::Calendar;
use crate::divide::{divide, even_parts};
use crate::entry::Entry;
use crate::group::{Groups, NONE, Sitting};
use crate::repertoire::Repertoire;
use crate::summarise::Options;

/// What has been read so far.
pub(crate) struct Log<'a> {
    options: &'a Options,
    /// All days. Everything else is about the range.
    pub(crate) calendar: Calendar,
    /// How many sessions the range has.
    sessions: usize,
    pub(crate) longest: Option<Longest>,
    pub(crate) repertoire: Repertoire,
    pub(crate) by_instrument: Groups,
    pub(crate) by_type: Groups,
    pub(crate) by_technique: Groups,
    pub(crate) by_mood: Groups,
    pub(crate) by_hour: Groups,
    pub(crate) by_weekday: Groups,
}

/// The greatest is the longest session, of several the earliest, of those the one with the first id.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Longest {
    pub(crate) seconds: u32,
    pub(crate) at: Reverse<Timestamp>,
    pub(crate) id: Reverse<String>,
    pub(crate) date: Date,
}

impl<'a> Log<'a> {
    pub(crate) fn new(options: &'a Options) -> Self {
        Self {
            options,
            calendar: Calendar::default(),
            sessions: 0,
            longest: None,
            repertoire: Repertoire::default(),
            by_instrument: Groups::default(),
            by_type: Groups::default(),
            by_technique: Groups::default(),
            by_mood: Groups::default(),
            by_hour: Groups::of((0..24).map(|hour| format!("{hour:02}"))),
            by_weekday: Groups::of(options.week_start.cycle_forward().take(7).map(|day| name_of(day).to_owned())),
        }
    }

    pub(crate) fn add(&mut self, entry: &Entry) {
        let Ok(at) = Timestamp::from_millisecond(entry.timestamp_ms) else {
            return;
        };
        if !entry.is_practice() {
            return;
        }
        let began = self.options.zone.to_datetime(at);
        self.calendar.add(began.date(), entry.duration_s.into());
        if self.options.range.contains(began.date()) {
            self.sessions += 1;
            let sitting = Sitting { number: self.sessions, at };
            self.keep_longest(entry, at, began.date());
            self.add_clock(entry, began, sitting);
            self.add_words(entry, sitting);
            self.add_pieces(entry, sitting);
        }
    }

    fn keep_longest(&mut self, entry: &Entry, at: Timestamp, date: Date) {
        let seconds = entry.duration_s;
        if self.longest.as_ref().is_none_or(|longest| longest.seconds <= seconds) {
            let candidate = Longest { seconds, at: Reverse(at), id: Reverse(entry.id.clone()), date };
            self.longest = self.longest.take().max(Some(candidate));
        }
    }

    fn add_clock(&mut self, entry: &Entry, began: DateTime, sitting: Sitting) {
        let hour = began.hour().unsigned_abs();
        let weekday = began.weekday().since(self.options.week_start).unsigned_abs();
        self.by_hour.add(Groups::nth(hour.into()), entry.duration_s.into(), sitting);
        self.by_weekday.add(Groups::nth(weekday.into()), entry.duration_s.into(), sitting);
    }

    fn add_words(&mut self, entry: &Entry, sitting: Sitting) {
        let seconds = entry.duration_s.into();
        let mood = entry.mood.as_deref().unwrap_or(NONE);
        for (groups, key) in [
            (&mut self.by_instrument, entry.instrument.as_str()),
            (&mut self.by_type, entry.kind.as_str()),
            (&mut self.by_mood, mood),
        ] {
            let slot = groups.slot(key);
            groups.add(slot, seconds, sitting);
        }
        let none = entry.techniques.is_empty().then_some((NONE, seconds));
        let each = entry.techniques.iter().map(String::as_str).zip(even_parts(seconds, entry.techniques.len()));
        for (technique, seconds) in each.chain(none) {
            let slot = self.by_technique.slot(technique);
            self.by_technique.add(slot, seconds, sitting);
        }
    }

    fn add_pieces(&mut self, entry: &Entry, sitting: Sitting) {
        let claims: Vec<Option<u32>> = entry.pieces.iter().map(|piece| piece.duration).collect();
        let shares = divide(entry.duration_s, &claims);
        for (piece, seconds) in entry.pieces.iter().zip(shares.parts) {
            self.repertoire.add(piece, seconds, sitting);
        }
        if entry.pieces.is_empty() || shares.rest > 0 {
            self.repertoire.add_rest(shares.rest, sitting);
        }
    }
}

const fn name_of(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}
