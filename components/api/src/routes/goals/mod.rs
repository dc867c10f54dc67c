//! `/api/goals`: what is to be reached.

mod collection;
mod goal;
mod progress;

use mirubato_records::kinds::GOAL;

use crate::endpoints;
use crate::endpoints::Endpoints;
use crate::resource::Resource;

/// Goals as resources.
pub static GOALS: Resource = Resource { kept: &["progress"], ..Resource::of(&GOAL) };

pub(super) fn routes() -> Endpoints {
    Endpoints::new()
        .with(endpoints!(collection::list_goals, collection::create_goal))
        .with(endpoints!(goal::read_goal, goal::replace_goal, goal::patch_goal, goal::delete_goal))
        .with(endpoints!(progress::add_progress))
}
