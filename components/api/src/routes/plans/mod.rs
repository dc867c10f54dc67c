//! `/api/plans`: what is to be practised, and when.

mod check_in;
mod collection;
mod occurrence;
mod occurrences;
mod plan;
mod undo;

use mirubato_records::kinds::{PLAN_OCCURRENCE, PRACTICE_PLAN};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
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

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(collection::list_plans, collection::create_plan))
        .routes(routes!(plan::read_plan, plan::replace_plan, plan::patch_plan, plan::delete_plan))
        .routes(routes!(occurrences::list_occurrences, occurrences::create_occurrence))
        .routes(routes!(
            occurrence::read_occurrence,
            occurrence::replace_occurrence,
            occurrence::patch_occurrence,
            occurrence::delete_occurrence
        ))
        .routes(routes!(check_in::check_in, undo::undo_check_in))
}
