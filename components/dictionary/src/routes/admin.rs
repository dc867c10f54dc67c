//! Who may curate.

use axum::extract::FromRequestParts;
use http::request::Parts;
use mirubato_identity::Role;
use mirubato_kit::caller::Caller;
use mirubato_kit::{Error, Result};
use mirubato_problem::{Failure, catalogue};

use crate::app::App;

/// An administrator. As an extractor: 401 for whoever is not signed in, 403 for everybody else.
#[derive(Clone, Debug)]
pub(super) struct Admin {
    /// The user.
    pub(super) user: String,
}

impl FromRequestParts<App> for Admin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let caller = <Caller as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        match caller.role {
            Role::Admin => Ok(Self { user: caller.user }),
            Role::User | Role::Teacher => {
                Err(Failure::new(&catalogue::FORBIDDEN).because("This is for administrators.").into())
            }
        }
    }
}
