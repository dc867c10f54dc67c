//! Plans of practice, their sessions, and plans shared as templates.

use super::Kind;
use super::rule::{Field, Rule, filled, optional, required, text};
use super::shared::{METADATA, NOTES, OPEN, PIECE_REFERENCES, TAGS, TECHNIQUES, WORD};

const TITLE: Field = required("title", filled(255), "What the plan is called.");
const DESCRIPTION: Field = optional("description", text(2_000), "What it is for.");
const TYPE: Field = optional("type", Rule::OneOf(&["bootcamp", "course", "custom"]), "Absent is `custom`.");
const FOCUS: Field = optional("focusAreas", Rule::List { max: 20, of: &WORD }, "What it concentrates on.");
const MINUTES: Rule = Rule::Integer { min: 1, max: 1_440 };
const TEMPLATE_VERSION: Field =
    optional("templateVersion", Rule::Integer { min: 1, max: 1_000_000 }, "The edition of the template.");

const SCHEDULE_RULE: Rule = Rule::Object(&[
    required("kind", Rule::OneOf(&["single", "recurring"]), "Once, or again and again."),
    optional("rule", Rule::Recurrence, "How it recurs, as in RFC 5545: `FREQ=WEEKLY;BYDAY=MO,TH`."),
    optional("durationMinutes", MINUTES, "How long a session is."),
    optional("timeOfDay", Rule::TimeOfDay, "When it starts, in `timeZone`."),
    optional("timeZone", text(64), "An IANA name. Absent is the zone of the preferences."),
    optional("flexibility", Rule::OneOf(&["fixed", "same-day", "anytime"]), "How much it may move."),
    optional("startDate", Rule::DateOrMoment, "The first day."),
    optional("endDate", Rule::DateOrMoment, "The last day."),
    optional("target", OPEN, "What it should add up to."),
    METADATA,
]);
const SCHEDULE: Field = optional("schedule", SCHEDULE_RULE, "When it takes place.");

const SEGMENT: Rule = Rule::Object(&[
    optional("id", Rule::Reference, "Names the segment within the session."),
    required("label", filled(200), "Such as `Slow practice`."),
    optional("durationMinutes", MINUTES, "How long."),
    PIECE_REFERENCES,
    TECHNIQUES,
    optional("instructions", text(2_000), "What to do."),
    optional("tempoTargets", OPEN, "Tempi to reach."),
    METADATA,
]);
const SEGMENTS: Field = optional("segments", Rule::List { max: 50, of: &SEGMENT }, "What a session consists of.");

const CHECK_IN: Rule = Rule::Object(&[
    optional("recordedAt", Rule::Moment, "When."),
    optional("responses", OPEN, "Answers to the reflection prompts."),
]);

/// `practice_plan`.
pub const PRACTICE_PLAN: Kind = Kind {
    name: "practice_plan",
    entity: "plans",
    doc: "A plan of practice, single or recurring.",
    fields: &[
        TITLE,
        DESCRIPTION,
        TYPE,
        FOCUS,
        TECHNIQUES,
        PIECE_REFERENCES,
        SCHEDULE,
        SEGMENTS,
        optional("reflectionPrompts", Rule::List { max: 10, of: &filled(500) }, "Questions asked at check-in."),
        optional("visibility", Rule::OneOf(&["private", "shared", "template"]), "Absent is `private`."),
        optional("status", Rule::OneOf(&["draft", "active", "completed", "archived"]), "Absent is `active`."),
        TEMPLATE_VERSION,
        optional("sourceTemplateId", Rule::Reference, "The template it was made from."),
        TAGS,
        METADATA,
        optional("archivedAt", Rule::Moment, "When it was put away."),
    ],
};

/// `plan_occurrence`.
pub const PLAN_OCCURRENCE: Kind = Kind {
    name: "plan_occurrence",
    entity: "plans",
    doc: "One session of a plan.",
    fields: &[
        required("planId", Rule::Reference, "The plan it belongs to."),
        optional("scheduledStart", Rule::DateOrMoment, "When it should begin."),
        optional("scheduledEnd", Rule::DateOrMoment, "When it should end."),
        optional("flexWindow", Rule::OneOf(&["fixed", "same-day", "anytime"]), "How much it may move."),
        optional("recurrenceKey", text(500), "Which occurrence of the plan's rule it is."),
        SEGMENTS,
        optional("targets", OPEN, "What to reach."),
        optional("reflectionPrompts", Rule::List { max: 10, of: &filled(500) }, "Questions asked at check-in."),
        required("status", Rule::OneOf(&["scheduled", "completed", "skipped", "expired"]), "What became of it."),
        optional("logEntryId", Rule::Reference, "The log entry its check-in made."),
        optional("checkIn", CHECK_IN, "What was said at check-in."),
        NOTES,
        optional("reminderState", OPEN, "What was reminded of."),
        optional("metrics", OPEN, "What was measured."),
    ],
};

/// `plan_template`.
pub const PLAN_TEMPLATE: Kind = Kind {
    name: "plan_template",
    entity: "plans",
    doc: "A plan published for oneself or for everybody to adopt.",
    fields: &[
        TITLE,
        DESCRIPTION,
        TYPE,
        FOCUS,
        TECHNIQUES,
        PIECE_REFERENCES,
        SCHEDULE,
        SEGMENTS,
        optional("reflectionPrompts", Rule::List { max: 10, of: &filled(500) }, "Questions asked at check-in."),
        TAGS,
        TEMPLATE_VERSION,
        required("visibility", Rule::OneOf(&["private", "public"]), "Who sees it."),
        optional("sourcePlanId", Rule::Reference, "The plan it was made from."),
        optional("publishedAt", Rule::Moment, "When it was published."),
        METADATA,
    ],
};
