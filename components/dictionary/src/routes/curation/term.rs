//! `/dictionary/api/curation/terms/:slug`.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use mirubato_dictionary_terms::{Provenance, Term};
use mirubato_kit::body::{Json, json_bytes};
use mirubato_kit::{Error, Result, log, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_web::entity_tag;
use serde_json::Value;

use crate::routes::admin::Admin;
use crate::store::{terms, withdrawn};
use crate::{DATABASE, cached, editing};

/// Shows a term as it is to be changed, with the tag that a change must name.
pub(super) async fn read(_: Admin, Path(slug): Path<String>) -> Result<Response> {
    let term = terms::find(&DATABASE, &slug).await?.ok_or(&catalogue::NOT_FOUND)?;
    answer(StatusCode::OK, &term)
}

/// Writes a term, new or in place of what is there. It is `reviewed` from then on, and loading the content does not change it.
pub(super) async fn write(
    admin: Admin,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Json(written): Json<Value>,
) -> Result<Response> {
    if !editing::is_slug(&slug) {
        let detail = "A term's address is lower-case letters and digits, with hyphens between words.";
        return Err(Failure::new(&catalogue::MALFORMED_REQUEST).because(detail).into());
    }
    let transaction = DATABASE.begin().await?;
    let before = terms::find(&transaction, &slug).await?;
    precondition(&headers, before.as_ref(), written.get("version").and_then(Value::as_u64))?;
    let term = editing::read(&transaction, &slug, written, "").await?;
    let over = [Provenance::Curated, Provenance::Generated, Provenance::Reviewed];
    terms::put(&transaction, std::slice::from_ref(&term), &platform::rfc3339(platform::now()), &over).await?;
    withdrawn::remove(&transaction, &slug).await?;
    let term =
        terms::find(&transaction, &slug).await?.ok_or_else(|| Error::internal("a term that was written is gone"))?;
    transaction.commit().await?;
    log::info("curated", &[("term", slug.into()), ("by", admin.user.into())]);
    answer(if before.is_some() { StatusCode::OK } else { StatusCode::CREATED }, &term)
}

/// Takes a term away, also where its file is still there.
pub(super) async fn remove(admin: Admin, Path(slug): Path<String>, headers: HeaderMap) -> Result<StatusCode> {
    let transaction = DATABASE.begin().await?;
    let before = terms::find(&transaction, &slug).await?.ok_or(&catalogue::NOT_FOUND)?;
    precondition(&headers, Some(&before), None)?;
    terms::remove(&transaction, &slug).await?;
    terms::unrelate(&transaction, &slug, &platform::rfc3339(platform::now())).await?;
    withdrawn::add(&transaction, &slug).await?;
    transaction.commit().await?;
    log::info("withdrawn", &[("term", slug.into()), ("by", admin.user.into())]);
    Ok(StatusCode::NO_CONTENT)
}

/// Refuses a change to something else than what was read: by `If-Match` and `If-None-Match`, or by the version in the body.
fn precondition(headers: &HeaderMap, before: Option<&Term>, version: Option<u64>) -> Result<()> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let tag = before.map(|term| cached::tag(&term.id, term.version));
    let holds = match (text(header::IF_MATCH), text(header::IF_NONE_MATCH), version.filter(|version| *version > 0)) {
        (Some(wanted), _, _) => tag.is_some_and(|tag| entity_tag::matches(wanted, &tag)),
        (None, Some(unwanted), _) => tag.is_none_or(|tag| !entity_tag::none_match(unwanted, &tag)),
        (None, None, Some(version)) => before.is_some_and(|term| term.version == version),
        (None, None, None) => true,
    };
    if holds { Ok(()) } else { Err((&catalogue::PRECONDITION_FAILED).into()) }
}

fn answer(status: StatusCode, term: &Term) -> Result<Response> {
    let tag = [(header::ETAG, cached::tag(&term.id, term.version))];
    Ok((status, tag, json_bytes(serde_json::to_vec(term).map_err(Error::internal)?)).into_response())
}
