//! The stories, by what they are about.

mod ending;
mod held;
mod load;
mod messages;
mod opening;
mod publishing;

use crate::Story;

/// Makes the list of a module's stories: `shared` functions take the gateway, `own` ones start one.
macro_rules! stories {
    ($($kind:ident $name:ident $(: $why:literal)?),* $(,)?) => {
        pub(super) const STORIES: &[crate::Story] = &[$(crate::Story::$kind(stringify!($name), $name) $(.built_in_only($why))?),*];
    };
}
pub(crate) use stories;

/// All stories.
pub(crate) const ALL: &[(&str, &[Story])] = &[
    ("opening", opening::STORIES),
    ("messages", messages::STORIES),
    ("publishing", publishing::STORIES),
    ("ending", ending::STORIES),
    ("held", held::STORIES),
    ("load", load::STORIES),
];
