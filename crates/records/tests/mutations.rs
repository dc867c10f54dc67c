//! What the server makes of a change.
#![cfg(test)]

use std::collections::BTreeMap;

use mirubato_records::kinds::{Kind, Terms};
use mirubato_records::mutation::{self, Mutation, Refusal, accept};
use mirubato_records::{Record, merge};
use mirubato_stamp::{MAX_AHEAD_MILLIS, Stamp};

const NOW: u64 = 1_790_000_000_000;
const PHONE: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77";
const RECORD: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a99";

fn read(mutation: Mutation, now: u64) -> Result<(&'static Kind, Record), Refusal> {
    mutation::read(mutation, Terms::at(now))
}

fn stamp(millis: u64) -> String {
    Stamp::next(None, millis, PHONE).to_string()
}

fn goal(fields: &[(&str, &str)], at: u64) -> Mutation {
    Mutation {
        kind: "goal".to_owned(),
        record_id: RECORD.to_owned(),
        fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        stamp: Some(stamp(at)),
        ..Mutation::default()
    }
}

fn complete() -> Mutation {
    goal(&[("title", "\"Scales\""), ("type", "\"custom\"")], NOW)
}

#[test]
fn a_change_is_read_and_its_result_accepted() {
    let (kind, change) = read(complete(), NOW).unwrap();
    assert_eq!(kind.name, "goal");
    assert_eq!(accept(kind, &merge(Record::default(), change)), Ok(()));
}

#[test]
fn a_change_to_what_is_not_there_is_incomplete() {
    let (kind, change) = read(goal(&[("current", "3")], NOW), NOW).unwrap();
    let Err(Refusal::Invalid(violations)) = accept(kind, &change) else { panic!("accepted") };
    assert_eq!(violations.iter().map(|violation| violation.pointer.as_str()).collect::<Vec<_>>(), ["/title", "/type"]);
}

#[test]
fn a_deletion_of_what_is_not_there_is_kept_against_a_change_that_comes_late() {
    let deletion = Mutation { deletes: true, fields: Vec::new(), ..complete() };
    let (kind, gone) = read(deletion, NOW).unwrap();
    assert_eq!(accept(kind, &gone), Ok(()));
    let (_, late) = read(goal(&[("title", "\"Scales\"")], NOW - 1), NOW).unwrap();
    assert!(merge(gone, late).is_deleted());
}

#[test]
fn a_clock_may_be_five_minutes_ahead_and_no_more() {
    let edge = NOW + MAX_AHEAD_MILLIS;
    assert!(read(goal(&[("title", "\"A\"")], edge), NOW).is_ok());
    assert_eq!(read(goal(&[("title", "\"A\"")], edge + 1), NOW), Err(Refusal::StampInFuture));
    let deletion = Mutation { deletes: true, ..goal(&[], edge + 1) };
    assert_eq!(read(deletion, NOW), Err(Refusal::StampInFuture));
}

#[test]
fn each_field_may_have_its_own_stamp() {
    let mut mutation = complete();
    mutation.stamps = BTreeMap::from([("title".to_owned(), stamp(NOW - 5))]);
    let (_, change) = read(mutation, NOW).unwrap();
    assert_eq!(change.fields["title"].stamp, stamp(NOW - 5));
    assert_eq!(change.fields["type"].stamp, stamp(NOW));
}

#[test]
fn ids_and_stamps_are_held_to_their_form() {
    let bad_id = Mutation { record_id: "../../etc".to_owned(), ..complete() };
    assert_eq!(read(bad_id, NOW), Err(Refusal::BadId));

    let unstamped = Mutation { stamp: None, ..complete() };
    let Err(Refusal::BadStamp(violations)) = read(unstamped, NOW) else { panic!("accepted") };
    assert_eq!(violations.len(), 2);

    let deletion = Mutation { deletes: true, stamp: Some("now".to_owned()), ..complete() };
    assert!(matches!(read(deletion, NOW), Err(Refusal::BadStamp(_))));

    let unknown = Mutation { kind: "secret".to_owned(), ..complete() };
    assert!(matches!(read(unknown, NOW), Err(Refusal::Invalid(_))));

    assert!(matches!(read(goal(&[], NOW), NOW), Err(Refusal::Invalid(_))), "a change of nothing");
}

#[test]
fn a_record_does_not_grow_without_end_by_small_changes() {
    let mut record = Record::default();
    for n in 0..101 {
        let (_, change) = read(goal(&[(&format!("f{n}"), "1")], NOW), NOW).unwrap();
        record = merge(record, change);
    }
    let (kind, change) = read(complete(), NOW).unwrap();
    assert!(matches!(accept(kind, &merge(record, change)), Err(Refusal::Invalid(_))));
}
