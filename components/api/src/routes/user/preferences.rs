//! `/api/user/preferences`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use mirubato_kit::{Result, platform};
use mirubato_records::kinds;

use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, Place, Reader, Resource, Writer, change, endpoints, show, write};
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// Preferences as a resource.
pub(super) static PREFERENCES: Resource = Resource::of(&kinds::PREFERENCES);

/// Shows the preferences
///
/// One record, whose id is the user's. Version 0 without any fields where nothing was set yet.
#[utoipa::path(get, path = "/api/user/preferences", tag = "user",
    responses((status = 200, description = "The resource.", body = ref("#/components/schemas/PreferencesResource"), headers(("ETag" = String))),
        (status = 304, description = "It has not changed since `If-None-Match`."), Problems))]
pub(super) async fn read_preferences(reader: Reader) -> Result<Response> {
    let place = Place::of(&PREFERENCES, reader.user.clone());
    if store::resources::one(&DATABASE, &reader.user, &place).await?.is_some() {
        return endpoints::read_one(&reader, &place).await;
    }
    Ok(show::answer(StatusCode::OK, 0, format!("{{\"id\":\"{}\",\"version\":0}}", reader.user)))
}

/// Replaces the preferences
///
/// Fields that are not named become null; unknown ones are kept. `If-Match` makes sure that no other device changed them in the meantime.
#[utoipa::path(put, path = "/api/user/preferences", tag = "user", params(("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body = ref("#/components/schemas/PreferencesResource"),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/PreferencesResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn replace_preferences(State(app): State<App>, writer: Writer, body: Fields) -> Result<Response> {
    let place = Place::of(&PREFERENCES, writer.user.clone());
    let proposal = change::put(place, body.into_values(&PREFERENCES), writer.if_match.clone(), platform::now());
    Ok(write(&app, &writer, DATABASE.begin().await?, proposal).await?.shown())
}
