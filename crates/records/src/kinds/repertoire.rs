//! A piece in a musician's repertoire.

use super::Kind;
use super::rule::{Field, Rule, filled, optional, required, text};
use super::shared::{COMPOSER, NOTES, OPEN, TAGS, TEMPO, TITLE};

const STATUS: Rule =
    Rule::OneOf(&["planned", "learning", "working", "polished", "performance_ready", "dropped", "archived"]);
const TARGET_TEMPO: Field = optional("targetTempo", TEMPO, "Where it should get, in beats a minute.");
const CURRENT_TEMPO: Field = optional("currentTempo", TEMPO, "Where it is, in beats a minute.");

const SECTION: Rule = Rule::Object(&[
    optional("id", Rule::Reference, "Names the section within the piece."),
    required("name", filled(200), "Such as `Development`."),
    optional("measures", text(100), "Which bars."),
    TARGET_TEMPO,
    CURRENT_TEMPO,
    optional("notes", text(1_000), "Free text."),
    optional("review", OPEN, "When to practise it again, and how it went before."),
]);

const STATUS_CHANGE: Rule =
    Rule::Object(&[required("status", STATUS, "What it became."), required("at", Rule::Moment, "When.")]);

/// `repertoire_item`.
pub const REPERTOIRE_ITEM: Kind = Kind {
    name: "repertoire_item",
    entity: "repertoire",
    doc: "A piece somebody plays, learns or means to learn.",
    fields: &[
        required("scoreId", Rule::ScoreId, "The identity of the piece."),
        TITLE,
        COMPOSER,
        required("status", STATUS, "How far it has got."),
        optional("difficulty", Rule::Integer { min: 1, max: 5 }, "How hard it is for this player, 1 to 5."),
        NOTES,
        optional("links", Rule::List { max: 20, of: &Rule::Link }, "Recordings, editions, articles."),
        TAGS,
        TARGET_TEMPO,
        CURRENT_TEMPO,
        optional("sections", Rule::List { max: 100, of: &SECTION }, "Parts practised by themselves."),
        optional(
            "history",
            Rule::List { max: 500, of: &STATUS_CHANGE },
            "Earlier statuses. Kept here and never as practice time.",
        ),
    ],
};
