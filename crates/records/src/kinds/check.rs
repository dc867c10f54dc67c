//! Holds values against the table of their kind, and puts them in the form they are stored in.

use serde_json::{Map, Value};

use super::rule::{Field, Rule};
use super::{Kind, find, moment, rrule};

/// The most fields a record may have, those a kind does not define included.
pub const MAX_FIELDS: usize = 100;
/// The most bytes of JSON in one record.
pub const MAX_RECORD_BYTES: usize = 65_536;
/// How far ahead a practice may lie: a day, since a zone may be 14 hours ahead of UTC and clocks are off.
const MAX_AHEAD_MILLIS: u64 = 24 * 60 * 60 * 1000;
const MAX_LINK: usize = 2_000;
const MAX_SCORE_ID: usize = 600;

/// What the API adds to a record when it shows one. A field of that name would be hidden by it.
const RESERVED: [&str; 6] = ["id", "kind", "version", "createdAt", "updatedAt", "deleted"];

/// Why a value is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// A JSON pointer into the fields, such as `/pieces/0/title`. Empty where it is about the record as a whole.
    pub pointer: String,
    /// A word a program can act on.
    pub code: &'static str,
    /// A sentence a person can act on.
    pub detail: String,
}

/// What a check depends on besides the values.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The clock in Unix milliseconds.
    pub now: u64,
    /// Puts the identity of a piece in its usual form. The server's does; a device leaves it alone, since the tables for it are large and
    /// the server's form reaches it with the next pull.
    pub score_id: fn(&str) -> String,
}

impl Terms {
    /// Terms that leave the identities of pieces as they are.
    #[must_use]
    pub fn at(now: u64) -> Self {
        Self { now, score_id: str::to_owned }
    }
}

/// The values in the form they are stored in, or everything that is wrong with them.
///
/// `values` are pairs of a name and JSON text. An unknown kind is a violation with an empty pointer.
///
/// # Errors
/// All violations, not the first.
pub fn check(kind: &str, values: Vec<(String, String)>, terms: Terms) -> Result<Vec<(String, String)>, Vec<Violation>> {
    let mut checker = Checker { terms, pointer: String::new(), violations: Vec::new() };
    let Some(kind) = find(kind) else {
        checker.refuse("unknown_kind", "There is no such kind of record.".to_owned());
        return Err(checker.violations);
    };
    if values.len() > MAX_FIELDS {
        checker.refuse("too_many", format!("A record has at most {MAX_FIELDS} fields."));
    } else if values.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MAX_RECORD_BYTES {
        checker.refuse("too_large", format!("A record is at most {MAX_RECORD_BYTES} bytes."));
    }
    if !checker.violations.is_empty() {
        return Err(checker.violations);
    }
    let stored = values.into_iter().map(|(name, text)| checker.field(kind, name, text)).collect();
    if checker.violations.is_empty() { Ok(stored) } else { Err(checker.violations) }
}

/// What a record of this kind still lacks, given the JSON text of each field it has.
#[must_use]
pub fn check_complete<'a>(kind: &Kind, value: impl Fn(&str) -> Option<&'a str>) -> Vec<Violation> {
    let lacking = |field: &&Field| field.required && value(field.name).is_none_or(|text| text == "null");
    kind.fields.iter().filter(lacking).map(|field| missing(&format!("/{}", field.name))).collect()
}

fn missing(pointer: &str) -> Violation {
    Violation { pointer: pointer.to_owned(), code: "required", detail: "This is required.".to_owned() }
}

struct Checker {
    terms: Terms,
    pointer: String,
    violations: Vec<Violation>,
}

impl Checker {
    fn refuse(&mut self, code: &'static str, detail: String) {
        self.violations.push(Violation { pointer: self.pointer.clone(), code, detail });
    }

    /// Runs `check` with the pointer extended by `step`.
    fn within<T>(&mut self, step: &str, check: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        let result = check(self);
        self.pointer.truncate(length);
        result
    }

    fn field(&mut self, kind: &Kind, name: String, text: String) -> (String, String) {
        let stored = self.within(&name, |checker| {
            let Ok(mut value) = serde_json::from_str::<Value>(&text) else {
                checker.refuse("malformed", "This is not JSON.".to_owned());
                return text;
            };
            let Some(field) = kind.fields.iter().find(|field| field.name == name) else {
                checker.undefined(&name);
                return text;
            };
            let before = value.clone();
            checker.defined(field, &mut value);
            if value == before { text } else { value.to_string() }
        });
        (name, stored)
    }

    fn undefined(&mut self, name: &str) {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.len() <= 64
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !is_name {
            self.refuse("malformed", "A field name is up to 64 letters, digits and underscores.".to_owned());
        } else if RESERVED.contains(&name) {
            self.refuse("reserved", "The server gives this field.".to_owned());
        }
    }

    fn defined(&mut self, field: &Field, value: &mut Value) {
        if !value.is_null() {
            self.rule(&field.rule, value);
        } else if !field.nullable {
            self.refuse("required", "This is required.".to_owned());
        }
    }

