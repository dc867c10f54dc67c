//! What an edit on a device does to its own copy, and what the device sends.

use mirubato_stamp::Stamp;

use crate::merge::merge;
use crate::record::Record;

/// What an edit leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The record as the device shows it from now on.
    pub record: Record,
    /// What goes into the queue. Empty where the edit changes nothing, and then nothing is to be queued.
    pub change: Record,
}

/// The next stamp of `device`: later than `last`, the greatest it has made or seen, and not before `now` in Unix milliseconds.
///
/// A `last` that is not a stamp counts as none.
#[must_use]
pub fn next_stamp(last: Option<&str>, now: u64, device: &str) -> String {
    Stamp::next(last.and_then(Stamp::parse).as_ref(), now, device).to_string()
}

/// The user sets fields. Values equal to what is there are left out of the change, unless the record is deleted: setting any of its fields
/// is how it is brought back.
#[must_use]
pub fn edit(current: Option<Record>, values: Vec<(String, String)>, stamp: &str) -> Edited {
    let current = current.unwrap_or_default();
    let revives = current.is_deleted();
    let news = values.into_iter().filter(|(name, value)| revives || current.value(name) != Some(value.as_str()));
    let change = Record::setting(news, stamp);
    Edited { record: merge(current, change.clone()), change }
}

/// The user deletes the record.
#[must_use]
pub fn delete(current: Option<Record>, stamp: &str) -> Edited {
    let change = Record::deleting(stamp);
    Edited { record: merge(current.unwrap_or_default(), change.clone()), change }
}

/// A change arrives from the server. As merging, except that between two values of one stamp the server's stands: it may have put a value in
/// its usual form, and then every device is to have that form.
#[must_use]
pub fn receive(current: Option<Record>, incoming: Record) -> Record {
    let mut current = current.unwrap_or_default();
    for (name, theirs) in &incoming.fields {
        if current.fields.get(name).is_some_and(|ours| ours.stamp == theirs.stamp) {
            current.fields.remove(name);
        }
    }
    merge(current, incoming)
}

/// The server refused `change` because its stamps lie too far in the future.
///
/// Both it and what `current` still holds of it get the stamp `fresh`; a field that was edited again in the meantime keeps its newer change.
#[must_use]
pub fn restamp(mut current: Record, mut change: Record, fresh: &str) -> Edited {
    for (name, refused) in &mut change.fields {
        if let Some(ours) = current.fields.get_mut(name).filter(|ours| ours.stamp == refused.stamp) {
            fresh.clone_into(&mut ours.stamp);
        }
        fresh.clone_into(&mut refused.stamp);
    }
    if let Some(refused) = &mut change.deleted {
        if current.deleted.as_ref() == Some(refused) {
            current.deleted = Some(fresh.to_owned());
        }
        fresh.clone_into(refused);
    }
    Edited { record: current, change }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77";

    fn values(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn saving_a_form_that_was_not_changed_sends_nothing() {
        let saved = edit(None, values(&[("mood", "null"), ("duration", "600")]), "1").record;
        let again = edit(Some(saved.clone()), values(&[("mood", "null"), ("duration", "600")]), "2");
        assert_eq!(again.change, Record::default());
        assert_eq!(again.record, saved);
    }

    #[test]
    fn only_what_changed_is_sent() {
        let saved = edit(None, values(&[("mood", "null"), ("duration", "600")]), "1").record;
        let edited = edit(Some(saved), values(&[("mood", "\"satisfied\""), ("duration", "600")]), "2");
        assert_eq!(edited.change, Record::setting(values(&[("mood", "\"satisfied\"")]), "2"));
        assert_eq!(edited.record.value("duration"), Some("600"));
    }

    #[test]
    fn taking_a_deletion_back_is_an_edit_with_the_old_values() {
        let saved = edit(None, values(&[("duration", "600")]), "1").record;
        let gone = delete(Some(saved), "2").record;
        assert!(gone.is_deleted());
        let back = edit(Some(gone), values(&[("duration", "600")]), "3");
        assert!(!back.record.is_deleted());
        assert_eq!(back.change, Record::setting(values(&[("duration", "600")]), "3"));
    }

    #[test]
    fn a_refused_change_is_stamped_again_and_a_newer_edit_is_kept() {
        let first = edit(None, values(&[("notes", "\"a\""), ("duration", "60")]), "9");
        let newer = edit(Some(first.record), values(&[("notes", "\"b\"")]), "91");
        let again = restamp(newer.record, first.change, "5");
        assert_eq!(again.change, Record::setting(values(&[("notes", "\"a\""), ("duration", "60")]), "5"));
        assert_eq!(again.record.fields["duration"].stamp, "5");
        assert_eq!(again.record.fields["notes"].stamp, "91");
        assert_eq!(again.record.value("notes"), Some("\"b\""));
    }

    #[test]
    fn a_refused_deletion_is_stamped_again() {
        let gone = delete(None, "9");
        let again = restamp(gone.record, gone.change, "5");
        assert_eq!(again.record, Record::deleting("5"));
        assert_eq!(again.change, Record::deleting("5"));
    }

    #[test]
    fn what_the_server_made_of_a_value_is_taken_over() {
        let ours = edit(None, values(&[("scoreId", "\"z\""), ("notes", "\"n\"")]), "2").record;
        let theirs = Record::setting(values(&[("scoreId", "\"a\""), ("notes", "\"old\"")]), "2");
        assert_eq!(receive(Some(ours.clone()), theirs).value("scoreId"), Some("\"a\""));
        let older = Record::setting(values(&[("notes", "\"old\"")]), "1");
        assert_eq!(receive(Some(ours.clone()), older), ours, "a newer edit of ours stands");
        assert_eq!(receive(None, ours.clone()), ours);
    }

    #[test]
    fn an_unreadable_last_stamp_is_no_stamp() {
        assert_eq!(next_stamp(Some("yesterday"), 7, PHONE), next_stamp(None, 7, PHONE));
    }
}
