//! `/api/dev`: what only somebody's own machine has.

mod outbox;

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(outbox::outbox))
}
