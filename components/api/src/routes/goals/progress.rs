//! `POST /api/goals/{id}/progress`.

use axum::extract::{Path, State};
use axum::response::Response;
use mirubato_kit::body::Json;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_records::kinds::{self, Terms};
use mirubato_records::{Record, Violation};
use serde::Deserialize;
use serde_json::{Number, Value, json};

use super::GOALS;
use crate::DATABASE;
use crate::app::App;
use crate::apply::{Change, Proposal};
use crate::resource::change::{Extent, live, set};
use crate::resource::docs::WriteProblems;
use crate::resource::{Place, Values, Writer, write};
use crate::store::records::Stored;

/// The most steps that are kept, as the kind says.
const MAX_STEPS: usize = 500;

/// A step towards a goal.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Step {
    /// How much to add: seconds for `practice_time`, percent for `accuracy`. Below 0 takes away.
    #[schema(value_type = f64)]
    value: Number,
    /// Free text.
    #[schema(max_length = 1000)]
    notes: Option<String>,
    /// The log entry it comes from.
    entry_id: Option<String>,
}

/// Adds to a goal
///
/// `current` grows by `value`, the step is added to `progress`, and a goal that reaches its `target` is completed. Steps that come at the
/// same time are all counted.
#[utoipa::path(post, path = "/api/goals/{id}/progress", tag = "goals", request_body = Step,
    params(("id" = String, Path, description = "The goal's id.")),
    responses((status = 200, description = "The goal as it is now.", body = ref("#/components/schemas/GoalResource")), WriteProblems))]
pub(super) async fn add_progress(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    Json(step): Json<Step>,
) -> Result<Response> {
    let now = platform::now();
    let place = Place::of(&GOALS, id);
    let (kind, id) = (place.resource.kind, place.id.clone());
    let make = move |stored: Option<&Stored>, stamp: &str| add(&place, live(stored, None)?, &step, now, stamp);
    let proposal = Proposal { kind, id, change: Change::Ours(Box::new(make)) };
    Ok(write(&app, &writer, DATABASE.begin().await?, proposal).await?.shown())
}

fn add(place: &Place, goal: &Stored, step: &Step, now: u64, stamp: &str) -> Result<Record, Failure> {
    let item =
        json!({ "at": platform::rfc3339(now), "value": step.value, "notes": step.notes, "entryId": step.entry_id });
    check(place, &item, now)?;
    let read = |name: &str| goal.record.value(name).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let number = |name: &str| read(name).and_then(|value| value.as_number().cloned());
    let current = sum(number("current").as_ref(), &step.value);
    let mut steps = read("progress").and_then(|steps| steps.as_array().cloned()).unwrap_or_default();
    steps.push(item);
    let steps = steps.split_off(steps.len().saturating_sub(MAX_STEPS));
    let reached = number("target").is_some_and(|target| target.as_f64() <= current.as_f64());
    let abandoned = read("status").is_some_and(|status| status == "abandoned");
    let mut values = Values::from([
        ("current".to_owned(), current.to_string()),
        ("progress".to_owned(), Value::from(steps).to_string()),
    ]);
    if reached && !abandoned {
        values.insert("status".to_owned(), Value::from("completed").to_string());
    }
    set(place, Some(goal), values, Extent::Part, now, stamp).map_err(|failure| at_value(failure, "/current"))
}

/// Holds a step against the rules of the field it becomes part of.
fn check(place: &Place, step: &Value, now: u64) -> Result<(), Failure> {
    let values = vec![("progress".to_owned(), json!([step]).to_string())];
    let violations = kinds::check(place.resource.kind.name, values, Terms::at(now)).err().unwrap_or_default();
    let failure = violations.into_iter().fold(Failure::new(&catalogue::INVALID_INPUT), |failure, violation| {
        let Violation { pointer, code, detail } = violation;
        failure.at(pointer.strip_prefix("/progress/0").unwrap_or(&pointer), code, detail)
    });
    if failure.errors.is_empty() { Ok(()) } else { Err(failure) }
}

/// What is wrong with the sum is wrong with the value that led to it.
fn at_value(mut failure: Failure, sum: &str) -> Failure {
    for error in failure.errors.iter_mut().filter(|error| error.pointer == sum) {
        "/value".clone_into(&mut error.pointer);
    }
    failure
}

/// Whole numbers stay whole.
fn sum(a: Option<&Number>, b: &Number) -> Number {
    let Some(a) = a else { return b.clone() };
    let whole = a.as_i64().zip(b.as_i64()).and_then(|(a, b)| a.checked_add(b)).map(Number::from);
    let broken = || Number::from_f64(a.as_f64().unwrap_or_default() + b.as_f64().unwrap_or_default());
    whole.or_else(broken).unwrap_or_else(|| b.clone())
}
