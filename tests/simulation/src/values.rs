//! What people write down: kinds of records, their fields, and values in the form they are sent and the form they are stored in.
//!
//! Written out by hand and not taken from the rules, so that the oracle knows by itself what the server is to make of a value.

use std::fmt;

/// Which record of a user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    /// `logbook_entry` and so on.
    pub(crate) kind: &'static str,
    /// A UUID. Several users have records of the same id, and so have several kinds.
    pub(crate) id: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id.strip_prefix("0190b3c2-0000-7000-9000-") {
            Some(number) => write!(f, "{} {}", self.kind, number.trim_start_matches('0')),
            None => f.write_str(self.kind),
        }
    }
}

/// A user by number.
pub(crate) const USERS: [&str; 3] = ["Clara", "Fanny", "Nadia"];

/// The id of a user.
pub(crate) fn user_id(user: usize) -> String {
    format!("0190b3c2-0000-7000-8000-{user:012}")
}

/// The record of a number. 0 is the preferences, of which a user has one, with an id that every device knows.
pub(crate) fn key(user: usize, number: usize) -> Key {
    if number == 0 {
        return Key { kind: PREFERENCES.name, id: user_id(user) };
    }
    let kind = [&GOAL, &LOGBOOK_ENTRY, &REPERTOIRE_ITEM][number % 3];
    Key { kind: kind.name, id: format!("0190b3c2-0000-7000-9000-{:012}", number / 2) }
}

/// A kind of record.
#[derive(Debug)]
pub(crate) struct Kind {
    /// As in a mutation.
    pub(crate) name: &'static str,
    /// The fields that are written here; the required ones first.
    pub(crate) fields: &'static [Field],
    /// A field and a value that it may not have.
    pub(crate) wrong: (&'static str, &'static str),
}

/// A field of a kind.
#[derive(Debug)]
pub(crate) struct Field {
    /// As in a mutation.
    pub(crate) name: &'static str,
    /// Whether a record needs it.
    pub(crate) required: bool,
    /// Values as sent and as stored. None where it is free text.
    values: &'static [(&'static str, &'static str)],
}

const fn needed(name: &'static str, values: &'static [(&'static str, &'static str)]) -> Field {
    Field { name, required: true, values }
}

const fn possible(name: &'static str, values: &'static [(&'static str, &'static str)]) -> Field {
    Field { name, required: false, values }
}

const PREFERENCES: Kind = Kind {
    name: "preferences",
    fields: &[
        possible("theme", &[("\"light\"", "\"light\""), ("\"dark\"", "\"dark\""), ("null", "null")]),
        possible("primaryInstrument", &[("\" Viola \"", "\"viola\""), ("\"oboe\"", "\"oboe\"")]),
        possible("metronomePresets", &[("{\"a\": [60, 72]}", "{\"a\": [60, 72]}"), ("[]", "[]")]),
    ],
    wrong: ("theme", "\"plaid\""),
};

const GOAL: Kind = Kind {
    name: "goal",
    fields: &[
        needed("title", &[]),
        needed("type", &[("\"custom\"", "\"custom\""), ("\"accuracy\"", "\"accuracy\"")]),
        possible("description", &[]),
        possible("current", &[("3", "3"), ("7.5", "7.5"), ("0", "0")]),
        possible(
            "dueDate",
            &[("\"2027-01-02\"", "\"2027-01-02\""), ("\"2027-03-01T09:00:00+01:00\"", "\"2027-03-01T08:00:00.000Z\"")],
        ),
    ],
    wrong: ("type", "\"nap\""),
};

const LOGBOOK_ENTRY: Kind = Kind {
    name: "logbook_entry",
    fields: &[
        needed(
            "timestamp",
            &[
                ("1789000000000", "1789000000000"),
                ("\"2026-09-10T00:26:40Z\"", "1789000000000"),
                ("1788e9", "1788000000000"),
            ],
        ),
        needed("duration", &[("600", "600"), ("1800.0", "1800"), ("0", "0")]),
        needed("type", &[("\"practice\"", "\"practice\""), ("\"lesson\"", "\"lesson\"")]),
        needed("instrument", &[("\"Piano\"", "\"piano\""), ("\"viola da gamba\"", "\"viola da gamba\"")]),
        possible("notes", &[]),
        possible("mood", &[("\"neutral\"", "\"neutral\""), ("null", "null")]),
        // Not of this kind; kept as it is.
        possible("x_colour", &[("\"red\"", "\"red\""), ("[1, {\"b\": null}]", "[1, {\"b\": null}]")]),
    ],
    wrong: ("duration", "-5"),
};

const REPERTOIRE_ITEM: Kind = Kind {
    name: "repertoire_item",
    fields: &[
        needed(
            "scoreId",
            &[
                ("\"Clair de Lune - Debussy\"", "\"clair de lune-claude debussy\""),
                ("\"nocturne-frédéric chopin\"", "\"nocturne-frédéric chopin\""),
            ],
        ),
        needed("title", &[]),
        needed("status", &[("\"planned\"", "\"planned\""), ("\"learning\"", "\"learning\"")]),
        possible("notes", &[]),
        possible("currentTempo", &[("60", "60"), ("72.0", "72")]),
    ],
    // Required and taken away.
    wrong: ("status", "null"),
};

/// The kind of that name.
pub(crate) fn kind(name: &str) -> Option<&'static Kind> {
    [&PREFERENCES, &GOAL, &LOGBOOK_ENTRY, &REPERTOIRE_ITEM].into_iter().find(|kind| kind.name == name)
}

/// The kind's own name where there is such a kind.
pub(crate) fn kind_name(name: &str) -> Option<&'static str> {
    kind(name).map(|kind| kind.name)
}

impl Field {
    /// A value by number, as it is sent. Free text names the user, so that what leaks from one to another is seen.
    pub(crate) fn value(&self, user: usize, number: u16) -> (String, String) {
        let value = match self.values {
            [] => format!("\"{} {number}\"", USERS[user]),
            values => values[usize::from(number) % values.len()].0.to_owned(),
        };
        (self.name.to_owned(), value)
    }
}

impl Kind {
    /// The values of fields by number.
    pub(crate) fn values(
        &self,
        user: usize,
        number: u16,
        wanted: impl Fn(usize, &Field) -> bool,
    ) -> Vec<(String, String)> {
        let wanted = self.fields.iter().enumerate().filter(|(place, field)| wanted(*place, field));
        wanted.map(|(_, field)| field.value(user, number)).collect()
    }

    /// The form a value is stored in. `None` where the server refuses it.
    pub(crate) fn stored<'a>(&self, field: &str, sent: &'a str) -> Option<&'a str> {
        if (field, sent) == self.wrong {
            return None;
        }
        let known = self.fields.iter().filter(|known| known.name == field).flat_map(|known| known.values);
        Some(known.clone().find(|(form, _)| *form == sent).map_or(sent, |(_, stored)| stored))
    }
}
