//! What the endpoints of every kind do.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mirubato_kit::{Result, platform};
use mirubato_problem::catalogue;
use mirubato_stamp::is_uuid;
use mirubato_web::entity_tag;

use super::{Fields, ListParams, Parent, Place, Reader, Resource, Writer, Written, change, list, show, write};
use crate::app::App;
use crate::apply::Proposal;
use crate::store::lists::Scope;
use crate::{DATABASE, store};

/// Answers with a page of a user's records.
///
/// # Errors
/// `invalid-input` for parameters that make no sense.
pub async fn list_all(resource: &Resource, reader: &Reader, params: ListParams) -> Result<Response> {
    let list = list::read_list(resource.kind, params)?;
    let scope = Scope::Own { user: &reader.user, kind: resource.kind.name, unless: reader.held_version() };
    list_page(reader, &scope, &list, store::resources::SHOWN).await
}

/// Answers with a page of `scope`, each item shown as the expression `shown` says.
///
/// # Errors
/// Where the database does not answer.
pub async fn list_page(reader: &Reader, scope: &Scope<'_>, list: &store::lists::List, shown: &str) -> Result<Response> {
    let page = store::lists::page(&DATABASE, scope, list, shown).await?.ok_or(&catalogue::SESSION_ENDED)?;
    match page.version.map(entity_tag::of_version).filter(|tag| reader.holds(tag)) {
        Some(tag) => Ok(show::not_modified(&tag)),
        None => Ok(show::page(page)),
    }
}

/// Answers with one record.
///
/// # Errors
/// `not-found`.
pub async fn read_one(reader: &Reader, place: &Place) -> Result<Response> {
    let found = store::resources::one(&DATABASE, &reader.user, place).await?;
    let (version, text) = found.ok_or(&catalogue::NOT_FOUND)?;
    let tag = entity_tag::of_version(version);
    if reader.holds(&tag) { Ok(show::not_modified(&tag)) } else { Ok(show::tagged(StatusCode::OK, &tag, text)) }
}

/// Makes a record of `body`, under the id it names or a new one.
///
/// # Errors
/// `invalid-record`; `already-exists`.
pub async fn create_one(app: &App, resource: &'static Resource, writer: &Writer, body: Fields) -> Result<Written> {
    let proposal = new_record(resource, None, body)?;
    write(app, writer, DATABASE.begin().await?, proposal).await
}

/// The proposal to make a record of `body`.
///
/// # Errors
/// `invalid-record` where the id it names is none.
pub fn new_record(resource: &'static Resource, parent: Option<Parent>, mut body: Fields) -> Result<Proposal> {
    let now = platform::now();
    let id = new_id(&mut body);
    let values = body.into_values(resource);
    match id {
        Some(id) => Ok(change::create(Place { resource, id, parent }, values, now)),
        None => Err(change::without_id(resource, values, now).into()),
    }
}

/// Takes the id that a client made for a new record out of a body, or makes one. `None` where what stands there is no UUID.
pub fn new_id(body: &mut Fields) -> Option<String> {
    match body.take("id").filter(|id| id != "null") {
        None => Some(platform::new_id()),
        Some(id) => serde_json::from_str::<String>(&id).ok().filter(|id| is_uuid(id)),
    }
}

/// Sets all fields of a record.
///
/// # Errors
/// `not-found`; `precondition-failed`; `invalid-record`.
pub async fn replace_one(app: &App, writer: &Writer, place: Place, body: Fields) -> Result<Written> {
    let values = body.into_values(place.resource);
    let proposal = change::replace(place, values, writer.if_match.clone(), platform::now());
    write(app, writer, DATABASE.begin().await?, proposal).await
}

/// Sets some fields of a record.
///
/// # Errors
/// `not-found`; `precondition-failed`; `invalid-record`.
pub async fn patch_one(app: &App, writer: &Writer, place: Place, body: Fields) -> Result<Written> {
    let values = body.into_values(place.resource);
    let proposal = change::patch(place, values, writer.if_match.clone(), platform::now());
    write(app, writer, DATABASE.begin().await?, proposal).await
}

/// Deletes a record and answers 204.
///
/// # Errors
/// `not-found`; `precondition-failed`.
pub async fn delete_one(app: &App, writer: &Writer, place: Place) -> Result<Response> {
    let proposal = change::delete(place, writer.if_match.clone());
    write(app, writer, DATABASE.begin().await?, proposal).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
