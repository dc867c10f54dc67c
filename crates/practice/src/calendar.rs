//! Days with practice, and the weeks, months and spans they make up.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::summary::{Day, Period, Periods, Range, Trend};

/// What was practised on each day, days without practice left out.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    days: BTreeMap<Date, Period>,
}

impl Calendar {
    pub(crate) fn add(&mut self, date: Date, seconds: u64) {
        let day = self.days.entry(date).or_default();
        day.seconds += seconds;
        day.sessions += 1;
    }

    /// The days with practice, first to last.
    pub(crate) fn dates(&self) -> impl DoubleEndedIterator<Item = Date> {
        self.days.keys().copied()
    }

    /// The part of it within a range.
    pub(crate) fn within(&self, range: &Range) -> Self {
        let days = self.days.iter().filter(|(date, _)| range.contains(**date));
        Self { days: days.map(|(date, day)| (*date, *day)).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.days.len()
    }

    pub(crate) fn total(&self) -> Period {
        self.days.values().copied().fold(Period::default(), Period::plus)
    }

    pub(crate) fn by_day(&self) -> Vec<Day> {
        self.by(|date| date)
    }

    pub(crate) fn trend(&self, week_start: Weekday) -> Trend {
        Trend {
            day: self.by_day(),
            week: self.by(|date| first_of_week(date, week_start)),
            month: self.by(Date::first_of_month),
        }
    }

    pub(crate) fn periods(&self, today: Date, week_start: Weekday) -> Periods {
        let week = first_of_week(today, week_start);
        let month = today.first_of_month();
        Periods {
            today: self.between(today, today),
            this_week: self.between(week, week.saturating_add(6.days())),
            this_month: self.between(month, month.last_of_month()),
            last7_days: self.last(7, today),
            last30_days: self.last(30, today),
            last365_days: self.last(365, today),
        }
    }

    /// The `count` days up to and with `today`, as a range.
    pub(crate) fn last_days(count: u16, today: Date) -> Range {
        Range { from: Some(today.saturating_sub(Span::new().days(i32::from(count) - 1))), to: Some(today) }
    }

    fn last(&self, count: u16, today: Date) -> Period {
        self.within(&Self::last_days(count, today)).total()
    }

    fn between(&self, from: Date, to: Date) -> Period {
        self.within(&Range { from: Some(from), to: Some(to) }).total()
    }

    /// The sums over days that have one `start`.
    fn by(&self, start: impl Fn(Date) -> Date) -> Vec<Day> {
        let mut sums: Vec<Day> = Vec::new();
        for (date, day) in &self.days {
            let start = start(*date);
            match sums.last_mut().filter(|sum| sum.date == start) {
                Some(sum) => sum.practised = sum.practised.plus(*day),
                None => sums.push(Day { date: start, practised: *day }),
            }
        }
        sums
    }
}

fn first_of_week(date: Date, week_start: Weekday) -> Date {
    date.saturating_sub(Span::new().days(date.weekday().since(week_start)))
}
