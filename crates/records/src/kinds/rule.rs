//! What one field may hold.

/// A field of a kind, or of an object within one.
#[derive(Debug)]
pub struct Field {
    /// The name in JSON.
    pub name: &'static str,
    /// Whether a record without it is incomplete.
    pub required: bool,
    /// Whether `null` is a value. So it is for everything that is not required.
    pub nullable: bool,
    /// What it may hold.
    pub rule: Rule,
    /// What it means, for the API's documentation.
    pub doc: &'static str,
}

/// What a value may be.
#[derive(Debug)]
#[expect(missing_docs, reason = "the bounds are named for what they are")]
pub enum Rule {
    /// Text of `min` to `max` characters.
    Text { min: usize, max: usize },
    /// As `Text`, stored in lower case.
    LowerText { max: usize },
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Integer { min: i64, max: i64 },
    /// Any number in the range.
    Number { min: f64, max: f64 },
    /// A number or a short text, as people write tempi and bars.
    NumberOrText { max: usize },
    /// `true` or `false`.
    Boolean,
    /// A moment as milliseconds since the epoch, or RFC 3339; stored as milliseconds. Not more than a day ahead.
    Millis,
    /// A moment in RFC 3339, stored in UTC with milliseconds.
    Moment,
    /// A day, `2026-11-24`.
    Date,
    /// A day or a moment.
    DateOrMoment,
    /// A time of day, `18:30`.
    TimeOfDay,
    /// The id of something else: 1 to 64 letters, digits, `-` and `_`.
    Reference,
    /// The identity of a piece, normalised.
    ScoreId,
    /// An `http` or `https` address.
    Link,
    /// An RFC 5545 recurrence rule, without the `RRULE:` before it.
    Recurrence,
    /// Up to `max` values, each of which obeys the rule.
    List { max: usize, of: &'static Rule },
    /// An object with these fields; others are kept.
    Object(&'static [Field]),
    /// Any JSON of up to `max_bytes`.
    Anything { max_bytes: usize },
}

/// A field that a record must have.
pub(super) const fn required(name: &'static str, rule: Rule, doc: &'static str) -> Field {
    Field { name, required: true, nullable: false, rule, doc }
}

/// A field that a record may have, `null` being as good as absent.
pub(super) const fn optional(name: &'static str, rule: Rule, doc: &'static str) -> Field {
    Field { name, required: false, nullable: true, rule, doc }
}

/// Text of up to `max` characters, possibly none.
pub(super) const fn text(max: usize) -> Rule {
    Rule::Text { min: 0, max }
}

/// Text of 1 to `max` characters.
pub(super) const fn filled(max: usize) -> Rule {
    Rule::Text { min: 1, max }
}