    fn rule(&mut self, rule: &Rule, value: &mut Value) {
        match rule {
            Rule::Text { min, max } => {
                self.text(value, *min, *max);
            }
            Rule::LowerText { max } => {
                if let Some(text) = self.text(value, 1, *max) {
                    *value = Value::String(text.trim().to_lowercase());
                }
            }
            Rule::OneOf(words) => {
                if !value.as_str().is_some_and(|word| words.contains(&word)) {
                    self.refuse("not_one_of", format!("This is one of {}.", words.join(", ")));
                }
            }
            Rule::Integer { min, max } => self.integer(value, *min, *max),
            Rule::Number { min, max } => match value.as_f64() {
                Some(number) if (*min..=*max).contains(&number) => {}
                Some(_) => self.refuse("out_of_range", format!("This is between {min} and {max}.")),
                None => self.wrong_type("a number"),
            },
            Rule::NumberOrText { max } => {
                if !value.is_number() {
                    self.text(value, 0, *max);
                }
            }
            Rule::Boolean => {
                if !value.is_boolean() {
                    self.wrong_type("true or false");
                }
            }
            Rule::Millis => self.millis(value),
            Rule::Moment => self.moment(value, false),
            Rule::DateOrMoment => self.moment(value, true),
            Rule::Date => {
                if !value.as_str().is_some_and(moment::is_date) {
                    self.refuse("not_a_date", "This is a day such as 2026-11-24.".to_owned());
                }
            }
            Rule::TimeOfDay => {
                if !value.as_str().is_some_and(moment::is_time_of_day) {
                    self.refuse("not_a_time", "This is a time such as 18:30.".to_owned());
                }
            }
            Rule::Reference => {
                if !value.as_str().is_some_and(is_reference) {
                    self.refuse("malformed", "This is an id: 1 to 64 letters, digits, - and _.".to_owned());
                }
            }
            Rule::ScoreId => {
                if let Some(text) = self.text(value, 1, MAX_SCORE_ID) {
                    *value = Value::String((self.terms.score_id)(&text));
                }
            }
            Rule::Link => {
                let is_link = |text: &str| text.starts_with("https://") || text.starts_with("http://");
                if self.text(value, 1, MAX_LINK).is_some_and(|text| !is_link(&text)) {
                    self.refuse("not_a_link", "This is an address that begins with https:// or http://.".to_owned());
                }
            }
            Rule::Recurrence => {
                if !value.as_str().is_some_and(rrule::is_rule) {
                    self.refuse("not_a_rule", "This is a recurrence rule such as FREQ=WEEKLY;BYDAY=MO,TH.".to_owned());
                }
            }
            Rule::List { max, of } => self.list(value, *max, of),
            Rule::Object(fields) => match value.as_object_mut() {
                Some(object) => self.object(fields, object),
                None => self.wrong_type("an object"),
            },
            Rule::Anything { max_bytes } => {
                if value.to_string().len() > *max_bytes {
                    self.refuse("too_large", format!("This is at most {max_bytes} bytes of JSON."));
                }
            }
        }
    }

    fn wrong_type(&mut self, expected: &str) {
        self.refuse("wrong_type", format!("This is {expected}."));
    }

    fn text(&mut self, value: &Value, min: usize, max: usize) -> Option<String> {
        let Some(text) = value.as_str() else {
            self.wrong_type("text");
            return None;
        };
        // Bytes first: counting the characters of a text that is far too long anyway is work an attacker would choose for us.
        if text.len() > max * 4 || text.chars().count() > max {
            self.refuse("too_long", format!("This is at most {max} characters."));
        } else if text.trim().chars().count() < min {
            self.refuse("too_short", format!("This is at least {min} characters."));
        } else if text.contains('\0') {
            self.refuse("malformed", "This contains a character that is no text.".to_owned());
        } else {
            return Some(text.to_owned());
        }
        None
    }

    fn integer(&mut self, value: &mut Value, min: i64, max: i64) {
        #[expect(clippy::cast_possible_truncation, reason = "the guard leaves whole numbers of at most 53 bits")]
        let whole = match (value.as_i64(), value.as_f64()) {
            (Some(number), _) => Some(number),
            // 600.0 is 600 to whoever wrote it.
            (None, Some(number)) if number.fract() == 0.0 && number.abs() < 9e15 => Some(number as i64),
            _ => None,
        };
        match whole {
            Some(number) if (min..=max).contains(&number) => *value = Value::from(number),
            Some(_) => self.refuse("out_of_range", format!("This is between {min} and {max}.")),
            None => self.wrong_type("a whole number"),
        }
    }

    fn millis(&mut self, value: &mut Value) {
        if let Some(text) = value.as_str() {
            let Some(moment) = moment::parse(text) else {
                return self.refuse("not_a_time", "This is a moment such as 2026-11-24T18:30:00Z.".to_owned());
            };
            *value = Value::from(moment::millis(moment));
        }
        let latest = i64::try_from(self.terms.now.saturating_add(MAX_AHEAD_MILLIS)).unwrap_or(i64::MAX);
        if value.as_f64().is_some_and(|millis| millis > latest as f64) {
            return self.refuse("too_far_ahead", "This is at most a day ahead.".to_owned());
        }
        self.integer(value, 0, latest);
    }

    fn moment(&mut self, value: &mut Value, or_date: bool) {
        let text = value.as_str().unwrap_or_default();
        if or_date && moment::is_date(text) {
            return;
        }
        match moment::parse(text) {
            Some(moment) => *value = Value::String(moment::in_utc(moment)),
            None => self.refuse("not_a_time", "This is a moment such as 2026-11-24T18:30:00Z.".to_owned()),
        }
    }

    fn list(&mut self, value: &mut Value, max: usize, of: &Rule) {
        let Some(items) = value.as_array_mut() else {
            return self.wrong_type("a list");
        };
        if items.len() > max {
            return self.refuse("too_many", format!("This has at most {max} items."));
        }
        for (place, item) in items.iter_mut().enumerate() {
            self.within(&place.to_string(), |checker| checker.rule(of, item));
        }
    }

    fn object(&mut self, fields: &[Field], object: &mut Map<String, Value>) {
        for field in fields {
            match object.get_mut(field.name) {
                Some(value) => self.within(field.name, |checker| checker.defined(field, value)),
                None if field.required => self.violations.push(missing(&format!("{}/{}", self.pointer, field.name))),
                None => {}
            }
        }
    }
}

fn is_reference(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}
