//! What a page is about, as search engines read it: JSON-LD with the vocabulary of schema.org.

use serde_json::{Value, json};

use super::{Site, phrases};
use crate::{Language, Term, names};

/// A term as a `DefinedTerm` of the `DefinedTermSet` that the dictionary is in a language.
pub(super) fn term(site: &Site<'_>, language: Language, term: &Term, description: &str) -> String {
    let address = site.term(language, &term.id);
    let others: Vec<_> = names(term).into_iter().map(|name| name.name).filter(|name| *name != term.term).collect();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": address,
        "url": address,
        "name": term.term,
        "termCode": term.id,
        "description": description,
        "inLanguage": language.tag(),
        "inDefinedTermSet": set(site, language),
    });
    if let (Value::Object(fields), false) = (&mut data, others.is_empty()) {
        fields.insert("alternateName".to_owned(), others.into());
    }
    in_script(&data)
}

/// The dictionary in a language.
pub(super) fn dictionary(site: &Site<'_>, language: Language) -> String {
    let mut data = set(site, language);
    if let Value::Object(fields) = &mut data {
        fields.insert("@context".to_owned(), "https://schema.org".into());
        fields.insert("description".to_owned(), phrases::about(language).into());
        fields.insert("inLanguage".to_owned(), language.tag().into());
    }
    in_script(&data)
}

fn set(site: &Site<'_>, language: Language) -> Value {
    let address = site.index(language);
    json!({ "@type": "DefinedTermSet", "@id": address, "url": address, "name": phrases::dictionary(language) })
}

/// JSON that can stand in a `<script>`: no text in it ends the element or begins a comment there.
fn in_script(data: &Value) -> String {
    let escape = |c: char| match c {
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => format!("\\u{:04x}", u32::from(c)),
        other => other.to_string(),
    };
    data.to_string().chars().map(escape).collect()
}
