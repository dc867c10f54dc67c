//! `/internal`: what other services call by contract (`wit/`). No route leads here from outside, and a service token is needed besides.

mod accounts;
mod changes;

use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::from(accounts::routes().merge(changes::routes()))
}
