//! How somebody likes the app. One record a user, whose id is the user's.

use super::Kind;
use super::rule::{Rule, filled, optional, text};
use super::shared::OPEN;

/// `preferences`.
pub const PREFERENCES: Kind = Kind {
    name: "preferences",
    entity: "preferences",
    doc: "How somebody likes the app. There is one, and its id is the user's.",
    fields: &[
        optional("theme", Rule::OneOf(&["light", "dark", "auto"]), "Absent is `auto`."),
        optional(
            "language",
            Rule::OneOf(&["en", "es", "fr", "de", "zh-CN", "zh-TW"]),
            "The language of the interface.",
        ),
        optional("timeZone", text(64), "An IANA name, in which days are counted."),
        optional("weekStart", Rule::OneOf(&["monday", "saturday", "sunday"]), "The first day of the week."),
        optional("primaryInstrument", Rule::LowerText { max: 50 }, "The instrument offered first."),
        optional("customInstruments", Rule::List { max: 50, of: &filled(50) }, "Instruments the list does not have."),
        optional("notificationSettings", OPEN, "What to be reminded of."),
        optional("metronomePresets", OPEN, "Saved settings of the metronome."),
    ],
};
