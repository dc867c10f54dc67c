//! `POST /dictionary/api/review/:id`.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mirubato_dictionary_terms::Provenance;
use mirubato_kit::body::{Json, json_bytes};
use mirubato_kit::sql::Transaction;
use mirubato_kit::{Error, Result, log, platform};
use mirubato_problem::{Failure, catalogue};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::routes::admin::Admin;
use crate::store::review::{self, Decided};
use crate::store::{terms, withdrawn};
use crate::{DATABASE, editing};

/// Whatever a term was before, an administrator may change it.
const ANY: [Provenance; 3] = [Provenance::Curated, Provenance::Generated, Provenance::Reviewed];

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Approve,
    Reject,
}

#[derive(Deserialize)]
pub(super) struct Decision {
    decision: Verdict,
    edits: Option<Map<String, Value>>,
}

/// Approves or rejects what waits. An approved draft is served; approving a report or a rating says that it is right, and `edits` mend the term.
/// Either way the term is `reviewed` from then on. Answers the term where it was written, else 204.
pub(super) async fn decide(admin: Admin, Path(id): Path<String>, Json(decision): Json<Decision>) -> Result<Response> {
    let approves = decision.decision == Verdict::Approve;
    if !approves && decision.edits.is_some() {
        let failure = Failure::new(&catalogue::INVALID_INPUT);
        return Err(failure.at("/edits", "unexpected", "What is rejected is not edited.").into());
    }
    let now = platform::now();
    let transaction = DATABASE.begin().await?;
    let state = if approves { "approved" } else { "rejected" };
    let Some(decided) = review::decide(&transaction, &id, state, now).await? else {
        return Err(gone(&transaction, &id).await?);
    };
    let slug = match (decided, decision.edits) {
        _ if !approves => None,
        (Decided::Draft(draft), edits) => {
            let written = editing::merged(&draft, edits.unwrap_or_default());
            Some(write(&transaction, &draft.id, written, &[], now).await?)
        }
        (Decided::Remark(_), None) => None,
        (Decided::Remark(slug), Some(edits)) => {
            let term = terms::find(&transaction, &slug).await?.ok_or(&catalogue::NOT_FOUND)?;
            Some(write(&transaction, &slug, editing::merged(&term, edits), &ANY, now).await?)
        }
    };
    transaction.commit().await?;
    log::info("reviewed", &[("id", id.into()), ("state", state.into()), ("by", admin.user.into())]);
    let Some(slug) = slug else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let term = terms::find(&DATABASE, &slug).await?.ok_or(&catalogue::NOT_FOUND)?;
    Ok(json_bytes(serde_json::to_vec(&term).map_err(Error::internal)?))
}

/// Writes a term that was reviewed, over one of these provenances.
async fn write(on: &Transaction, slug: &str, written: Value, over: &[Provenance], now: u64) -> Result<String> {
    let term = editing::read(on, slug, written, "/edits").await?;
    let put = terms::put(on, std::slice::from_ref(&term), &platform::rfc3339(now), over).await?;
    if put.is_empty() && over.is_empty() {
        let failure = Failure::new(&catalogue::ALREADY_EXISTS);
        return Err(failure
            .because("There is a term of that name by now. Change that one, and reject the draft.")
            .into());
    }
    withdrawn::remove(on, slug).await?;
    Ok(term.id)
}

async fn gone(on: &Transaction, id: &str) -> Result<Error> {
    Ok(if review::exists(on, id).await? {
        Failure::new(&catalogue::TOO_LATE).because("Somebody has decided already.").into()
    } else {
        (&catalogue::NOT_FOUND).into()
    })
}
