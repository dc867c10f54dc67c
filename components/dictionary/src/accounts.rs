//! What `api` is asked, by contract: whether somebody is still signed in.

use mirubato_contracts::identity::accounts::session_open as open;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, service};

use crate::app::App;

/// Whether a session is open.
///
/// # Errors
/// `upstream`.
pub async fn session_open(app: &App, user: &str, session: &str, context: &Context) -> Result<bool> {
    let request = open::Parameters { user_id: user.to_owned(), session_id: session.to_owned() };
    service::call::<_, open::Answer>(app, "api", open::PATH, &request, context).await
}
