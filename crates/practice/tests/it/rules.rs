//! Rules that hold for every log.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use mirubato_practice::{Day, Entry, Group, Options, Piece, Range, Summary, summarise};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Zones far east and west, with odd offsets, with and without daylight saving.
const ZONES: [&str; 8] = [
    "UTC",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "Pacific/Pago_Pago",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
];

/// The 1st of January 2026, and how many minutes after it things happen: about 400 days, so both changes of the clocks are in it.
const START: i64 = 1_767_225_600_000;
const MINUTES: i64 = 400 * 24 * 60;

fn piece() -> impl Strategy<Value = Piece> {
    let title = select(vec!["Waltz", "waltz", "Prelude", "Étude"]);
    let composer = option::of(select(vec!["Chopin", "F. Chopin", "Bach", "unknown", ""]));
    let score_id = option::weighted(0.2, select(vec!["score_1", "Waltz-Chopin", ""]));
    (title, composer, score_id, option::of(0..4_000_u32)).prop_map(|(title, composer, score_id, duration)| Piece {
        score_id: score_id.map(str::to_owned),
        title: title.to_owned(),
        composer: composer.map(str::to_owned),
        duration,
    })
}

fn entry() -> impl Strategy<Value = Entry> {
    let kind = select(vec!["practice", "lesson", "status_change"]);
    let techniques = prop::collection::vec(select(vec!["scale", "octave", "rhythm"]).prop_map(str::to_owned), 0..4);
    let pieces = prop::collection::vec(piece(), 0..5);
    let about = (kind, select(vec!["piano", "guitar"]), option::of(select(vec!["excited", "neutral"])));
    (0..MINUTES, prop_oneof![Just(0), 0..10_000_u32], about, pieces, techniques).prop_map(
        |(minute, duration_s, about, pieces, techniques)| Entry {
            id: format!("{minute}-{duration_s}"),
            timestamp_ms: START + minute * 60_000,
            duration_s,
            kind: about.0.to_owned(),
            instrument: about.1.to_owned(),
            pieces,
            techniques,
            mood: about.2.map(str::to_owned),
        },
    )
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), 0..60)
}

fn twice_shuffled(entries: Vec<Entry>) -> impl Strategy<Value = (Vec<Entry>, Vec<Entry>)> {
    (Just(entries.clone()).prop_shuffle(), Just(entries).prop_shuffle())
}

fn options() -> impl Strategy<Value = Options> {
    let moment = || (0..MINUTES).prop_map(|minute| Timestamp::from_millisecond(START + minute * 60_000).unwrap());
    let date = || option::of(moment().prop_map(|moment| TimeZone::UTC.to_datetime(moment).date()));
    let week_start = select(vec![Weekday::Monday, Weekday::Saturday, Weekday::Sunday]);
    (select(ZONES.to_vec()), moment(), date(), date(), week_start).prop_map(|(zone, now, from, to, week_start)| {
        Options { range: Range { from, to }, zone: TimeZone::get(zone).unwrap(), now, week_start }
    })
}

fn groupings(summary: &Summary) -> [&[Group]; 8] {
    [
        &summary.by_piece,
        &summary.by_composer,
        &summary.by_instrument,
        &summary.by_type,
        &summary.by_technique,
        &summary.by_mood,
        &summary.by_hour,
        &summary.by_weekday,
    ]
}

fn sum(days: &[Day]) -> (u64, u32) {
    days.iter()
        .fold((0, 0), |(seconds, sessions), day| (seconds + day.practised.seconds, sessions + day.practised.sessions))
}

