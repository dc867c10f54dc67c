//! Runs of days with practice.

use jiff::civil::Date;

use crate::summary::Streak;

/// The streaks in `dates`, the days with practice from first to last, as they stand `today`. Days after today do not count: they come of entries
/// made ahead, or in a zone further east.
pub(crate) fn streak(dates: impl Iterator<Item = Date>, today: Date) -> Streak {
    let mut longest = 0;
    let mut run = 0;
    let mut last: Option<Date> = None;
    for date in dates.take_while(|date| *date <= today) {
        let goes_on = last.is_some_and(|last| follows(date, last));
        run = if goes_on { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(date);
    }
    let includes_today = last == Some(today);
    let is_alive = includes_today || last.is_some_and(|last| follows(today, last));
    Streak { current: if is_alive { run } else { 0 }, longest, includes_today }
}

fn follows(date: Date, other: Date) -> bool {
    other.tomorrow().is_ok_and(|next| next == date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// The streaks of some days of March 2026, on the 10th.
    fn on_the_10th(days: &[i8]) -> (u32, u32, bool) {
        let streak = streak(days.iter().map(|day| date(2026, 3, *day)), date(2026, 3, 10));
        (streak.current, streak.longest, streak.includes_today)
    }

    #[test]
    fn a_streak_reaches_today_or_yesterday() {
        assert_eq!(on_the_10th(&[]), (0, 0, false));
        assert_eq!(on_the_10th(&[10]), (1, 1, true));
        assert_eq!(on_the_10th(&[8, 9, 10]), (3, 3, true));
        assert_eq!(on_the_10th(&[8, 9]), (2, 2, false));
        assert_eq!(on_the_10th(&[7, 8]), (0, 2, false), "a whole day was missed");
        assert_eq!(on_the_10th(&[1, 2, 3, 4, 9, 10]), (2, 4, true));
    }

    #[test]
    fn days_to_come_do_not_count() {
        assert_eq!(on_the_10th(&[9, 10, 11]), (2, 2, true));
        assert_eq!(on_the_10th(&[11]), (0, 0, false));
    }

    #[test]
    fn a_streak_goes_on_over_the_end_of_a_month_and_a_leap_day() {
        let days = [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)];
        assert_eq!(streak(days.into_iter(), date(2028, 3, 1)).current, 3);
    }

    #[test]
    fn the_last_day_of_the_calendar_is_no_trouble() {
        assert_eq!(streak([Date::MAX].into_iter(), Date::MAX).current, 1);
    }
}
