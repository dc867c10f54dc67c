//! How two copies of one record become one.

use std::collections::btree_map::Entry;

use crate::record::{Field, Record};

/// Each field from the copy with the greater stamp, and the later of the two deletions.
///
/// Commutative, associative and idempotent. Where two fields have one stamp and yet differ, which only a broken device can bring about, the
/// greater text wins, so that all copies still agree.
#[must_use]
pub fn merge(mut a: Record, b: Record) -> Record {
    for (name, theirs) in b.fields {
        match a.fields.entry(name) {
            Entry::Vacant(place) => {
                place.insert(theirs);
            }
            Entry::Occupied(mut place) => {
                if is_later(&theirs, place.get()) {
                    place.insert(theirs);
                }
            }
        }
    }
    a.deleted = a.deleted.max(b.deleted);
    a
}

fn is_later(a: &Field, b: &Field) -> bool {
    (&a.stamp, &a.value) > (&b.stamp, &b.value)
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_map;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    /// Few names, stamps and values, so that they meet often.
    fn field() -> impl Strategy<Value = Field> {
        ("[0-3]", "[x-z]").prop_map(|(stamp, value)| Field { value: format!("\"{value}\""), stamp })
    }

    fn record() -> impl Strategy<Value = Record> {
        (btree_map("[a-d]", field(), 0..4), option::of("[0-4]"))
            .prop_map(|(fields, deleted)| Record { fields, deleted })
    }

    proptest! {
        #[test]
        fn which_copy_came_first_does_not_matter(a in record(), b in record()) {
            prop_assert_eq!(merge(a.clone(), b.clone()), merge(b, a));
        }

        #[test]
        fn how_copies_are_grouped_does_not_matter(a in record(), b in record(), c in record()) {
            let left = merge(merge(a.clone(), b.clone()), c.clone());
            prop_assert_eq!(left, merge(a, merge(b, c)));
        }

        #[test]
        fn seeing_a_copy_again_does_not_matter(a in record(), b in record()) {
            let once = merge(a.clone(), b.clone());
            prop_assert_eq!(merge(once.clone(), b), once.clone());
            prop_assert_eq!(merge(once.clone(), a), once);
        }

        #[test]
        fn a_merge_makes_nothing_up(a in record(), b in record()) {
            let merged = merge(a.clone(), b.clone());
            for (name, field) in &merged.fields {
                prop_assert!(a.fields.get(name) == Some(field) || b.fields.get(name) == Some(field));
            }
            prop_assert!(merged.deleted == a.deleted || merged.deleted == b.deleted);
        }

        #[test]
        fn a_later_deletion_deletes_and_a_still_later_edit_revives(a in record()) {
            let gone = merge(a, Record::deleting("5"));
            prop_assert!(gone.is_deleted());
            let back = merge(gone, Record::setting([("a".to_owned(), "1".to_owned())], "6"));
            prop_assert!(!back.is_deleted());
        }

        #[test]
        fn an_earlier_edit_does_not_bring_a_deleted_record_back(a in record(), stamp in "[0-4]") {
            let gone = merge(a, Record::deleting("5"));
            prop_assert!(merge(gone, Record::setting([("a".to_owned(), "1".to_owned())], &stamp)).is_deleted());
        }
    }
}
