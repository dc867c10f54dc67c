//! Finding terms: what is asked is matched by name, and where no name is that, by words and by meaning.

use std::collections::BTreeMap;

use mirubato_dictionary_terms::Language;
use mirubato_dictionary_terms::search::Query;
use mirubato_dictionary_terms::search::rank::{By, Candidate, Found, by_name, rank};
use mirubato_kit::{Result, log};

use crate::semantic::Near;
use crate::store::{loaded, search, terms};
use crate::{DATABASE, kept, semantic};

/// As many terms near in meaning are considered.
const NEAR: usize = 60;
/// From here on a name is what was meant, and nothing else is looked for.
const SURE: f64 = 0.75;

/// The terms that are meant, the likeliest first.
///
/// # Errors
/// Where the database does not answer.
pub async fn find(text: &str, language: Option<Language>) -> Result<Vec<Found>> {
    match by_likeness(text, language).await? {
        Meant::Certainly(found) => Ok(found),
        Meant::Perhaps(query, called) => described(text, &query, called).await,
    }
}

/// The terms that are meant, at most `limit`, as an answer in JSON.
///
/// Two statements where a name is what was typed or sounds like it. Else three, or six and a vector where nobody asked the same lately.
///
/// # Errors
/// Where the database does not answer.
pub async fn search(text: &str, language: Option<Language>, limit: usize) -> Result<String> {
    match by_likeness(text, language).await? {
        Meant::Certainly(mut found) => {
            found.truncate(limit);
            answer(&found, language).await
        }
        Meant::Perhaps(query, called) => {
            let edition = loaded::edition(&DATABASE).await?;
            let text = text.to_owned();
            let question = format!("{edition} {} {limit} {text}", language.map_or("", Language::tag));
            kept::or_make(question, move || async move {
                let mut found = described(&text, &query, called).await?;
                found.truncate(limit);
                answer(&found, language).await
            })
            .await
        }
    }
}

/// Whether the names of terms alone say what is meant.
enum Meant {
    /// They do.
    Certainly(Vec<Found>),
    /// They do not, and these are called a little like it.
    Perhaps(Query, Vec<Candidate>),
}

async fn by_likeness(text: &str, language: Option<Language>) -> Result<Meant> {
    let query = Query::read(text, language);
    let called = search::by_name(&DATABASE, &query).await?;
    let named = by_name(&query, called.clone());
    let sure = named.first().is_some_and(|first| first.score >= SURE && first.by != By::Beginning);
    Ok(if sure || query.forms.is_empty() { Meant::Certainly(named) } else { Meant::Perhaps(query, called) })
}

/// The terms that are meant by a description. Two statements and a vector.
async fn described(text: &str, query: &Query, called: Vec<Candidate>) -> Result<Vec<Found>> {
    let said = search::by_words(&DATABASE, query).await?;
    // Signs alone mean something to the model, and nothing to whoever types them.
    let meant = if query.words.is_empty() { Ok(Vec::new()) } else { semantic::nearest(text, query.language, NEAR) };
    let near = meant.unwrap_or_else(|error| {
        // The rest goes on without.
        log::warn("not searched by meaning", &[("cause", error.cause.unwrap_or_default().into())]);
        Vec::new()
    });
    let known = known(&DATABASE, &near, [&called, &said]).await?;
    Ok(rank(query, merged(called, said, known)))
}

/// What is near in meaning as candidates. Those that others found are known already; the rest is read, in one statement.
async fn known(
    on: &impl mirubato_kit::sql::Executor,
    near: &[Near],
    found: [&Vec<Candidate>; 2],
) -> Result<Vec<Candidate>> {
    let all: BTreeMap<_, _> =
        found.into_iter().flatten().map(|candidate| (candidate.slug.as_str(), candidate)).collect();
    let lacking: Vec<_> = near.iter().map(|near| near.slug.as_str()).filter(|slug| !all.contains_key(slug)).collect();
    let read = search::by_slugs(on, &lacking).await?;
    let mut known: BTreeMap<_, _> = read.into_iter().map(|candidate| (candidate.slug.clone(), candidate)).collect();
    let candidates = near.iter().filter_map(|near| {
        let of_others = all.get(near.slug.as_str()).map(|candidate| Candidate {
            names: Vec::new(),
            words: 0.0,
            ..(*candidate).clone()
        });
        let candidate = of_others.or_else(|| known.remove(&near.slug))?;
        Some(Candidate { cosine: Some(near.cosine), ..candidate })
    });
    Ok(candidates.collect())
}

/// What several found, a term once.
fn merged(called: Vec<Candidate>, said: Vec<Candidate>, near: Vec<Candidate>) -> Vec<Candidate> {
    let mut all: BTreeMap<String, Candidate> = BTreeMap::new();
    for candidate in called.into_iter().chain(said).chain(near) {
        match all.get_mut(&candidate.slug) {
            None => {
                all.insert(candidate.slug.clone(), candidate);
            }
            Some(known) => {
                known.names.extend(candidate.names);
                known.words = known.words.max(candidate.words);
                known.cosine = candidate.cosine.or(known.cosine);
            }
        }
    }
    all.into_values().collect()
}

/// What was found, as an answer: terms with `score` and `match`. One statement.
///
/// # Errors
/// Where the database does not answer.
pub async fn answer(found: &[Found], language: Option<Language>) -> Result<String> {
    let slugs: Vec<_> = found.iter().map(|found| found.slug.as_str()).collect();
    let shown = terms::by_slugs(&DATABASE, &slugs, language).await?;
    let mut items = Vec::with_capacity(shown.len());
    for (slug, body) in shown {
        let Some(found) = found.iter().find(|found| found.slug == slug) else { continue };
        let by = serde_json::to_string(&found.by).unwrap_or_default();
        let open = body.strip_suffix('}').unwrap_or(&body);
        items.push(format!("{open},\"score\":{:.3},\"match\":{by}}}", found.score));
    }
    Ok(format!("{{\"items\":[{}],\"nextCursor\":null}}", items.join(",")))
}
