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

/// Terms in JSON, in the order of their slugs in `slugs`, each with its slug. Of their definitions only `names` and `brief`.
///
/// # Errors
/// Where the database does not answer.
pub async fn by_slugs(
    on: &impl Executor,
    slugs: &[&str],
    language: Option<Language>,
) -> Result<Vec<(String, String)>, SqlError> {
    let sql =
        format!("SELECT slug, {} FROM json_each(?1) JOIN terms ON slug = value ORDER BY key", json("briefs", language));
    let rows = on.run(&sql, values![serde_json::to_string(slugs).unwrap_or_default()]).await?;
    rows.into_iter().map(|mut row| Ok((row.take_text(0)?, row.take_text(1)?))).collect()
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

/// How many terms there are in which language.
#[derive(Clone, Debug)]
pub struct Counts {
    /// By the place of the language they are explained in.
    pub explained: Vec<(i64, u64)>,
    /// By the language they come from, most first.
    pub sources: Vec<(String, u64)>,
}

/// Counts terms by language. Two statements.
///
/// # Errors
/// Where the database does not answer.
pub async fn languages(on: &impl Executor) -> Result<Counts, SqlError> {
    let explained = on.run("SELECT rowid % 8, count(*) FROM texts GROUP BY 1", Vec::new()).await?;
    let sources = on.run("SELECT language, count(*) FROM terms GROUP BY 1 ORDER BY 2 DESC, 1", Vec::new()).await?;
    Ok(Counts {
        explained: explained.iter().map(|row| Ok((row.integer(0)?, row.count(1)?))).collect::<Result<_, SqlError>>()?,
        sources: sources
            .into_iter()
            .map(|mut row| Ok((row.take_text(0)?, row.count(1)?)))
            .collect::<Result<_, SqlError>>()?,
    })
}

/// How many there are.
///
/// # Errors
/// Where the database does not answer.
pub async fn count(on: &impl Executor) -> Result<i64, SqlError> {
    on.run_for_one("SELECT count(*) FROM terms", Vec::new()).await?.ok_or(SqlError::Shape("a count"))?.integer(0)
}
