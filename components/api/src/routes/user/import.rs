//! `POST /api/user/import`.

use std::collections::BTreeMap;

use axum::extract::{Request, State};
use mirubato_contracts::sync::types::Problem;
use mirubato_kit::body::{self, Json};
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_records::kinds;
use mirubato_stamp::is_uuid;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::DATABASE;
use crate::app::App;
use crate::apply::{self, Outcome, Proposal};
use crate::publish;
use crate::resource::docs::WriteProblems;
use crate::resource::{Place, Resource, Writer, change};
use crate::routes::goals::GOALS;
use crate::routes::logbook::ENTRIES;
use crate::routes::plans::{OCCURRENCES, PLANS};
use crate::routes::repertoire::ITEMS;
use crate::routes::templates::TEMPLATES;

use super::preferences::PREFERENCES;

/// The most bytes of an import.
const MAX_BYTES: usize = 50_000_000;
/// How many records are written in one transaction.
const AT_ONCE: usize = 500;
/// The most refusals that are told one by one.
const MAX_TOLD: usize = 100;

/// What `GET /api/user/export` answers, as far as it matters.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct Exported {
    /// `mirubato`.
    format: String,
    /// 1.
    version: u32,
    /// What it holds.
    records: Vec<Item>,
}

/// A record.
#[derive(Deserialize, utoipa::ToSchema)]
struct Item {
    /// Its kind.
    kind: String,
    /// Its id.
    id: String,
    /// Its fields.
    #[schema(value_type = Object)]
    fields: BTreeMap<String, Box<RawValue>>,
}

/// What came of an import.
#[derive(Default, Serialize, utoipa::ToSchema)]
pub(super) struct Imported {
    /// Records that were made.
    imported: u64,
    /// Records that were there already and stayed as they were.
    kept: u64,
    /// Records that were refused.
    refused: u64,
    /// Why, of the first 100.
    problems: Vec<RefusedItem>,
}

/// A record that was refused.
#[derive(Serialize, utoipa::ToSchema)]
struct RefusedItem {
    /// Its place in `records`, from 0.
    index: usize,
    /// What is wrong with it.
    problem: Problem,
}

/// Imports an account
///
/// Takes what an export holds, up to 50 MB. A record that is missing here, or was deleted, is made; one that is there stays as it is. A
/// record that is refused is refused alone. Importing again does no harm. Preferences become the caller's.
#[utoipa::path(post, path = "/api/user/import", tag = "user", request_body = Exported,
    responses((status = 200, description = "What came of it.", body = Imported), WriteProblems))]
pub(super) async fn import_account(State(app): State<App>, writer: Writer, request: Request) -> Result<Json<Imported>> {
    let exported: Exported = body::parse(&body::read(request.into_body(), MAX_BYTES).await?)?;
    if exported.format != "mirubato" || exported.version != 1 {
        let failure = Failure::new(&catalogue::INVALID_INPUT);
        return Err(failure.at("/format", "unknown_format", "This is an export of version 1.").into());
    }
    let mut imported = Imported::default();
    let (mut index, mut records) = (0, exported.records.into_iter().peekable());
    while records.peek().is_some() {
        let now = platform::now();
        let some = records.by_ref().take(AT_ONCE).map(|item| propose(item, &writer.user, now)).collect();
        let device = writer.device.as_deref();
        let applied = apply::apply(&DATABASE, &writer.user, device, some, now).await?;
        publish::announce(&app, &writer.user, device, &applied);
        for outcome in applied.outcomes {
            imported.count(index, outcome);
            index += 1;
        }
    }
    Ok(Json(imported))
}

impl Imported {
    fn count(&mut self, index: usize, outcome: Outcome) {
        match outcome {
            Outcome::Applied(_) => self.imported += 1,
            Outcome::Unchanged(_) => self.kept += 1,
            Outcome::Refused(failure) => {
                self.refused += 1;
                if self.problems.len() < MAX_TOLD {
                    self.problems.push(RefusedItem { index, problem: failure.into_problem(None) });
                }
            }
        }
    }
}

fn propose(item: Item, user: &str, now: u64) -> Result<Proposal, Failure> {
    let wrong = |pointer: &str, code: &str, detail: &str| {
        Err(Failure::new(&catalogue::INVALID_RECORD).at(pointer, code, detail))
    };
    let Some(resource) = resource(&item.kind) else {
        return wrong("/kind", "unknown_kind", "There is no such kind of record.");
    };
    if !is_uuid(&item.id) {
        return wrong("/id", "malformed", change::NOT_A_UUID);
    }
    let id = if std::ptr::eq(resource, &raw const PREFERENCES) { user.to_owned() } else { item.id };
    let values = item.fields.into_iter().map(|(name, value)| (name, String::from(Box::<str>::from(value)))).collect();
    Ok(change::add(Place::of(resource, id), values, now))
}

fn resource(kind: &str) -> Option<&'static Resource> {
    let kind = kinds::find(kind)?;
    let all = [&ENTRIES, &ITEMS, &GOALS, &PLANS, &OCCURRENCES, &TEMPLATES, &PREFERENCES];
    all.into_iter().find(|resource| resource.kind.name == kind.name)
}
