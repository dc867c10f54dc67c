//! Totals, periods and consistency, and the form of the answer.

use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan};
use mirubato_practice::{Entry, Period, Session, Totals};
use serde_json::json;

use crate::log::Log;

fn minutes(minutes: u64, sessions: u32) -> Period {
    Period { seconds: minutes * 60, sessions }
}

#[test]
fn totals_are_about_the_range() {
    let log = Log::at("Europe/Berlin", "2026-03-10T20:00")
        .in_range("2026-03-01", "2026-03-09")
        .played("2026-02-28T23:59", 50, &["Waltz/Chopin"])
        .played("2026-03-01T00:00", 30, &["Waltz/Chopin", "Prelude/Bach"])
        .played("2026-03-01T18:00", 45, &["Waltz/F. Chopin"])
        .played("2026-03-09T23:59", 46, &["Improvisation"])
        .practised("2026-03-10T00:00", 50);
    let longest = Session { id: "entry 4".into(), date: "2026-03-09".parse().unwrap(), seconds: 46 * 60 };
    assert_eq!(
        log.summary().totals,
        Totals {
            seconds: 121 * 60,
            sessions: 3,
            days_practised: 2,
            unique_pieces: 3,
            unique_composers: 2,
            average_per_day: 121 * 30,
            average_per_session: 121 * 20,
            longest_session: Some(longest),
        }
    );
}

#[test]
fn of_two_longest_sessions_the_first_is_named() {
    let log = Log::at("UTC", "2026-03-10T20:00").practised("2026-03-03T10:00", 60).practised("2026-03-02T10:00", 60);
    assert_eq!(log.summary().totals.longest_session.unwrap().id, "entry 2");
}

#[test]
fn an_empty_log_has_an_answer_too() {
    let summary = Log::at("UTC", "2026-03-10T20:00").summary();
    assert_eq!(summary.totals, Totals::default());
    assert_eq!(summary.consistency.percent, 0);
    assert_eq!(summary.heat_map, []);
}

#[test]
fn a_range_that_ends_before_it_begins_is_empty() {
    let log = Log::at("UTC", "2026-03-10T20:00").in_range("2026-03-10", "2026-03-01").practised("2026-03-05T10:00", 60);
    assert_eq!(log.summary().totals, Totals::default());
    assert_eq!(log.summary().periods.this_month, minutes(60, 1), "periods are about now, not about the range");
}

#[test]
fn periods_end_now() {
    // The 10th of March 2026 is a Tuesday.
    let mut log = Log::at("America/New_York", "2026-03-10T20:00")
        .in_range("2020-01-01", "2020-01-01")
        .practised("2026-03-10T07:00", 1)
        .practised("2026-03-09T07:00", 2)
        .practised("2026-03-08T07:00", 4)
        .practised("2026-03-04T07:00", 8)
        .practised("2026-03-03T07:00", 16)
        .practised("2026-02-09T07:00", 32)
        .practised("2026-02-08T07:00", 64)
        .practised("2025-03-11T07:00", 128)
        .practised("2025-03-10T07:00", 256);
    let periods = log.summary().periods;
    assert_eq!(periods.today, minutes(1, 1));
    assert_eq!(periods.this_week, minutes(1 + 2, 2));
    assert_eq!(periods.this_month, minutes(1 + 2 + 4 + 8 + 16, 5));
    assert_eq!(periods.last7_days, minutes(1 + 2 + 4 + 8, 4));
    assert_eq!(periods.last30_days, minutes(1 + 2 + 4 + 8 + 16 + 32, 6));
    assert_eq!(periods.last365_days, minutes(255, 8));

    log.options.week_start = Weekday::Sunday;
    assert_eq!(log.summary().periods.this_week, minutes(1 + 2 + 4, 3));
}

#[test]
fn consistency_is_the_proportion_of_the_last_30_days() {
    let log = Log::at("UTC", "2026-03-30T20:00")
        .practised("2026-03-30T10:00", 5)
        .practised("2026-03-30T12:00", 5)
        .practised("2026-03-01T10:00", 5)
        .practised("2026-02-28T10:00", 5);
    let consistency = log.summary().consistency;
    assert_eq!((consistency.days_practised, consistency.days, consistency.percent), (2, 30, 7));
}

