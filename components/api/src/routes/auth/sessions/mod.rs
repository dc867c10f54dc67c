//! `/api/auth/sessions`: where one is signed in.

mod collection;
mod session;

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new()
        .with(endpoints!(collection::list_sessions, collection::end_other_sessions))
        .with(endpoints!(session::end_session))
}
