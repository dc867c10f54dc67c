//! Where a term leads.

use std::collections::BTreeSet;

use mirubato_dictionary_terms::files::File;

use crate::Files;

pub(crate) fn wrong(slug: &str, file: &File, files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    let dangling = file.related.iter().filter(|related| !files.contains_key(*related));
    wrong.extend(dangling.map(|related| format!("{related} is not there")));
    if file.related.iter().any(|related| related == slug) {
        wrong.push("it is related to itself".to_owned());
    }
    if file.related.iter().collect::<BTreeSet<_>>().len() != file.related.len() {
        wrong.push("it is related to one twice".to_owned());
    }
    if file.related.is_empty() {
        wrong.push("it is related to nothing".to_owned());
    }
    wrong
}
