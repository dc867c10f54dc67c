//! The whole dictionary, a page at a time, so that it never stands in memory as a whole.

use axum::body::{Body, Bytes};
use futures::stream;
use mirubato_dictionary_terms::{Language, Related, Term};
use mirubato_kit::log;
use mirubato_kit::sql::SqlError;
use mirubato_web::csv;

use crate::DATABASE;
use crate::store::terms;

/// How many terms are read at once: about 200 kB.
const PAGE: u32 = 50;

/// A form of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One object with `items`, each a term as it is served.
    Json,
    /// A table, RFC 4180, with a line of names.
    Csv,
}

impl Format {
    /// The content type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// The name of a file.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Json => "mirubato-dictionary.json",
            Self::Csv => "mirubato-dictionary.csv",
        }
    }
}

/// Where an export has come to.
enum Place {
    Begin,
    After(String),
    End,
}

/// All terms. An export that cannot go on breaks off, so that nobody takes a part for the whole.
pub fn body(format: Format) -> Body {
    Body::from_stream(stream::try_unfold(Place::Begin, move |place| async move {
        next(format, place)
            .await
            .inspect_err(|error| log::warn("export broke off", &[("cause", error.to_string().into())]))
    }))
}

async fn next(format: Format, place: Place) -> Result<Option<(Bytes, Place)>, SqlError> {
    let (mut text, after) = match place {
        Place::Begin => (begin(format), String::new()),
        Place::After(slug) => (String::new(), slug),
        Place::End => return Ok(None),
    };
    let mut is_first = after.is_empty();
    let terms = terms::page(&DATABASE, &after, PAGE).await?;
    let Some((last, _)) = terms.last() else {
        text.push_str(end(format));
        return Ok(Some((Bytes::from(text), Place::End)));
    };
    let last = last.clone();
    for (_, term) in terms {
        match format {
            Format::Json => {
                text.push_str(if std::mem::take(&mut is_first) { "" } else { ",\n" });
                text.push_str(&term);
            }
            Format::Csv => {
                let term: Term = serde_json::from_str(&term).map_err(|_| SqlError::Shape("a term"))?;
                csv::line(&cells(&term), &mut text);
            }
        }
    }
    Ok(Some((Bytes::from(text), Place::After(last))))
}

fn begin(format: Format) -> String {
    match format {
        Format::Json => "{\"items\":[".to_owned(),
        Format::Csv => {
            let mut text = String::new();
            csv::line(&names(), &mut text);
            text
        }
    }
}

const fn end(format: Format) -> &'static str {
    match format {
        Format::Json => "],\"nextCursor\":null}\n",
        Format::Csv => "",
    }
}

const COLUMNS: [&str; 14] = [
    "id",
    "term",
    "sourceLanguage",
    "type",
    "ipa",
    "difficulty",
    "instruments",
    "abbreviations",
    "synonyms",
    "related",
    "provenance",
    "score",
    "updatedAt",
    "version",
];

fn names() -> Vec<String> {
    let texts = Language::ALL
        .into_iter()
        .flat_map(|language| ["names", "brief", "full", "usage"].map(|field| format!("{field} {}", language.tag())));
    COLUMNS.map(ToOwned::to_owned).into_iter().chain(texts).collect()
}

/// A term in the order of [`names`]. Lists are separated by semicolons.
fn cells(term: &Term) -> Vec<String> {
    let list = |items: &[String]| items.join("; ");
    let related: Vec<_> = term.related.iter().map(|Related { id, .. }| id.clone()).collect();
    let mut cells = vec![
        term.id.clone(),
        term.term.clone(),
        term.source_language.tag().to_owned(),
        term.r#type.name().to_owned(),
        term.pronunciation.ipa.clone(),
        term.difficulty.to_string(),
        list(&term.instruments),
        list(&term.abbreviations),
        list(&term.synonyms),
        list(&related),
        term.provenance.name().to_owned(),
        term.quality.score.to_string(),
        term.updated_at.clone(),
        term.version.to_string(),
    ];
    for language in Language::ALL {
        let own = term.definitions.get(&language).cloned().unwrap_or_default();
        cells.extend([list(&own.names), own.brief, own.full, own.usage.unwrap_or_default()]);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_a_name() {
        assert_eq!(names().len(), COLUMNS.len() + 24);
    }
}
