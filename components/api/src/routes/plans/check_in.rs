//! `POST /api/plans/{id}/occurrences/{occurrenceId}/check-in`.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mirubato_kit::body::json_bytes;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_records::kinds::PREFERENCES;
use serde_json::Value;

use super::{PLANS, occurrence};
use crate::app::App;
use crate::apply::{Change, Proposal};
use crate::resource::docs::WriteProblems;
use crate::resource::endpoints::new_id;
use crate::resource::{Fields, Place, Writer, change, located, write_together};
use crate::routes::logbook::ENTRIES;
use crate::store::records::{Key, Stored};
use crate::{DATABASE, checking_in, store};

/// What a check-in leads to.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "for the documentation")]
pub(super) struct CheckedIn {
    /// The log entry.
    #[schema(schema_with = entry_schema)]
    entry: Value,
    /// The session, completed.
    #[schema(schema_with = occurrence_schema)]
    occurrence: Value,
}

fn entry_schema() -> utoipa::openapi::Ref {
    utoipa::openapi::Ref::from_schema_name("LogbookEntryResource")
}

fn occurrence_schema() -> utoipa::openapi::Ref {
    utoipa::openapi::Ref::from_schema_name("PlanOccurrenceResource")
}

/// Checks in
///
/// Makes a log entry of the session and completes the session, both or neither. The body is the log entry, of which only `duration` is
/// required: it took place just now, on the user's instrument, with the pieces and techniques of the session or its plan. `responses` are
/// the answers to the reflection prompts, and stay with the session.
#[utoipa::path(post, path = "/api/plans/{id}/occurrences/{occurrenceId}/check-in", tag = "plans",
    params(("id" = String, Path, description = "The plan's id."), ("occurrenceId" = String, Path, description = "The session's id.")),
    request_body(content = Object, example = json!({ "duration": 1800, "mood": "satisfied", "responses": { "What went well?": "The trill." } })),
    responses((status = 201, description = "Checked in.", body = CheckedIn, headers(("Location" = String))), WriteProblems))]
pub(super) async fn check_in(
    State(app): State<App>,
    writer: Writer,
    Path((plan, id)): Path<(String, String)>,
    mut body: Fields,
) -> Result<Response> {
    let now = platform::now();
    let responses = body.take("responses").and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let entry_id = new_id(&mut body);
    let mut values = body.into_values(&ENTRIES);
    let place = occurrence(plan.clone(), id.clone());
    let keys = [
        Key { kind: place.resource.kind.name, id },
        Key { kind: PLANS.kind.name, id: plan },
        Key { kind: PREFERENCES.name, id: writer.user.clone() },
    ];
    let transaction = DATABASE.begin().await?;
    let (_, mut stored) =
        store::records::read(&transaction, &writer.user, None, &keys).await?.ok_or(&catalogue::SESSION_ENDED)?;
    let [session, plan, preferences] = keys.map(|key| stored.remove(&key));
    let session = change::live(session.as_ref(), place.parent.as_ref())?;
    let plan = change::live(plan.as_ref(), None)?;
    checking_in::complete_entry(&mut values, &place, session, plan, now);
    if values.get("instrument").is_none_or(|text| text == "null") {
        let usual = preferences.as_ref().and_then(|preferences| preferences.record.value("primaryInstrument"));
        let instrument = if let Some(text) = usual.filter(|text| *text != "null") {
            Some(text.to_owned())
        } else {
            let name = store::plans::instrument(&transaction, &writer.user).await?;
            name.map(|name| Value::from(name).to_string())
        };
        values.extend(instrument.map(|text| ("instrument".to_owned(), text)));
    }
    let Some(entry_id) = entry_id else {
        return Err(Failure::new(&catalogue::INVALID_RECORD).at("/id", "malformed", change::NOT_A_UUID).into());
    };
    let entry = change::create(Place::of(&ENTRIES, entry_id.clone()), values, now);
    let (kind, id) = (place.resource.kind, place.id.clone());
    let completed = move |session: Option<&Stored>, stamp: &str| {
        checking_in::check_in(&place, session, &entry_id, responses.as_ref(), now, stamp)
    };
    let session = Proposal { kind, id, change: Change::Ours(Box::new(completed)) };
    let written = write_together(&app, &writer, transaction, vec![session, entry]).await?;
    let [session, entry] = written.as_slice() else { return Err(mirubato_kit::Error::internal("two records")) };
    let body = format!("{{\"entry\":{},\"occurrence\":{}}}", entry.text(), session.text());
    Ok(located((StatusCode::CREATED, json_bytes(body)).into_response(), "/api/logbook/entries", &entry.id))
}
