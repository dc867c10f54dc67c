//! `mirubato:identity/accounts`.

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use mirubato_contracts::identity::accounts::{Account, Role, find, find_by_email, session_open};
use mirubato_identity::email;
use mirubato_kit::Result;
use mirubato_kit::body::Json;
use mirubato_kit::service::ServiceCaller;
use mirubato_problem::{Failure, catalogue};

use crate::app::App;
use crate::store::users::User;
use crate::{DATABASE, store};

/// The most addresses in one call.
const MAX_EMAILS: usize = 100;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(find::PATH, post(by_id))
        .route(find_by_email::PATH, post(by_email))
        .route(session_open::PATH, post(is_open))
}

async fn by_id(
    State(app): State<App>,
    _: ServiceCaller,
    Json(call): Json<find::Parameters>,
) -> Result<Json<find::Answer>> {
    let user = store::users::find(&DATABASE, &call.user_id).await?;
    Ok(Json(user.map(|user| account(&app, user))))
}

async fn by_email(
    State(app): State<App>,
    _: ServiceCaller,
    Json(call): Json<find_by_email::Parameters>,
) -> Result<Json<find_by_email::Answer>> {
    if call.emails.len() > MAX_EMAILS {
        let failure = Failure::new(&catalogue::INVALID_INPUT);
        return Err(failure.at("/emails", "too_many", format!("At most {MAX_EMAILS} are taken.")).into());
    }
    // What cannot be an address has no account.
    let emails: Vec<_> = call.emails.iter().filter_map(|address| email::normalise(address)).collect();
    let users = store::users::find_by_emails(&DATABASE, &emails).await?;
    Ok(Json(users.into_iter().map(|user| account(&app, user)).collect()))
}

async fn is_open(
    State(_): State<App>,
    _: ServiceCaller,
    Json(call): Json<session_open::Parameters>,
) -> Result<Json<session_open::Answer>> {
    Ok(Json(store::sessions::is_open(&DATABASE, &call.user_id, &call.session_id).await?))
}

fn account(app: &App, user: User) -> Account {
    let role = match app.role(&user.email, user.role) {
        mirubato_identity::Role::User => Role::User,
        mirubato_identity::Role::Teacher => Role::Teacher,
        mirubato_identity::Role::Admin => Role::Admin,
    };
    Account { id: user.id, email: user.email, display_name: user.display_name, role }
}
