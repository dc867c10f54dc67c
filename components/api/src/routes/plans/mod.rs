//! `/api/plans`: what is to be practised, and when.

mod check_in;
mod collection;
mod occurrence;
mod occurrences;
mod plan;
mod undo;

use mirubato_records::kinds::{PLAN_OCCURRENCE, PRACTICE_PLAN};

use crate::endpoints;
use crate::endpoints::Endpoints;
use crate::resource::{Parent, Place, Resource};

/// Plans as resources.
pub static PLANS: Resource = Resource::of(&PRACTICE_PLAN);

/// Sessions of plans as resources.
pub static OCCURRENCES: Resource = Resource::of(&PLAN_OCCURRENCE);

/// The plan's own field of a session.
fn of_plan(plan: String) -> Parent {
    Parent { field: "planId", id: plan }
}

/// A session by the ids in its URL.
fn occurrence(plan: String, id: String) -> Place {
    Place { resource: &OCCURRENCES, id, parent: Some(of_plan(plan)) }
}

pub(super) fn routes() -> Endpoints {
    Endpoints::new()
        .with(endpoints!(collection::list_plans, collection::create_plan))
        .with(endpoints!(plan::read_plan, plan::replace_plan, plan::patch_plan, plan::delete_plan))
        .with(endpoints!(occurrences::list_occurrences, occurrences::create_occurrence))
        .with(endpoints!(
            occurrence::read_occurrence,
            occurrence::replace_occurrence,
            occurrence::patch_occurrence,
            occurrence::delete_occurrence
        ))
        .with(endpoints!(check_in::check_in, undo::undo_check_in))
}
