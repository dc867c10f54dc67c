//! The body of a write: the fields of a resource.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use mirubato_kit::Error;
use mirubato_kit::body::Json;
use serde_json::value::RawValue;

use super::{Resource, Values};

/// Members that every shown resource has besides its fields. A client that sends them back need not take them out first.
const GIVEN: [&str; 3] = ["version", "createdAt", "updatedAt"];

/// The members of a body, not yet checked. As an extractor: an object in JSON.
#[derive(Debug)]
pub struct Fields(BTreeMap<String, Box<RawValue>>);

impl<S: Sync> FromRequest<S> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        Json::from_request(request, state).await.map(|Json(members)| Self(members))
    }
}

impl Fields {
    /// Takes a member out of it, as JSON text.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).map(|value| String::from(Box::<str>::from(value)))
    }

    /// What it says of the fields of `resource`. What only the server gives is passed over.
    #[must_use]
    pub fn into_values(self, resource: &Resource) -> Values {
        let is_given = |name: &str| GIVEN.contains(&name) || resource.given.contains(&name);
        let fields = self.0.into_iter().filter(|(name, _)| !is_given(name));
        fields.map(|(name, value)| (name, String::from(Box::<str>::from(value)))).collect()
    }
}
