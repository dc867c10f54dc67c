//! No text is another's.

use std::collections::BTreeMap;

use mirubato_dictionary_terms::Language;

use crate::Files;

pub(crate) fn wrong(files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut known: BTreeMap<&str, (&str, Language, &str)> = BTreeMap::new();
    for (slug, file) in files {
        for (language, meaning) in file.meanings() {
            for (what, text) in [("brief", &meaning.brief), ("full", &meaning.full), ("usage", &meaning.usage)] {
                let place = (slug.as_str(), language, what);
                if let Some((other, its_language, its_what)) = known.insert(text, place) {
                    wrong.push(format!(
                        "{slug}, {} {what} is {other}'s, {} {its_what}",
                        language.tag(),
                        its_language.tag()
                    ));
                }
            }
        }
    }
    wrong
}
