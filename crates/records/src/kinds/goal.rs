//! Something to get to.

use super::Kind;
use super::rule::{Rule, filled, optional, required, text};

const AMOUNT: Rule = Rule::Number { min: 0.0, max: 1e9 };

const MILESTONE: Rule = Rule::Object(&[
    optional("id", Rule::Reference, "Names the milestone within the goal."),
    required("title", filled(200), "What is to be reached."),
    optional("dueDate", Rule::DateOrMoment, "By when."),
    optional("completed", Rule::Boolean, "Whether it was."),
    optional("completedAt", Rule::Moment, "When it was."),
]);

const STEP: Rule = Rule::Object(&[
    required("at", Rule::Moment, "When."),
    required("value", Rule::Number { min: -1e9, max: 1e9 }, "How much was added."),
    optional("notes", text(1_000), "Free text."),
    optional("entryId", Rule::Reference, "The log entry it came from."),
]);

/// `goal`.
pub const GOAL: Kind = Kind {
    name: "goal",
    entity: "goals",
    doc: "Something to get to, with what has been done towards it.",
    fields: &[
        required("title", filled(200), "What is to be reached."),
        optional("description", text(1_000), "More about it."),
        required("type", Rule::OneOf(&["practice_time", "accuracy", "repertoire", "custom"]), "How it is measured."),
        optional("target", AMOUNT, "How much is enough: seconds for `practice_time`, percent for `accuracy`."),
        optional("current", AMOUNT, "How much there is."),
        optional("dueDate", Rule::DateOrMoment, "By when."),
        optional("status", Rule::OneOf(&["active", "paused", "completed", "abandoned"]), "Absent is `active`."),
        optional("scoreId", Rule::ScoreId, "The piece it is about."),
        optional("milestones", Rule::List { max: 50, of: &MILESTONE }, "Steps on the way."),
        optional("progress", Rule::List { max: 500, of: &STEP }, "What was added, and when."),
    ],
};
