//! Records as resources of REST: what all kinds have in common.
//!
//! A resource is the record's fields in one flat object, with `id`, `version`, `createdAt` and `updatedAt` beside them. Every write goes
//! through [`crate::apply`], like a device's.

mod body;
pub mod change;
pub mod docs;
pub mod endpoints;
mod list;
mod request;
pub mod show;
mod write;

pub use body::Fields;
pub(crate) use list::Problems;
pub use list::{ListParams, read_list};
pub use request::{Reader, Writer};
pub use write::{Written, located, write, write_together};

use std::collections::BTreeMap;

use mirubato_records::Kind;

use crate::store::records::Stored;

/// Values by the name of their field, as JSON text.
pub type Values = BTreeMap<String, String>;

/// A kind of record as a resource.
#[derive(Debug)]
pub struct Resource {
    /// The kind.
    pub kind: &'static Kind,
    /// Members of the shown resource that only the server gives, besides those that all have. What a client sends for them is passed over.
    pub given: &'static [&'static str],
    /// Fields that grow by themselves, and which a PUT leaves alone unless it names them.
    pub kept: &'static [&'static str],
    /// Completes the values of a write before they are checked, from what is stored, at a time in Unix milliseconds.
    pub complete: fn(&mut Values, Option<&Stored>, u64),
}

impl Resource {
    /// A resource without anything particular.
    #[must_use]
    pub const fn of(kind: &'static Kind) -> Self {
        Self { kind, given: &[], kept: &[], complete: |_, _, _| {} }
    }
}

/// What a record belongs to, as its URL says: a field and the id it must hold.
#[derive(Clone, Debug)]
pub struct Parent {
    /// The field, such as `planId`.
    pub field: &'static str,
    /// The id.
    pub id: String,
}

impl Parent {
    /// The value of the field as JSON text.
    fn value(&self) -> String {
        serde_json::Value::from(self.id.as_str()).to_string()
    }
}

/// One record, as a URL names it.
#[derive(Clone, Debug)]
pub struct Place {
    /// What it is.
    pub resource: &'static Resource,
    /// Its id.
    pub id: String,
    /// What it belongs to.
    pub parent: Option<Parent>,
}

impl Place {
    /// A record that belongs to nothing but its user.
    #[must_use]
    pub const fn of(resource: &'static Resource, id: String) -> Self {
        Self { resource, id, parent: None }
    }
}
