//! A record as the oracle and the checks see it, by the definition and apart from the code under test.

use std::collections::BTreeMap;

/// The fields of a record with their stamps, and its last deletion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// Stamp and value by name.
    pub(crate) fields: BTreeMap<String, (String, String)>,
    /// The stamp of the last deletion.
    pub(crate) deleted: Option<String>,
}

impl Row {
    /// Whether it is deleted: while its last deletion was after every edit.
    pub(crate) fn is_deleted(&self) -> bool {
        match &self.deleted {
            Some(deletion) => !self.fields.values().any(|(stamp, _)| stamp >= deletion),
            None => false,
        }
    }

    /// Takes in what was written, the last writer of each field winning.
    pub(crate) fn take(&mut self, written: &Self) {
        for (name, theirs) in &written.fields {
            let ours = self.fields.entry(name.clone()).or_insert_with(|| theirs.clone());
            if *theirs > *ours {
                ours.clone_from(theirs);
            }
        }
        if written.deleted > self.deleted {
            self.deleted.clone_from(&written.deleted);
        }
    }

    /// Whether it holds what was written, or something later.
    pub(crate) fn covers(&self, written: &Self) -> bool {
        let holds = |(name, (stamp, _)): (&String, &(String, String))| {
            self.fields.get(name).is_some_and(|(ours, _)| ours >= stamp)
        };
        written.fields.iter().all(holds) && self.deleted >= written.deleted
    }

    /// All stamps in it.
    pub(crate) fn stamps(&self) -> impl Iterator<Item = &String> {
        self.fields.values().map(|(stamp, _)| stamp).chain(&self.deleted)
    }
}

impl From<&mirubato_records::Record> for Row {
    fn from(record: &mirubato_records::Record) -> Self {
        let fields = record.fields.iter();
        Self {
            fields: fields.map(|(name, field)| (name.clone(), (field.stamp.clone(), field.value.clone()))).collect(),
            deleted: record.deleted.clone(),
        }
    }
}
