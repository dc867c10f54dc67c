//! Where the time went.

use jiff::civil::Weekday;
use mirubato_practice::{Entry, Group, Piece};

use crate::log::Log;

/// Key, seconds and sessions of each group.
fn sums(groups: &[Group]) -> Vec<(&str, u64, u32)> {
    groups.iter().map(|group| (group.key.as_str(), group.seconds, group.sessions)).collect()
}

fn today() -> Log {
    Log::at("UTC", "2026-03-10T20:00")
}

#[test]
fn the_time_of_a_session_is_divided_evenly_over_its_pieces() {
    let summary = today().played("2026-03-10T10:00", 40, &["Waltz/Chopin", "Étude/Chopin", "Prelude/Bach"]).summary();
    let pieces = [
        ("waltz-frédéric chopin", 800, 1),
        ("étude-frédéric chopin", 800, 1),
        ("prelude-johann sebastian bach", 800, 1),
    ];
    let mut found = sums(&summary.by_piece);
    found.sort_by_key(|(key, ..)| pieces.iter().position(|(name, ..)| name == key));
    assert_eq!(found, pieces);
    assert_eq!(sums(&summary.by_composer), [("Frédéric Chopin", 1600, 1), ("Johann Sebastian Bach", 800, 1)]);
}

#[test]
fn a_piece_that_says_how_long_it_took_has_that_and_the_rest_belongs_to_none() {
    let summary = today().played("2026-03-10T10:00", 60, &["Waltz/Chopin/20", "Prelude/Bach/10"]).summary();
    assert_eq!(
        sums(&summary.by_piece),
        [("", 1800, 1), ("waltz-frédéric chopin", 1200, 1), ("prelude-johann sebastian bach", 600, 1)]
    );
    assert_eq!(summary.totals.unique_pieces, 2);
}

#[test]
fn pieces_that_do_not_say_share_what_is_left() {
    let summary = today().played("2026-03-10T10:00", 60, &["Waltz/Chopin/20", "Prelude/Bach"]).summary();
    assert_eq!(
        sums(&summary.by_piece),
        [("prelude-johann sebastian bach", 2400, 1), ("waltz-frédéric chopin", 1200, 1)]
    );
}

#[test]
fn a_piece_is_one_piece_however_it_was_typed_and_is_called_as_it_was_typed_last() {
    let with_id =
        Piece { score_id: Some("Waltz - Chopin".into()), title: "Grande Valse".into(), composer: None, duration: None };
    let summary = today()
        .logged("2026-03-08T10:00", Entry { duration_s: 60, pieces: vec![with_id], ..Entry::default() })
        .played("2026-03-10T10:00", 1, &["WALTZ/F. Chopin"])
        .played("2026-03-09T10:00", 1, &["waltz /Chopin, Frédéric"])
        .summary();
    assert_eq!(sums(&summary.by_piece), [("waltz-frédéric chopin", 180, 3)]);
    let piece = &summary.by_piece[0];
    assert_eq!((piece.label.as_str(), piece.composer.as_deref()), ("WALTZ", Some("Frédéric Chopin")));
    assert_eq!(piece.last_practised.to_string(), "2026-03-10T10:00:00Z");
}

#[test]
fn a_piece_twice_in_a_session_is_one_session_of_it() {
    let summary = today().played("2026-03-10T10:00", 10, &["Waltz/Chopin", "Prelude/Bach", "Waltz/Chopin"]).summary();
    assert_eq!(sums(&summary.by_piece), [("waltz-frédéric chopin", 400, 1), ("prelude-johann sebastian bach", 200, 1)]);
}

#[test]
fn time_without_a_composer_is_kept_under_an_empty_key() {
    let summary =
        today().practised("2026-03-10T10:00", 3).played("2026-03-10T11:00", 2, &["Scales", "Canon/Unknown"]).summary();
    assert_eq!(sums(&summary.by_composer), [("", 300, 2)]);
    assert_eq!(sums(&summary.by_piece), [("", 180, 1), ("canon-unknown", 60, 1), ("scales-unknown", 60, 1)]);
    assert_eq!(summary.totals.unique_composers, 0);
}

#[test]
fn instruments_types_moods_and_techniques_have_their_sums() {
    let scales = Entry {
        duration_s: 101,
        kind: "technique".into(),
        instrument: "guitar".into(),
        techniques: vec!["scale".into(), "arpeggio".into()],
        mood: Some("excited".into()),
        ..Entry::default()
    };
    let summary = today().logged("2026-03-10T10:00", scales).practised("2026-03-10T11:00", 5).summary();
    assert_eq!(sums(&summary.by_instrument), [("piano", 300, 1), ("guitar", 101, 1)]);
    assert_eq!(sums(&summary.by_type), [("practice", 300, 1), ("technique", 101, 1)]);
    assert_eq!(sums(&summary.by_mood), [("", 300, 1), ("excited", 101, 1)]);
    assert_eq!(sums(&summary.by_technique), [("", 300, 1), ("scale", 51, 1), ("arpeggio", 50, 1)]);
}

#[test]
fn hours_and_weekdays_stand_in_their_order() {
    // The 8th of March 2026 is a Sunday.
    let mut log =
        today().practised("2026-03-08T22:00", 9).practised("2026-03-09T07:30", 1).practised("2026-03-10T07:59", 1);
    assert_eq!(sums(&log.summary().by_hour), [("07", 120, 2), ("22", 540, 1)]);
    assert_eq!(sums(&log.summary().by_weekday), [("monday", 60, 1), ("tuesday", 60, 1), ("sunday", 540, 1)]);
    log.options.week_start = Weekday::Sunday;
    assert_eq!(sums(&log.summary().by_weekday), [("sunday", 540, 1), ("monday", 60, 1), ("tuesday", 60, 1)]);
}
