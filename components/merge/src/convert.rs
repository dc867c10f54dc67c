//! Between the contract's types and the rules'.

use mirubato_records::{Field, Record, Violation, device};

use crate::bindings::exports::mirubato::records::device::Edited;
use crate::bindings::exports::mirubato::records::{kinds, merge};

pub(crate) fn from_wit(record: merge::Record) -> Record {
    let fields = record.fields.into_iter().map(|field| (field.name, Field { value: field.value, stamp: field.stamp }));
    Record { fields: fields.collect(), deleted: record.deleted }
}

pub(crate) fn into_wit(record: Record) -> merge::Record {
    let field = |(name, field): (String, Field)| merge::Field { name, value: field.value, stamp: field.stamp };
    merge::Record { fields: record.fields.into_iter().map(field).collect(), deleted: record.deleted }
}

pub(crate) fn into_edited(edited: device::Edited) -> Edited {
    Edited { record: into_wit(edited.record), change: into_wit(edited.change) }
}

pub(crate) fn violation(violation: Violation) -> kinds::Violation {
    kinds::Violation { pointer: violation.pointer, code: violation.code.to_owned(), detail: violation.detail }
}
