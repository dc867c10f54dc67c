//! The conflict rules: in the component those of the `merge` component, the very bytes a browser runs; natively the crate they are made of.

use mirubato_records::Record;

/// Merges each pair. One call for a whole push.
#[cfg(target_family = "wasm")]
pub(crate) fn merge_each(pairs: Vec<(Record, Record)>) -> Vec<Record> {
    use bindings::mirubato::records::merge;
    use mirubato_records::Field;

    let into_wit = |record: Record| {
        let field = |(name, field): (String, Field)| merge::Field { name, value: field.value, stamp: field.stamp };
        merge::Record { fields: record.fields.into_iter().map(field).collect(), deleted: record.deleted }
    };
    let from_wit = |record: merge::Record| {
        let field = |field: merge::Field| (field.name, Field { value: field.value, stamp: field.stamp });
        Record { fields: record.fields.into_iter().map(field).collect(), deleted: record.deleted }
    };
    let pairs: Vec<_> = pairs.into_iter().map(|(a, b)| (into_wit(a), into_wit(b))).collect();
    merge::merge_each(&pairs).into_iter().map(from_wit).collect()
}

/// Merges each pair. One call for a whole push.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn merge_each(pairs: Vec<(Record, Record)>) -> Vec<Record> {
    pairs.into_iter().map(|(a, b)| mirubato_records::merge(a, b)).collect()
}

#[cfg(target_family = "wasm")]
mod bindings {
    wit_bindgen::generate!({ path: "../../wit/records", world: "rules-client" });
}
