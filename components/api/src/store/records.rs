//! Records as rows.

use std::collections::BTreeMap;

use mirubato_kit::sql::{Row, SqlError, Transaction};
use mirubato_kit::values;
use mirubato_records::{Field, Record};
use serde::Serialize;
use serde_json::value::RawValue;

/// Which record of a user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Key {
    /// `logbook_entry` and so on.
    pub kind: &'static str,
    /// A UUID.
    pub id: String,
}

/// A record as it is stored.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    /// What it holds.
    pub record: Record,
    /// The user's version as of its last change.
    pub version: u64,
    /// When it was made, RFC 3339.
    pub created_on: String,
    /// When it last changed, RFC 3339.
    pub updated_on: String,
}

/// Where a user and a device stand before a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The user's version.
    pub version: u64,
    /// The user's records that are not deleted.
    pub live: u64,
    /// When the device was last noted, in Unix milliseconds.
    pub device_seen: Option<i64>,
    /// When deletions were last looked through, in Unix milliseconds.
    pub purged_at: u64,
}

/// Reads where the user stands and those of `keys` that exist, in one statement. `None` where there is no such user.
///
/// # Errors
/// Where the database does not answer.
pub async fn read(
    transaction: &Transaction,
    user: &str,
    device: Option<&str>,
    keys: &[Key],
) -> Result<Option<(Standing, BTreeMap<Key, Stored>)>, SqlError> {
    let wanted = keys.iter().map(|key| (key.kind, &key.id)).collect::<Vec<_>>();
    let wanted = serde_json::to_string(&wanted).unwrap_or_default();
    let rows = transaction.query(READ, values![user, wanted, device]).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let standing = Standing {
        version: first.count(0)?,
        live: first.count(1)?,
        device_seen: first.integer_or_null(2)?,
        purged_at: first.count(3)?,
    };
    let mut found = BTreeMap::new();
    for row in &rows {
        // A user without any of the records has one row, with nothing in it.
        let Some(place) = row.integer_or_null(4)? else { continue };
        let key = usize::try_from(place).ok().and_then(|place| keys.get(place)).ok_or(SqlError::Shape("a key"))?;
        found.insert(key.clone(), stored(row, 5)?);
    }
    Ok(Some((standing, found)))
}

const READ: &str = "SELECT u.version, u.live_count, d.last_seen_at, u.purged_at, found.place, \
    found.fields, found.stamps, found.deleted_stamp, found.version, found.created_on, found.updated_on \
    FROM users u LEFT JOIN devices d ON d.user_id = u.id AND d.id = ?3 \
    LEFT JOIN (SELECT wanted.key AS place, r.* FROM json_each(?2) wanted CROSS JOIN records r \
      ON r.user_id = ?1 AND r.kind = wanted.value ->> 0 AND r.id = wanted.value ->> 1) found ON true \
    WHERE u.id = ?1";

/// Reads a record from the columns `fields, stamps, deleted_stamp, version, created_on, updated_on`, from `at` on.
///
/// # Errors
/// Where a column holds something else.
pub fn stored(row: &Row, at: usize) -> Result<Stored, SqlError> {
    let record = parse(row.text(at)?, row.text(at + 1)?, row.text_or_null(at + 2)?)?;
    Ok(Stored {
        record,
        version: row.count(at + 3)?,
        created_on: row.text(at + 4)?.to_owned(),
        updated_on: row.text(at + 5)?.to_owned(),
    })
}

/// A record from its columns.
///
/// # Errors
/// Where they are not the JSON that [`Columns::of`] makes.
pub fn parse(fields: &str, stamps: &str, deleted: Option<&str>) -> Result<Record, SqlError> {
    let broken = |_| SqlError::Shape("fields and stamps in JSON");
    let values: BTreeMap<String, &RawValue> = serde_json::from_str(fields).map_err(broken)?;
    let mut stamps: BTreeMap<String, String> = serde_json::from_str(stamps).map_err(broken)?;
    let mut record = Record { deleted: deleted.map(ToOwned::to_owned), ..Record::default() };
    for (name, value) in values {
        let stamp = stamps.remove(&name).ok_or(SqlError::Shape("a stamp for every field"))?;
        record.fields.insert(name, Field { value: value.get().to_owned(), stamp });
    }
    Ok(record)
}

/// A record in the form of its columns.
#[derive(Debug)]
pub struct Columns {
    /// Values by field, a JSON object.
    pub fields: String,
    /// Stamps by field, a JSON object.
    pub stamps: String,
}

impl Columns {
    /// The columns of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        // Names are letters, digits and underscores, and stamps have a fixed form: neither needs escaping.
        let (mut fields, mut stamps) = (String::from("{"), String::from("{"));
        for (place, (name, field)) in record.fields.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            fields.extend([comma, "\"", name, "\":", &field.value]);
            stamps.extend([comma, "\"", name, "\":\"", &field.stamp, "\""]);
        }
        fields.push('}');
        stamps.push('}');
        Self { fields, stamps }
    }
}

/// A row to write. Serialised as a list, in the order of [`WRITE`].
#[derive(Debug, Serialize)]
pub struct NewRow<'a>(
    pub &'a str,
    pub &'a str,
    pub u64,
    pub bool,
    pub Option<&'a str>,
    pub &'a str,
    pub &'a str,
    pub &'a str,
    pub &'a str,
    pub u64,
    pub &'a str,
);

/// Writes rows, all in one statement.
///
/// # Errors
/// Where the database does not answer.
pub async fn write(transaction: &Transaction, user: &str, rows: &[NewRow<'_>]) -> Result<(), SqlError> {
    let rows = serde_json::to_string(rows).map_err(|error| SqlError::Other(error.to_string()))?;
    transaction.query(WRITE, values![user, rows]).await.map(|_| ())
}

/// What a row was made on never changes, nor what it is sorted by, except where that is a time of its own.
const WRITE: &str = "INSERT INTO records \
    (user_id, kind, id, version, deleted, deleted_stamp, fields, stamps, created_on, updated_on, sort_at, search) \
    SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, \
    value ->> 8, value ->> 9, value ->> 10 FROM json_each(?2) WHERE true \
    ON CONFLICT (user_id, kind, id) DO UPDATE SET version = excluded.version, deleted = excluded.deleted, \
    deleted_stamp = excluded.deleted_stamp, fields = excluded.fields, stamps = excluded.stamps, \
    updated_on = excluded.updated_on, search = excluded.search, \
    sort_at = CASE WHEN records.kind IN ('logbook_entry', 'plan_occurrence') THEN excluded.sort_at ELSE records.sort_at END";

/// Sets where the user stands.
///
/// # Errors
/// Where the database does not answer.
pub async fn advance(transaction: &Transaction, user: &str, version: u64, live: u64) -> Result<(), SqlError> {
    let sql = "UPDATE users SET version = ?2, live_count = ?3 WHERE id = ?1";
    transaction.query(sql, values![user, version, live]).await.map(|_| ())
}
