//! How often terms were opened and words missed, by day. Nothing here says by whom.

use mirubato_kit::platform;
use mirubato_kit::sql::{Database, Executor, SqlError};
use mirubato_kit::values;
use serde::Serialize;

/// For so many days is counted which term was opened when.
const KEPT_DAYS: u64 = 100;
const DAY_MILLIS: u64 = 86_400_000;
/// As many missed words are kept: those that are missed most.
const KEPT_GAPS: u64 = 5_000;

/// A term and how often it was opened.
#[derive(Clone, Debug, Serialize)]
pub struct Opened {
    /// Its slug.
    pub id: String,
    /// Its headword.
    pub term: String,
    /// How often.
    pub count: u64,
}

/// A word that is not there.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Missed {
    /// As it is compared.
    pub word: String,
    /// How often it was looked for.
    pub count: u64,
    /// The day it was looked for last.
    pub last_day: String,
}

/// Counts a term as opened. False where there is none.
///
/// # Errors
/// Where the database does not answer.
pub async fn opened(database: &Database, slug: &str, now: u64) -> Result<bool, SqlError> {
    let transaction = database.begin().await?;
    let sql = "UPDATE terms SET opened = opened + 1 WHERE slug = ?1 RETURNING 1";
    if transaction.run_for_one(sql, values![slug]).await?.is_none() {
        transaction.roll_back().await?;
        return Ok(false);
    }
    let sql = "INSERT INTO popular (day, slug, count) VALUES (?1, ?2, 1) ON CONFLICT (day, slug) DO UPDATE SET count = count + 1";
    transaction.run(sql, values![day(now), slug]).await?;
    let sql = "DELETE FROM popular WHERE day < ?1";
    transaction.run(sql, values![day(now.saturating_sub(KEPT_DAYS * DAY_MILLIS))]).await?;
    transaction.commit().await.map(|()| true)
}

/// The terms that were opened most in the last `days`.
///
/// # Errors
/// Where the database does not answer.
pub async fn popular(on: &impl Executor, now: u64, days: u32, limit: u32) -> Result<Vec<Opened>, SqlError> {
    let sql = "SELECT slug, headword, sum(count) FROM popular JOIN terms USING (slug) WHERE day > ?1 \
        GROUP BY slug ORDER BY sum(count) DESC, slug LIMIT ?2";
    let since = day(now.saturating_sub(u64::from(days) * DAY_MILLIS));
    let rows = on.run(sql, values![since, u64::from(limit)]).await?;
    rows.into_iter()
        .map(|mut row| Ok(Opened { id: row.take_text(0)?, term: row.take_text(1)?, count: row.count(2)? }))
        .collect()
}

/// Counts a word as missed.
///
/// # Errors
/// Where the database does not answer.
pub async fn missed(database: &Database, word: &str, now: u64) -> Result<(), SqlError> {
    let transaction = database.begin().await?;
    let sql = "INSERT INTO gaps (word, count, last_day) VALUES (?1, 1, ?2) \
        ON CONFLICT (word) DO UPDATE SET count = count + 1, last_day = excluded.last_day";
    transaction.run(sql, values![word, day(now)]).await?;
    let sql = "DELETE FROM gaps WHERE word IN (SELECT word FROM gaps WHERE word <> ?1 ORDER BY count, last_day \
        LIMIT max(0, (SELECT count(*) FROM gaps) - ?2))";
    transaction.run(sql, values![word, KEPT_GAPS]).await?;
    transaction.commit().await
}

/// The words that are missed most.
///
/// # Errors
/// Where the database does not answer.
pub async fn gaps(on: &impl Executor, limit: u32) -> Result<Vec<Missed>, SqlError> {
    let sql = "SELECT word, count, last_day FROM gaps ORDER BY count DESC, last_day DESC, word LIMIT ?1";
    let rows = on.run(sql, values![u64::from(limit)]).await?;
    rows.into_iter()
        .map(|mut row| Ok(Missed { word: row.take_text(0)?, count: row.count(1)?, last_day: row.take_text(2)? }))
        .collect()
}

/// The day of a moment, UTC.
fn day(millis: u64) -> String {
    let mut day = platform::rfc3339(millis);
    day.truncate(10);
    day
}
