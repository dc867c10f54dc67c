//! Reading terms.

use mirubato_dictionary_terms::Language;
use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// A term as an answer.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its slug.
    pub slug: String,
    /// Its version.
    pub version: u64,
    /// The term in JSON.
    pub body: String,
}

/// The term of a slug, or else the one that is called `folded`, which is a name after [`mirubato_dictionary_terms::fold`].
///
/// The headword goes before an abbreviation, that before a synonym, and of several terms the one that is met first. Of its definitions those
/// in `language`, or all. One statement of indexed reads.
///
/// # Errors
/// Where the database does not answer.
pub async fn by_name(
    on: &impl Executor,
    slug: &str,
    folded: &str,
    language: Option<Language>,
) -> Result<Option<Shown>, SqlError> {
    let sql = format!(
        "SELECT slug, version, {} FROM terms WHERE number = coalesce((SELECT number FROM terms WHERE slug = ?1), \
         (SELECT number FROM names JOIN terms ON number = term WHERE folded = ?2 ORDER BY naming, difficulty, slug LIMIT 1))",
        json("definitions", language)
    );
    let row = on.run_for_one(&sql, values![slug, folded]).await?;
    row.map(|mut row| Ok(Shown { slug: row.take_text(0)?, version: row.count(1)?, body: row.take_text(2)? }))
        .transpose()
}

/// The SQL of a term as JSON, its definitions taken from a column.
pub(super) fn json(column: &str, language: Option<Language>) -> String {
    let definitions = match language {
        None => column.to_owned(),
        Some(language) => {
            let tag = language.tag();
            format!("json_object('{tag}', {column} -> '$.\"{tag}\"')")
        }
    };
    format!(
        "substr(head, 1, length(head) - 1) || ',\"definitions\":' || {definitions} || ',\"quality\":' || quality || \
         ',\"provenance\":\"' || provenance || '\",\"updatedAt\":\"' || updated_at || '\",\"version\":' || version || '}}'"
    )
}

/// How many there are.
///
/// # Errors
/// Where the database does not answer.
pub async fn count(on: &impl Executor) -> Result<i64, SqlError> {
    on.run_for_one("SELECT count(*) FROM terms", Vec::new()).await?.ok_or(SqlError::Shape("a count"))?.integer(0)
}