#[test]
fn a_change_of_status_is_no_practice() {
    let status = Entry { kind: "status_change".into(), duration_s: 60, ..Entry::default() };
    let log = Log::at("UTC", "2026-03-10T20:00").logged("2026-03-10T10:00", status);
    let summary = log.summary();
    assert_eq!(summary.totals, Totals::default());
    assert_eq!((summary.streak.longest, summary.by_type), (0, vec![]));
}

#[test]
fn a_session_of_no_length_is_a_session() {
    let summary = Log::at("UTC", "2026-03-10T20:00").practised("2026-03-10T10:00", 0).summary();
    assert_eq!((summary.totals.seconds, summary.totals.sessions, summary.streak.current), (0, 1, 1));
}

#[test]
fn an_entry_at_an_impossible_time_is_passed_over() {
    let mut log = Log::at("UTC", "2026-03-10T20:00").practised("2026-03-10T10:00", 10);
    for timestamp_ms in [i64::MIN, i64::MAX] {
        log.entries.push(Entry { timestamp_ms, ..log.entries[0].clone() });
    }
    assert_eq!(log.summary().totals.sessions, 1);
}

#[test]
fn the_ends_of_the_calendar_are_no_trouble() {
    for now in [Timestamp::MIN, Timestamp::MAX - 1.second()] {
        for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let mut log = Log::at(zone, "2026-03-10T20:00").practised("2026-03-10T10:00", 10);
            log.options.now = now;
            log.entries[0].timestamp_ms = now.as_millisecond();
            assert_eq!(log.summary().totals.sessions, 1);
        }
    }
}

#[test]
fn entries_are_read_as_records_hold_them_and_the_answer_is_in_camel_case() {
    let entries: Vec<Entry> = serde_json::from_value(json!([
        {
            "id": "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77", "timestamp": 1_772_442_000_500_i64, "duration": 90,
            "type": "practice", "instrument": "piano",
            "pieces": [{ "scoreId": "waltz-frédéric chopin", "title": "Waltz", "composer": "Chopin", "tempo": 90 }],
            "techniques": ["scale"], "mood": "excited", "notes": "Unknown fields are no trouble.",
        },
        { "id": "2", "timestamp": 1, "duration": 1, "type": "lesson", "instrument": "guitar", "pieces": null, "mood": null },
    ]))
    .unwrap();
    let mut log = Log::at("Europe/Berlin", "2026-03-02T20:00").in_range("2026-03-01", "2026-03-31");
    log.entries = entries;

    let group = |key: &str| json!([{ "key": key, "label": key, "seconds": 90, "sessions": 1, "lastPractised": "2026-03-02T09:00:00.500Z" }]);
    let day = |date: &str| json!([{ "date": date, "seconds": 90, "sessions": 1 }]);
    let now = json!({ "seconds": 90, "sessions": 1 });
    assert_eq!(
        serde_json::to_value(log.summary()).unwrap(),
        json!({
            "range": { "from": "2026-03-01", "to": "2026-03-31" },
            "totals": {
                "seconds": 90, "sessions": 1, "daysPractised": 1, "uniquePieces": 1, "uniqueComposers": 1,
                "averagePerDay": 90, "averagePerSession": 90,
                "longestSession": { "id": "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77", "date": "2026-03-02", "seconds": 90 },
            },
            "streak": { "current": 1, "longest": 1, "includesToday": true },
            "periods": { "today": now, "thisWeek": now, "thisMonth": now, "last7Days": now, "last30Days": now, "last365Days": now },
            "consistency": { "daysPractised": 1, "days": 30, "percent": 3 },
            "heatMap": day("2026-03-02"),
            "trend": { "day": day("2026-03-02"), "week": day("2026-03-02"), "month": day("2026-03-01") },
            "byPiece": [{
                "key": "waltz-frédéric chopin", "label": "Waltz", "composer": "Frédéric Chopin", "seconds": 90, "sessions": 1,
                "lastPractised": "2026-03-02T09:00:00.500Z",
            }],
            "byComposer": group("Frédéric Chopin"),
            "byInstrument": group("piano"),
            "byType": group("practice"),
            "byTechnique": group("scale"),
            "byMood": group("excited"),
            "byHour": group("10"),
            "byWeekday": group("monday"),
        })
    );
}
