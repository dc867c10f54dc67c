//! A log entry: something practised or played, when, for how long.

use super::Kind;
use super::rule::{Rule, filled, optional, required, text};
use super::shared::{COMPOSER, NOTES, TAGS, TECHNIQUES, TITLE};

const PIECE: Rule = Rule::Object(&[
    optional("scoreId", Rule::ScoreId, "The identity of the piece."),
    TITLE,
    COMPOSER,
    optional("measures", text(100), "Which bars, such as `1-32`."),
    optional("tempo", Rule::NumberOrText { max: 50 }, "The tempo reached, in beats a minute or in words."),
    optional("duration", Rule::Integer { min: 0, max: 86_400 }, "Seconds spent on this piece."),
]);

const SOURCE: Rule = Rule::Object(&[
    required("kind", filled(50), "What made the entry, such as `timer`, `form` or `practice_plan`."),
    optional("planId", Rule::Reference, "The plan it fulfils."),
    optional("occurrenceId", Rule::Reference, "The session of that plan."),
]);

/// `logbook_entry`.
pub const LOGBOOK_ENTRY: Kind = Kind {
    name: "logbook_entry",
    entity: "logbook",
    doc: "Something practised or played: when it began, for how long, and what.",
    fields: &[
        required(
            "timestamp",
            Rule::Millis,
            "When it began. Milliseconds since the epoch; RFC 3339 is taken too. At most a day ahead.",
        ),
        required("duration", Rule::Integer { min: 0, max: 86_400 }, "Seconds."),
        required(
            "type",
            Rule::OneOf(&["practice", "performance", "lesson", "rehearsal", "technique", "status_change"]),
            "What it was.",
        ),
        required("instrument", Rule::LowerText { max: 50 }, "The instrument, in lower case."),
        optional("pieces", Rule::List { max: 10, of: &PIECE }, "The pieces worked on."),
        TECHNIQUES,
        optional("goalIds", Rule::List { max: 20, of: &Rule::Reference }, "The goals it counts towards."),
        TAGS,
        optional("mood", Rule::OneOf(&["frustrated", "neutral", "satisfied", "excited"]), "How it felt."),
        NOTES,
        optional("source", SOURCE, "Where the entry came from."),
    ],
};
