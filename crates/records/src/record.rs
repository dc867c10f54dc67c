//! What a record is.

use std::collections::BTreeMap;

/// One field: a JSON value as text, and the stamp of the change that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// JSON text.
    pub value: String,
    /// See [`mirubato_stamp::Stamp`]. Compared as text.
    pub stamp: String,
}

/// One copy of a record, or a change to one: a change is a record that holds only what changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The fields by name.
    pub fields: BTreeMap<String, Field>,
    /// The stamp of the last deletion.
    pub deleted: Option<String>,
}

impl Record {
    /// Whether the record is deleted: while its deletion is later than every change of a field.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.deleted.as_ref().is_some_and(|at| self.fields.values().all(|field| field.stamp < *at))
    }

    /// The greatest stamp in it.
    #[must_use]
    pub fn last_stamp(&self) -> Option<&str> {
        self.fields.values().map(|field| field.stamp.as_str()).chain(self.deleted.as_deref()).max()
    }

    /// The value of a field as JSON text.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|field| field.value.as_str())
    }

    /// A change that sets `values`, all at one moment.
    #[must_use]
    pub fn setting(values: impl IntoIterator<Item = (String, String)>, stamp: &str) -> Self {
        let field = |(name, value)| (name, Field { value, stamp: stamp.to_owned() });
        Self { fields: values.into_iter().map(field).collect(), deleted: None }
    }

    /// A change that deletes the record.
    #[must_use]
    pub fn deleting(stamp: &str) -> Self {
        Self { fields: BTreeMap::new(), deleted: Some(stamp.to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(stamp: &str) -> Record {
        Record::setting([("title".to_owned(), "\"Gymnopédie\"".to_owned())], stamp)
    }

    #[test]
    fn a_record_is_deleted_while_its_deletion_is_later_than_every_field() {
        let mut record = set("2");
        assert!(!record.is_deleted());
        record.deleted = Some("2".to_owned());
        assert!(!record.is_deleted(), "an edit at the same stamp keeps it alive");
        record.deleted = Some("3".to_owned());
        assert!(record.is_deleted());
        record.fields.insert("notes".to_owned(), Field { value: "\"\"".to_owned(), stamp: "4".to_owned() });
        assert!(!record.is_deleted(), "a later edit brings it back");
    }

    #[test]
    fn a_deletion_of_something_never_seen_is_a_deleted_record() {
        assert!(Record::deleting("1").is_deleted());
        assert!(!Record::default().is_deleted());
    }

    #[test]
    fn the_last_stamp_may_be_that_of_the_deletion() {
        let mut record = set("2");
        assert_eq!(record.last_stamp(), Some("2"));
        record.deleted = Some("3".to_owned());
        assert_eq!(record.last_stamp(), Some("3"));
    }
}
