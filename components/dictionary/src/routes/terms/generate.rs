//! `POST /dictionary/api/terms/generate` and `GET /dictionary/api/terms/generate/:id`.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, StatusCode, header};
use mirubato_kit::Result;
use mirubato_kit::body::{Json, json_bytes};
use mirubato_kit::caller::Caller;
use mirubato_kit::request::Context;
use mirubato_lexicographer::{Unusable, Wanted};
use mirubato_problem::{Failure, catalogue};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::generation::{self, Outcome};
use crate::store::generations;
use crate::store::terms::Shown;
use crate::{DATABASE, accounts};

/// When whoever waits may ask again, in seconds.
const ASK_AGAIN: &str = "2";

#[derive(Deserialize)]
pub(super) struct Wish {
    term: String,
    language: Option<String>,
}

/// How a wish stands.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Standing {
    /// What to ask by.
    id: String,
    /// running, served, review or failed.
    state: String,
    /// The slug of the term, once it is served.
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<String>,
    /// What went wrong, as the name of a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Finds a term or has it written. It costs money, so the session is asked about and not only believed.
pub(super) async fn generate(
    State(app): State<App>,
    caller: Caller,
    context: Context,
    Json(wish): Json<Wish>,
) -> Result<Response> {
    let wanted = Wanted::read(&wish.term, wish.language.as_deref()).map_err(unusable)?;
    if !accounts::session_open(&app, &caller.user, &caller.session, &context).await? {
        return Err((&catalogue::SESSION_ENDED).into());
    }
    Ok(match generation::generate(&app, &caller.user, &wanted).await? {
        Outcome::Known(term) => shown(StatusCode::OK, term),
        Outcome::Written(term) => shown(StatusCode::CREATED, term),
        Outcome::Review(id) => accepted(id, "review"),
        Outcome::Running(id) => {
            context.add_header(HeaderName::from_static("retry-after"), ASK_AGAIN);
            accepted(id, "running")
        }
    })
}

/// Says how a wish stands.
pub(super) async fn standing(_: Caller, Path(id): Path<String>) -> Result<Json<Standing>> {
    let found = generations::find(&DATABASE, &id).await?.ok_or(&catalogue::NOT_FOUND)?;
    let outcome = |state: &str| found.outcome.clone().filter(|_| found.state == state);
    Ok(Json(Standing { term: outcome("served"), problem: outcome("failed"), id, state: found.state.clone() }))
}

fn unusable(why: Unusable) -> Failure {
    let (pointer, code) = match why {
        Unusable::Empty => ("/term", "required"),
        Unusable::TooLong | Unusable::TooManyWords => ("/term", "too_long"),
        Unusable::Character => ("/term", "malformed"),
        Unusable::Language => ("/language", "unknown"),
    };
    Failure::new(&catalogue::INVALID_INPUT).at(pointer, code, why.to_string())
}

fn shown(status: StatusCode, term: Shown) -> Response {
    let location = [(header::LOCATION, format!("/dictionary/api/terms/{}", term.slug))];
    (status, location, json_bytes(term.body)).into_response()
}

fn accepted(id: String, state: &str) -> Response {
    let location = [(header::LOCATION, format!("/dictionary/api/terms/generate/{id}"))];
    let standing = Standing { id, state: state.to_owned(), term: None, problem: None };
    (StatusCode::ACCEPTED, location, Json(standing)).into_response()
}