proptest! {
    #[test]
    fn every_grouping_adds_up_to_the_total(entries in entries(), options in options()) {
        let summary = summarise(&entries, &options);
        for groups in groupings(&summary) {
            prop_assert_eq!(groups.iter().map(|group| group.seconds).sum::<u64>(), summary.totals.seconds);
            prop_assert!(groups.iter().all(|group| (1..=summary.totals.sessions).contains(&group.sessions)));
        }
        let total = (summary.totals.seconds, summary.totals.sessions);
        for days in [&summary.heat_map, &summary.trend.day, &summary.trend.week, &summary.trend.month] {
            prop_assert_eq!(sum(days), total);
            prop_assert!(days.is_sorted_by(|a, b| a.date < b.date));
        }
    }

    #[test]
    fn each_session_is_in_one_group_of_what_it_has_one_of(entries in entries(), options in options()) {
        let summary = summarise(&entries, &options);
        for groups in [&summary.by_instrument, &summary.by_type, &summary.by_mood, &summary.by_hour, &summary.by_weekday] {
            prop_assert_eq!(groups.iter().map(|group| group.sessions).sum::<u32>(), summary.totals.sessions);
        }
    }

    #[test]
    fn the_order_of_entries_does_not_matter((one, other) in entries().prop_flat_map(twice_shuffled), options in options()) {
        prop_assert_eq!(summarise(&one, &options), summarise(&other, &options));
    }

    #[test]
    fn a_streak_is_no_longer_than_the_days_practised(entries in entries(), mut options in options()) {
        options.range = Range::default();
        let summary = summarise(&entries, &options);
        prop_assert!(summary.streak.current <= summary.streak.longest);
        prop_assert!(summary.streak.longest as usize <= summary.totals.days_practised);
        prop_assert!(!summary.streak.includes_today || summary.streak.current > 0);
        prop_assert_eq!(summary.streak.includes_today, summary.periods.today.sessions > 0);
    }

    #[test]
    fn practice_every_24_hours_at_noon_is_one_streak_wherever_one_is(zone in select(ZONES.to_vec()), days in 1..400_i64) {
        let zone = TimeZone::get(zone).unwrap();
        let noon = |day: i64| {
            let date = jiff::civil::date(2026, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
            date.at(12, 0, 0, 0).to_zoned_datetime(zone.clone()).unwrap().timestamp()
        };
        let entries = (0..days).map(|day| Entry { timestamp_ms: noon(day).as_millisecond(), ..Entry::default() });
        let options = Options { range: Range::default(), zone: zone.clone(), now: noon(days - 1), week_start: Weekday::Monday };
        prop_assert_eq!(i64::from(summarise(entries, &options).streak.current), days);
    }

    #[test]
    fn a_longer_period_holds_the_shorter_ones(entries in entries(), options in options()) {
        let periods = summarise(&entries, &options).periods;
        prop_assert!(periods.today.seconds <= periods.this_week.seconds.min(periods.last7_days.seconds).min(periods.this_month.seconds));
        prop_assert!(periods.last7_days.seconds <= periods.last30_days.seconds);
        prop_assert!(periods.last30_days.seconds <= periods.last365_days.seconds);
    }

    #[test]
    fn the_range_decides_what_is_summed_and_nothing_about_now(entries in entries(), options in options()) {
        let whole = Options { range: Range::default(), ..options.clone() };
        let (part, whole) = (summarise(&entries, &options), summarise(&entries, &whole));
        prop_assert_eq!((part.streak, part.periods, part.consistency), (whole.streak, whole.periods, whole.consistency));
        let within: Vec<Day> = whole.heat_map.into_iter().filter(|day| options.range.contains(day.date)).collect();
        prop_assert_eq!(part.heat_map, within);
    }

    #[test]
    fn any_numbers_and_words_have_an_answer(timestamp_ms: i64, duration_s: u32, words in "\\PC{0,40}", own: u32) {
        let piece = Piece { score_id: Some(words.clone()), title: words.clone(), composer: Some(words.clone()), duration: Some(own) };
        let entry = Entry {
            id: words.clone(),
            timestamp_ms,
            duration_s,
            kind: words.clone(),
            instrument: words.clone(),
            pieces: vec![piece; 3],
            techniques: vec![words.clone(); 3],
            mood: Some(words),
        };
        let options = Options { range: Range::default(), zone: TimeZone::UTC, now: Timestamp::UNIX_EPOCH, week_start: Weekday::Monday };
        let summary = summarise([entry], &options);
        prop_assert!(summary.totals.sessions <= 1);
    }
}
