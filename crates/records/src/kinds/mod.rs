//! The kinds of record, what their fields may hold, and in what form they are stored.
//!
//! Each kind is a table of fields. The same table refuses values, normalises them, and becomes the schema in the OpenAPI document, so the
//! three cannot differ. Fields that a kind does not define are kept as they are.

mod check;
mod goal;
mod logbook;
mod moment;
mod planning;
mod preferences;
mod repertoire;
mod rrule;
mod rule;
mod schema;
mod shared;

pub use check::{MAX_FIELDS, MAX_RECORD_BYTES, Terms, Violation, check, check_complete};
pub use goal::GOAL;
pub use logbook::LOGBOOK_ENTRY;
pub use planning::{PLAN_OCCURRENCE, PLAN_TEMPLATE, PRACTICE_PLAN};
pub use preferences::PREFERENCES;
pub use repertoire::REPERTOIRE_ITEM;
pub use rule::{Field, Rule};
pub use schema::json_schema;

/// A kind of record.
#[derive(Debug)]
pub struct Kind {
    /// As in a mutation: `logbook_entry`.
    pub name: &'static str,
    /// As in a real-time event: `logbook`.
    pub entity: &'static str,
    /// What it is, for the API's documentation.
    pub doc: &'static str,
    /// The fields it defines.
    pub fields: &'static [Field],
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// All kinds.
pub const KINDS: [&Kind; 7] =
    [&LOGBOOK_ENTRY, &REPERTOIRE_ITEM, &GOAL, &PRACTICE_PLAN, &PLAN_OCCURRENCE, &PLAN_TEMPLATE, &PREFERENCES];

/// The kind of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.into_iter().find(|kind| kind.name == name)
}
