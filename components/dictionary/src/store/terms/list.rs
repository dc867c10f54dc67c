//! Lists of terms.

use mirubato_dictionary_terms::{Kind, Language};
use mirubato_kit::sql::{Executor, SqlError, Value};
use mirubato_web::cursor::Cursor;

use super::read::json;

/// What is asked for. What is not set excludes nothing.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The language of the briefs; all where absent.
    pub language: Option<Language>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only what begins with this letter, or with none of them: `#`.
    pub letter: Option<String>,
    /// After this: its `key` is the folded headword, its `id` the slug.
    pub after: Option<Cursor>,
    /// How many at most.
    pub limit: u32,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The terms in JSON, with commas between them. Of their definitions only `names` and `brief`.
    pub items: String,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// Terms in the order of their headwords. One statement.
///
/// # Errors
/// Where the database does not answer.
pub async fn list(on: &impl Executor, list: &List) -> Result<Page, SqlError> {
    let mut values: Vec<Value> = Vec::new();
    let mut terms = String::from("1");
    let mut term = |sql: &str, given: Vec<Value>| {
        terms.push_str(" AND ");
        terms.push_str(sql);
        values.extend(given);
    };
    if let Some(kind) = list.kind {
        term("kind = ?", vec![kind.name().into()]);
    }
    if let Some(letter) = &list.letter {
        term("letter = ?", vec![letter.as_str().into()]);
    }
    if let Some(after) = &list.after {
        term("(sort_key, slug) > (?, ?)", vec![after.key.as_str().into(), after.id.as_str().into()]);
    }
    let limit = list.limit;
    let sql = format!(
        "SELECT group_concat(item, ',') FILTER (WHERE place <= {limit}), max(place), max(sort_key) FILTER (WHERE place = {limit}), \
         max(slug) FILTER (WHERE place = {limit}) FROM (SELECT item, sort_key, slug, row_number() OVER () AS place FROM \
         (SELECT {} AS item, sort_key, slug FROM terms WHERE {terms} ORDER BY sort_key, slug LIMIT {limit} + 1))",
        json("briefs", list.language)
    );
    let mut row = on.run_for_one(&sql, values).await?.ok_or(SqlError::Shape("a page"))?;
    let found = row.integer_or_null(1)?.unwrap_or(0);
    let next =
        if found > i64::from(limit) { Some(Cursor { key: row.take_text(2)?, id: row.take_text(3)? }) } else { None };
    let items = if row.text_or_null(0)?.is_some() { row.take_text(0)? } else { String::new() };
    Ok(Page { items, next })
}
