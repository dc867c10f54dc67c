//! What terms are found by.

use mirubato_dictionary_terms::search::sound;
use mirubato_dictionary_terms::{Term, grams, names, words};
use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;
use serde_json::{Value, json};

use crate::store::loaded;

/// Writes what terms are found by, in place of what they were found by before.
pub(super) async fn write(on: &impl Executor, terms: &[(i64, &Term)]) -> Result<(), SqlError> {
    let numbers: Vec<_> = terms.iter().map(|(number, _)| *number).collect();
    forget(on, &numbers).await?;
    let (mut named, mut grammed, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for (number, term) in terms {
        for (place, name) in (0..).zip(names(term)) {
            let (id, heard) = (number * 64 + place, sound(&name.folded));
            grammed.extend(grams(&heard).into_iter().map(|gram| json!([gram, id])));
            named.push(json!([id, number, name.name, name.folded, heard, name.naming.rank(), name.languages.0]));
        }
        said.extend(words::of_term(term).into_iter().map(|text| {
            json!([number * 8 + i64::from(text.language as u8), text.names, text.brief, text.asked, text.more])
        }));
    }
    let sql = "INSERT INTO names (id, term, name, folded, sound, naming, languages) SELECT value ->> 0, value ->> 1, value ->> 2, \
        value ->> 3, value ->> 4, value ->> 5, value ->> 6 FROM json_each(?1)";
    insert(on, sql, &named).await?;
    let sql = "INSERT OR IGNORE INTO grams (gram, name) SELECT value ->> 0, value ->> 1 FROM json_each(?1)";
    insert(on, sql, &grammed).await?;
    let sql = "INSERT INTO texts (rowid, names, brief, asked, more) SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 \
        FROM json_each(?1)";
    insert(on, sql, &said).await
}

async fn insert(on: &impl Executor, sql: &str, rows: &[Value]) -> Result<(), SqlError> {
    on.run(sql, values![serde_json::to_string(rows).unwrap_or_default()]).await.map(|_| ())
}

/// Removes what terms are found by.
pub(super) async fn forget(on: &impl Executor, numbers: &[i64]) -> Result<(), SqlError> {
    if numbers.is_empty() {
        return Ok(());
    }
    loaded::change(on).await?;
    let numbers = serde_json::to_string(numbers).unwrap_or_default();
    for sql in [
        "DELETE FROM grams WHERE name IN (SELECT id FROM names WHERE term IN (SELECT value FROM json_each(?1)))",
        "DELETE FROM names WHERE term IN (SELECT value FROM json_each(?1))",
        "DELETE FROM texts WHERE rowid IN (SELECT 8 * n.value + l.value FROM json_each(?1) n, json_each('[0,1,2,3,4,5]') l)",
    ] {
        on.run(sql, values![numbers.as_str()]).await?;
    }
    Ok(())
}
