//! Which day a session belongs to, in every zone and on days that clocks change.

use crate::log::Log;

/// The days of the heat map with their minutes.
fn days(log: &Log) -> Vec<(String, u64)> {
    log.summary().heat_map.iter().map(|day| (day.date.to_string(), day.practised.seconds / 60)).collect()
}

fn day(date: &str, minutes: u64) -> (String, u64) {
    (date.to_owned(), minutes)
}

#[test]
fn a_session_past_midnight_belongs_to_the_day_it_began() {
    let log =
        Log::at("Europe/Paris", "2026-03-11T08:00").practised("2026-03-10T23:50", 40).practised("2026-03-11T00:00", 5);
    assert_eq!(days(&log), [day("2026-03-10", 40), day("2026-03-11", 5)]);
}

#[test]
fn one_moment_is_two_days_in_two_zones() {
    // Kiritimati is 14 hours ahead of UTC, St. John's three and a half behind, Pago Pago eleven.
    let mut log = Log::at("UTC", "2026-01-31T10:45").practised("2026-01-31T10:30", 20);
    for (zone, date, hour) in [
        ("UTC", "2026-01-31", "10"),
        ("Pacific/Kiritimati", "2026-02-01", "00"),
        ("America/St_Johns", "2026-01-31", "07"),
        ("Pacific/Pago_Pago", "2026-01-30", "23"),
        ("Asia/Kathmandu", "2026-01-31", "16"),
    ] {
        log.options.zone = jiff::tz::TimeZone::get(zone).unwrap();
        assert_eq!(days(&log), [day(date, 20)], "{zone}");
        let summary = log.summary();
        assert_eq!(summary.by_hour[0].key, hour, "{zone}");
        assert!(summary.streak.includes_today, "{zone}");
        assert_eq!(summary.periods.today.sessions, 1, "{zone}");
    }
}

#[test]
fn a_day_of_23_hours_is_a_day_and_breaks_no_streak() {
    // Clocks go from 2:00 to 3:00 on the 29th.
    let log = Log::at("Europe/Berlin", "2026-03-30T21:00")
        .practised("2026-03-28T23:30", 10)
        .practised("2026-03-29T01:59", 10)
        .practised("2026-03-29T03:00", 10)
        .practised("2026-03-30T00:15", 10);
    assert_eq!(days(&log), [day("2026-03-28", 10), day("2026-03-29", 20), day("2026-03-30", 10)]);
    assert_eq!(log.summary().streak.current, 3);
}

#[test]
fn a_day_of_25_hours_is_one_day() {
    // Clocks go from 3:00 back to 2:00 on the 25th of October: 2:30 comes twice.
    let mut log = Log::at("Europe/Berlin", "2026-10-26T07:00")
        .practised("2026-10-25T00:10", 10)
        .practised("2026-10-25T02:30", 10);
    let mut again = log.entries[1].clone();
    again.timestamp_ms += 3_600_000;
    log.entries.push(again);
    let log = log.practised("2026-10-25T23:50", 10);
    assert_eq!(days(&log), [day("2026-10-25", 40)]);
    let hours: Vec<(String, u32)> = log.summary().by_hour.into_iter().map(|hour| (hour.key, hour.sessions)).collect();
    assert_eq!(hours, [("00".to_owned(), 1), ("02".to_owned(), 2), ("23".to_owned(), 1)]);
}

#[test]
fn clocks_that_change_at_midnight_are_no_trouble() {
    // In Santiago the 6th of September 2026 begins at 1:00.
    let log = Log::at("America/Santiago", "2026-09-06T12:00")
        .practised("2026-09-05T23:59", 10)
        .practised("2026-09-06T01:00", 10);
    assert_eq!(days(&log), [day("2026-09-05", 10), day("2026-09-06", 10)]);
}

#[test]
fn the_day_that_samoa_left_out_breaks_the_streak_as_a_missed_day_does() {
    // The 30th of December 2011 did not exist there. The calendar has it all the same.
    let log =
        Log::at("Pacific/Apia", "2011-12-31T12:00").practised("2011-12-29T22:00", 10).practised("2011-12-31T00:10", 10);
    assert_eq!(log.summary().streak.current, 1);
}

#[test]
fn a_trend_is_by_day_week_and_month() {
    let mut log = Log::at("UTC", "2026-04-02T12:00")
        .practised("2026-03-01T10:00", 1)
        .practised("2026-03-29T10:00", 2)
        .practised("2026-03-30T10:00", 4)
        .practised("2026-03-30T11:00", 8)
        .practised("2026-04-01T10:00", 16);
    let minutes = |days: &[mirubato_practice::Day]| -> Vec<(String, u64)> {
        days.iter().map(|day| (day.date.to_string(), day.practised.seconds / 60)).collect()
    };
    let trend = log.summary().trend;
    assert_eq!(
        minutes(&trend.day),
        [day("2026-03-01", 1), day("2026-03-29", 2), day("2026-03-30", 12), day("2026-04-01", 16)]
    );
    assert_eq!(minutes(&trend.week), [day("2026-02-23", 1), day("2026-03-23", 2), day("2026-03-30", 28)]);
    assert_eq!(minutes(&trend.month), [day("2026-03-01", 15), day("2026-04-01", 16)]);

    log.options.week_start = jiff::civil::Weekday::Sunday;
    assert_eq!(minutes(&log.summary().trend.week), [day("2026-03-01", 1), day("2026-03-29", 30)]);
}
