//! The endpoints. Folders mirror the URL tree, one endpoint a file.

mod about;
mod analytics;
mod auth;
mod autocomplete;
mod dev;
mod docs;
pub mod goals;
mod health;
mod internal;
mod livez;
pub mod logbook;
mod metrics;
pub mod openapi;
mod pieces;
pub mod plans;
mod readyz;
pub mod repertoire;
pub mod sync;
pub mod templates;
pub mod user;
mod well_known;

use crate::endpoints::Endpoints;

/// Every route, with its documentation.
#[must_use]
pub fn all() -> Endpoints {
    Endpoints::new()
        .merge(auth::routes())
        .merge(sync::routes())
        .merge(logbook::routes())
        .merge(repertoire::routes())
        .merge(goals::routes())
        .merge(plans::routes())
        .merge(pieces::routes())
        .merge(templates::routes())
        .merge(analytics::routes())
        .merge(autocomplete::routes())
        .merge(user::routes())
        .merge(dev::routes())
        .merge(about::routes())
        .merge(health::routes())
        .merge(livez::routes())
        .merge(readyz::routes())
        .merge(metrics::routes())
        .merge(well_known::routes())
        .merge(openapi::routes())
        .merge(docs::routes())
        .merge(internal::routes())
}
