//! Filters: which items a subscription leaves out.

use std::collections::BTreeMap;

type Meta = BTreeMap<String, String>;

/// Whether an item with the metadata `item` goes to a client with the metadata `client`. Unknown filters leave nothing out, as in Pushpin.
#[must_use]
pub(crate) fn let_through(filters: &[String], client: &Meta, item: &Meta) -> bool {
    filters.iter().all(|filter| match filter.as_str() {
        "skip-self" => match (client.get("user"), item.get("sender")) {
            (Some(user), Some(sender)) => user != sender,
            _ => true,
        },
        _ => true,
    })
}
