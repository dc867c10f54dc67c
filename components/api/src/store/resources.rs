//! Records as REST shows them, put together by the database and never taken apart here.

use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;

use crate::resource::Place;

/// A row of `records` as a resource. Ids and times have fixed forms, and no field has the name of a member that stands before the fields.
/// A record that is not deleted has at least one field.
pub const SHOWN: &str = "'{\"id\":\"' || id || '\",\"version\":' || version || ',\"createdAt\":\"' || created_on || \
    '\",\"updatedAt\":\"' || updated_on || '\",' || substr(fields, 2)";

/// A record's version and its text as a resource.
///
/// # Errors
/// Where the database does not answer.
pub async fn one(database: &Database, user: &str, place: &Place) -> Result<Option<(u64, String)>, SqlError> {
    let mut values = values![user, place.resource.kind.name, place.id.as_str()];
    let mut belongs = "";
    if let Some(parent) = &place.parent {
        values.extend(values![parent.field, parent.id.as_str()]);
        belongs = " AND fields ->> ?4 = ?5";
    }
    let sql = format!(
        "SELECT version, {SHOWN} FROM records WHERE user_id = ?1 AND kind = ?2 AND id = ?3 AND deleted = 0{belongs}"
    );
    let Some(mut row) = database.query_one(&sql, values).await? else { return Ok(None) };
    Ok(Some((row.count(0)?, row.take_text(1)?)))
}
