//! What may be meant: terms that are called like what was typed, and terms of which its words are said.

use std::collections::BTreeMap;

use mirubato_dictionary_terms::search::Query;
use mirubato_dictionary_terms::search::rank::{Called, Candidate};
use mirubato_dictionary_terms::{Languages, Naming, grams};
use mirubato_kit::sql::{Executor, Row, SqlError};
use mirubato_kit::values;

/// Longer texts are no names, and everything has a few letters in common with them.
const LONGEST_NAME: usize = 40;

/// Terms with a name that is anything like what was typed. One statement.
///
/// # Errors
/// Where the database does not answer.
pub async fn by_name(on: &impl Executor, query: &Query) -> Result<Vec<Candidate>, SqlError> {
    let forms = query.forms.iter().filter(|form| form.folded.chars().count() <= LONGEST_NAME);
    let forms: Vec<_> = forms.map(|form| (&form.folded, &form.sound, grams(&form.sound))).collect();
    if forms.is_empty() {
        return Ok(Vec::new());
    }
    let forms = serde_json::to_string(&forms).unwrap_or_default();
    let rows = on.run(BY_NAME, values![forms]).await?;
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    for row in &rows {
        let slug = row.text(0)?;
        let called = Called {
            name: row.text(8)?.to_owned(),
            folded: row.text(4)?.to_owned(),
            sound: row.text(5)?.to_owned(),
            naming: Naming::of_rank(row.integer(6)?).ok_or(SqlError::Shape("a naming"))?,
            languages: Languages(u8::try_from(row.integer(7)?).unwrap_or_default()),
        };
        match candidates.get_mut(slug) {
            Some(candidate) => candidate.names.push(called),
            None => {
                candidates.insert(slug.to_owned(), Candidate { names: vec![called], ..candidate(row)? });
            }
        }
    }
    Ok(candidates.into_values().collect())
}

/// Names that begin so, names that sound as if they began so, and those that have most of their pieces in common.
const BY_NAME: &str = "WITH form AS MATERIALIZED (SELECT value ->> 0 AS folded, value ->> 1 AS sound, value -> 2 AS grams FROM json_each(?1)), \
    found (id) AS (\
      SELECT id FROM (SELECT id FROM form JOIN names n ON n.folded >= form.folded AND n.folded < form.folded || char(1114111) \
        ORDER BY length(n.folded) LIMIT 40) \
      UNION SELECT id FROM (SELECT id FROM form JOIN names n ON n.sound >= form.sound AND n.sound < form.sound || char(1114111) \
        ORDER BY length(n.sound) LIMIT 40) \
      UNION SELECT name FROM (SELECT name, count(*) AS shared FROM grams WHERE gram IN \
        (SELECT value FROM form, json_each(form.grams)) GROUP BY name ORDER BY shared DESC LIMIT 60)) \
    SELECT slug, headword, difficulty, opened, n.folded, n.sound, naming, languages, n.name FROM found JOIN names n USING (id) \
    JOIN terms ON number = term";

/// Terms of which the words are said, the best first. One statement.
///
/// # Errors
/// Where the database does not answer.
pub async fn by_words(on: &impl Executor, query: &Query) -> Result<Vec<Candidate>, SqlError> {
    if query.words.is_empty() {
        return Ok(Vec::new());
    }
    // In quotes a word is a word, whatever it means to FTS5.
    let words: Vec<_> = query.words.iter().map(|word| format!("\"{}\"", word.replace('"', ""))).collect();
    let own = query.language.map_or(-1, |language| i64::from(language as u8));
    let rows = on.run(BY_WORDS, values![words.join(" OR "), own]).await?;
    let candidates = rows.iter().map(|row| {
        let words = row.real(4)?;
        Ok(Candidate { words, ..candidate(row)? })
    });
    candidates.collect()
}

/// What is said in another language than the one that is asked in weighs a little less.
const BY_WORDS: &str = "SELECT slug, headword, difficulty, opened, max(weight) FROM (\
    SELECT rowid / 8 AS term, -bm25(texts, 2.0, 2.0, 2.0, 1.0) * CASE WHEN rowid % 8 = ?2 OR ?2 < 0 THEN 1.0 ELSE 0.7 END AS weight \
    FROM texts WHERE texts MATCH ?1 ORDER BY weight DESC LIMIT 200) JOIN terms ON number = term GROUP BY term ORDER BY max(weight) DESC LIMIT 60";

/// Terms of which only that they are near in meaning is known. One statement, none for none.
///
/// # Errors
/// Where the database does not answer.
pub async fn by_slugs(on: &impl Executor, slugs: &[&str]) -> Result<Vec<Candidate>, SqlError> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT slug, headword, difficulty, opened FROM json_each(?1) JOIN terms ON slug = value";
    let rows = on.run(sql, values![serde_json::to_string(slugs).unwrap_or_default()]).await?;
    rows.iter().map(candidate).collect()
}

fn candidate(row: &Row) -> Result<Candidate, SqlError> {
    Ok(Candidate {
        slug: row.text(0)?.to_owned(),
        headword: row.text(1)?.to_owned(),
        difficulty: u8::try_from(row.integer(2)?).unwrap_or(u8::MAX),
        opened: row.count(3)?,
        ..Candidate::default()
    })
}
