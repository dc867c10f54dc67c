//! `/api/goals`: what is to be reached.

mod collection;
mod goal;
mod progress;

use mirubato_records::kinds::GOAL;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::resource::Resource;

/// Goals as resources.
pub static GOALS: Resource = Resource { kept: &["progress"], ..Resource::of(&GOAL) };

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(collection::list_goals, collection::create_goal))
        .routes(routes!(goal::read_goal, goal::replace_goal, goal::patch_goal, goal::delete_goal))
        .routes(routes!(progress::add_progress))
}
