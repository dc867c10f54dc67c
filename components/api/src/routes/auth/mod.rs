//! `/api/auth`: signing in and out.

mod answer;
mod client;
mod google;
mod login;
mod logout;
mod magic_link;
mod refresh;
mod sessions;
mod verify;

pub(super) use answer::forget_cookies;

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new()
        .with(endpoints!(magic_link::send_link))
        .with(endpoints!(verify::follow_link, verify::use_link))
        .with(endpoints!(login::log_in))
        .with(endpoints!(google::sign_in_with_google))
        .with(endpoints!(refresh::refresh))
        .with(endpoints!(logout::log_out))
        .merge(sessions::routes())
}
