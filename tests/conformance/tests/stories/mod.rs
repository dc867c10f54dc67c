//! The stories, by what they are about.

mod bodies;
mod chaining;
mod clients;
mod command;
mod composition;
mod failures;
mod files;
mod headers;
mod instances;
mod key_value;
mod outbound;
mod redis;
mod redis_trigger;
mod routes;
mod sqlite;
mod stopping;
mod variables;

use crate::Story;

/// Makes the list of a module's stories: `shared` functions take the application, `own` ones start one.
macro_rules! stories {
    ($($kind:ident $name:ident $(: $why:literal)?),* $(,)?) => {
        pub(super) const STORIES: &[crate::Story] = &[$(crate::Story::$kind(stringify!($name), $name) $(.embedded_only($why))?),*];
    };
}
pub(crate) use stories;

/// All stories.
pub(crate) const ALL: &[(&str, &[Story])] = &[
    ("routes", routes::STORIES),
    ("headers", headers::STORIES),
    ("failures", failures::STORIES),
    ("clients", clients::STORIES),
    ("chaining", chaining::STORIES),
    ("outbound", outbound::STORIES),
    ("variables", variables::STORIES),
    ("files", files::STORIES),
    ("key_value", key_value::STORIES),
    ("sqlite", sqlite::STORIES),
    ("redis", redis::STORIES),
    ("redis_trigger", redis_trigger::STORIES),
    ("instances", instances::STORIES),
    ("bodies", bodies::STORIES),
    ("composition", composition::STORIES),
    ("stopping", stopping::STORIES),
    ("command", command::STORIES),
];
