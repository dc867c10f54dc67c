//! The stories, by what they are about.

mod messages;

use crate::Story;

/// Makes the list of a module's stories: `shared` functions take the gateway, `own` ones start one.
macro_rules! stories {
    ($($kind:ident $name:ident $(: $why:literal)?),* $(,)?) => {
        pub(super) const STORIES: &[crate::Story] = &[$(crate::Story::$kind(stringify!($name), $name) $(.built_in_only($why))?),*];
    };
}
pub(crate) use stories;

/// All stories.
pub(crate) const ALL: &[(&str, &[Story])] = &[("messages", messages::STORIES)];
