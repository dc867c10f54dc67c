//! `POST /api/logbook/sync`.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use mirubato_contracts::sync::changes::{PullRequest, PushRequest};
use mirubato_contracts::sync::types::{Mutation, Op};
use mirubato_kit::body::{Json, json_bytes};
use mirubato_kit::caller::Caller;
use mirubato_kit::{Error, Result};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::DATABASE;
use crate::app::App;
use crate::publish;
use crate::routes::openapi::Problems;
use crate::routes::sync::{pull_changes, push_changes};

use super::ENTRIES;

/// Changes of log entries, and where the device stands.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogbookSync {
    /// The device.
    device_id: String,
    /// The version the device has. 0 for everything.
    #[serde(default)]
    since: u64,
    /// The most changes in the answer: 1 to 1,000.
    limit: Option<u32>,
    /// Whether this continues a pull from 0, as in a pull.
    sweep: Option<bool>,
    /// What the device changed, at most 500.
    #[serde(default)]
    entries: Vec<EntryChange>,
}

/// A change of a log entry, as in a push.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct EntryChange {
    /// The device's own number of the change.
    id: String,
    /// The log entry.
    record_id: String,
    /// `set` or `delete`.
    #[schema(value_type = String)]
    op: Op,
    /// The fields it sets.
    #[schema(value_type = Option<Object>)]
    fields: Option<BTreeMap<String, Box<RawValue>>>,
    /// The stamp of each.
    stamps: Option<BTreeMap<String, String>>,
    /// The stamp of all, or of the deletion.
    stamp: Option<String>,
}

/// Synchronises the log
///
/// A push and then a pull, of log entries alone: answers with `results` as a push and with everything else as a pull.
#[utoipa::path(post, path = "/api/logbook/sync", tag = "logbook", request_body = LogbookSync,
    responses((status = 200, description = "What became of the changes, and what changed since.", body = Object), Problems))]
pub(super) async fn sync_logbook(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<LogbookSync>,
) -> Result<Response> {
    let LogbookSync { device_id, since, limit, sweep, entries } = request;
    let kind = ENTRIES.kind.name;
    let mutations = entries.into_iter().map(|change| Mutation {
        id: change.id,
        kind: kind.to_owned(),
        record_id: change.record_id,
        op: change.op,
        fields: change.fields,
        stamps: change.stamps,
        stamp: change.stamp,
    });
    let kinds = Some(vec![kind.to_owned()]);
    let pull = PullRequest { device_id: device_id.clone(), since, limit, kinds, sweep };
    let push = PushRequest { device_id: device_id.clone(), mutations: mutations.collect() };
    let (pushed, applied) = push_changes(&DATABASE, &caller.user, push).await?;
    publish::announce(&app, &caller.user, Some(&device_id), &applied);
    let results = serde_json::to_string(&pushed.results).map_err(Error::internal)?;
    let pulled = pull_changes(&DATABASE, &caller.user, &pull).await?;
    Ok(json_bytes(format!("{{\"results\":{results},{}", pulled.trim_start_matches('{'))))
}
