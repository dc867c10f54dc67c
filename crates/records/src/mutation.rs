//! What the server makes of a change that comes in.

use std::collections::BTreeMap;

use mirubato_stamp::{Stamp, is_uuid};

use crate::kinds::{self, Kind, MAX_FIELDS, MAX_RECORD_BYTES, Terms, Violation};
use crate::record::{Field, Record};

/// A change as it was sent. Values are JSON text.
#[derive(Clone, Debug, Default)]
pub struct Mutation {
    /// `logbook_entry` and so on.
    pub kind: String,
    /// A UUID.
    pub record_id: String,
    /// Whether it deletes the record.
    pub deletes: bool,
    /// The fields that change.
    pub fields: Vec<(String, String)>,
    /// Their stamps.
    pub stamps: BTreeMap<String, String>,
    /// The stamp of a deletion, and of fields that `stamps` does not name.
    pub stamp: Option<String>,
}

/// Why a change is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The record id is not a UUID.
    BadId,
    /// A stamp is missing or malformed; the violations say where.
    BadStamp(Vec<Violation>),
    /// A stamp lies over five minutes ahead of the server. The device stamps the change again by the server's clock.
    StampInFuture,
    /// Values break the rules of the kind, or required ones would be missing.
    Invalid(Vec<Violation>),
}

/// Reads a change: its kind, and what it holds as a record to merge, values in the form they are stored in.
///
/// The clock of `terms` is the server's.
///
/// # Errors
/// See [`Refusal`].
pub fn read(mutation: Mutation, terms: Terms) -> Result<(&'static Kind, Record), Refusal> {
    if !is_uuid(&mutation.record_id) {
        return Err(Refusal::BadId);
    }
    let Some(kind) = kinds::find(&mutation.kind) else {
        return Err(Refusal::Invalid(kinds::check(&mutation.kind, Vec::new(), terms).err().unwrap_or_default()));
    };
    let change = if mutation.deletes { deletion(mutation)? } else { setting(mutation, terms)? };
    match change.last_stamp().and_then(Stamp::parse) {
        Some(stamp) if stamp.is_too_far_ahead(terms.now) => Err(Refusal::StampInFuture),
        _ => Ok((kind, change)),
    }
}

/// Whether the record may be stored as it is after merging: complete unless deleted, and not grown too large.
///
/// # Errors
/// [`Refusal::Invalid`].
pub fn accept(kind: &Kind, merged: &Record) -> Result<(), Refusal> {
    if merged.is_deleted() {
        return Ok(());
    }
    let mut violations = kinds::check_complete(kind, |name| merged.value(name));
    let whole = |code, detail| Violation { pointer: String::new(), code, detail };
    if merged.fields.len() > MAX_FIELDS {
        violations.push(whole("too_many", format!("A record has at most {MAX_FIELDS} fields.")));
    }
    if merged.fields.iter().map(|(name, field)| name.len() + field.value.len()).sum::<usize>() > MAX_RECORD_BYTES {
        violations.push(whole("too_large", format!("A record is at most {MAX_RECORD_BYTES} bytes.")));
    }
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}

fn deletion(mutation: Mutation) -> Result<Record, Refusal> {
    match mutation.stamp {
        Some(stamp) if Stamp::parse(&stamp).is_some() => Ok(Record { deleted: Some(stamp), ..Record::default() }),
        _ => Err(Refusal::BadStamp(vec![bad_stamp("/stamp")])),
    }
}

fn setting(mutation: Mutation, terms: Terms) -> Result<Record, Refusal> {
    let Mutation { kind, fields, mut stamps, stamp, .. } = mutation;
    let values = kinds::check(&kind, fields, terms).map_err(Refusal::Invalid)?;
    if values.is_empty() {
        let nothing = Violation {
            pointer: "/fields".to_owned(),
            code: "required",
            detail: "A change sets at least one field.".to_owned(),
        };
        return Err(Refusal::Invalid(vec![nothing]));
    }
    let mut record = Record::default();
    let mut violations = Vec::new();
    for (name, value) in values {
        match stamps.remove(&name).or_else(|| stamp.clone()) {
            Some(stamp) if Stamp::parse(&stamp).is_some() => {
                record.fields.insert(name, Field { value, stamp });
            }
            _ => violations.push(bad_stamp(&format!("/stamps/{name}"))),
        }
    }
    if violations.is_empty() { Ok(record) } else { Err(Refusal::BadStamp(violations)) }
}

fn bad_stamp(pointer: &str) -> Violation {
    Violation {
        pointer: pointer.to_owned(),
        code: "not_a_stamp",
        detail: "This is a stamp: 13 digits, 4 hexadecimal digits and the device's UUID, with hyphens between."
            .to_owned(),
    }
}
