//! Writing terms.

use std::collections::BTreeMap;

use mirubato_dictionary_terms::{Definition, Kind, Pronunciation, Provenance, Related, SourceLanguage, Term, fold};
use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;
use serde::Serialize;
use serde_json::{Value, json};

use super::index;

/// How many terms are written at once: their texts travel in one value.
const AT_ONCE: usize = 100;

/// Writes terms, new ones and changes, with everything they are found by. Returns the slugs of what was written.
///
/// One that is there already with a provenance that is not among `over` stands; so does one that says the same. Within a transaction: six statements for a hundred terms.
///
/// # Errors
/// Where the database does not answer.
pub async fn put(on: &impl Executor, terms: &[Term], now: &str, over: &[Provenance]) -> Result<Vec<String>, SqlError> {
    let over: Vec<_> = over.iter().map(|provenance| provenance.name()).collect();
    let over = serde_json::to_string(&over).unwrap_or_default();
    let mut written = Vec::new();
    for terms in terms.chunks(AT_ONCE) {
        let rows: Vec<_> = terms.iter().map(row).collect();
        let rows = serde_json::to_string(&rows).unwrap_or_default();
        let numbers = on.run(PUT, values![rows, now, over.as_str()]).await?;
        let mut changed = Vec::with_capacity(numbers.len());
        for row in &numbers {
            let (number, slug) = (row.integer(0)?, row.text(1)?);
            changed.extend(terms.iter().find(|term| term.id == slug).map(|term| (number, term)));
            written.push(slug.to_owned());
        }
        index::write(on, &changed).await?;
    }
    Ok(written)
}

const PUT: &str = "INSERT INTO terms (slug, headword, sort_key, letter, language, kind, difficulty, head, definitions, briefs, quality, \
    provenance, version, updated_at) SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, \
    value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, 1, ?2 FROM json_each(?1) WHERE true \
    ON CONFLICT (slug) DO UPDATE SET headword = excluded.headword, sort_key = excluded.sort_key, letter = excluded.letter, \
    language = excluded.language, kind = excluded.kind, difficulty = excluded.difficulty, head = excluded.head, \
    definitions = excluded.definitions, briefs = excluded.briefs, quality = excluded.quality, provenance = excluded.provenance, \
    version = version + 1, updated_at = ?2 \
    WHERE provenance IN (SELECT value FROM json_each(?3)) AND (head <> excluded.head OR definitions <> excluded.definitions \
    OR quality <> excluded.quality OR provenance <> excluded.provenance) RETURNING number, slug";

/// A term as the columns of its row. What is JSON there is text here.
fn row(term: &Term) -> Value {
    let sort_key = fold(&term.term);
    let letter = sort_key.chars().next().filter(char::is_ascii_alphabetic).unwrap_or('#');
    let shown = |shown: fn(&Definition) -> Definition| {
        let all = term.definitions.iter().map(|(language, definition)| (language, shown(definition)));
        text(&all.collect::<BTreeMap<_, _>>())
    };
    let definitions = shown(|definition| Definition { asked: Vec::new(), ..definition.clone() });
    let briefs = shown(|definition| Definition {
        names: definition.names.clone(),
        brief: definition.brief.clone(),
        ..Definition::default()
    });
    json!([
        term.id,
        term.term,
        sort_key,
        letter,
        term.source_language,
        term.r#type,
        term.difficulty,
        text(&Head::of(term)),
        definitions,
        briefs,
        text(&term.quality),
        term.provenance,
    ])
}

/// What is shown of a term before its definitions.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    id: &'a str,
    term: &'a str,
    source_language: SourceLanguage,
    r#type: Kind,
    pronunciation: &'a Pronunciation,
    abbreviations: &'a [String],
    synonyms: &'a [String],
    related: &'a [Related],
    instruments: &'a [String],
    difficulty: u8,
}

impl<'a> Head<'a> {
    fn of(term: &'a Term) -> Self {
        Self {
            id: &term.id,
            term: &term.term,
            source_language: term.source_language,
            r#type: term.r#type,
            pronunciation: &term.pronunciation,
            abbreviations: &term.abbreviations,
            synonyms: &term.synonyms,
            related: &term.related,
            instruments: &term.instruments,
            difficulty: term.difficulty,
        }
    }
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Removes a term. True where it was there.
///
/// # Errors
/// Where the database does not answer.
pub async fn remove(on: &impl Executor, slug: &str) -> Result<bool, SqlError> {
    let rows = on.run("DELETE FROM terms WHERE slug = ?1 RETURNING number", values![slug]).await?;
    let numbers = rows.iter().map(|row| row.integer(0)).collect::<Result<Vec<_>, _>>()?;
    index::forget(on, &numbers).await?;
    Ok(!numbers.is_empty())
}

/// Removes curated terms that are not among `terms`: their files are gone. Returns how many.
///
/// # Errors
/// Where the database does not answer.
pub async fn remove_curated_except(on: &impl Executor, terms: &[Term]) -> Result<usize, SqlError> {
    let sql = "DELETE FROM terms WHERE provenance = 'curated' AND slug NOT IN (SELECT value FROM json_each(?1)) RETURNING number";
    let rows = on.run(sql, values![slugs(terms)]).await?;
    let numbers = rows.iter().map(|row| row.integer(0)).collect::<Result<Vec<_>, _>>()?;
    index::forget(on, &numbers).await?;
    Ok(numbers.len())
}

/// Those of `terms` that are there and not curated.
///
/// # Errors
/// Where the database does not answer.
pub async fn others(on: &impl Executor, terms: &[Term]) -> Result<Vec<String>, SqlError> {
    let sql = "SELECT slug FROM terms WHERE provenance <> 'curated' AND slug IN (SELECT value FROM json_each(?1)) ORDER BY slug";
    let rows = on.run(sql, values![slugs(terms)]).await?;
    rows.into_iter().map(|mut row| row.take_text(0)).collect()
}

fn slugs(terms: &[Term]) -> String {
    let slugs: Vec<_> = terms.iter().map(|term| term.id.as_str()).collect();
    serde_json::to_string(&slugs).unwrap_or_default()
}
