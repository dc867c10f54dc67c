//! `/api/sync`: changes in and out.

mod pull;
mod push;
mod status;

pub use pull::pull_changes;
pub use push::push_changes;
pub use status::status_of;

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(push::push)).with(endpoints!(pull::pull)).with(endpoints!(status::status))
}
