//! Every term of `terms/` holds to what `terms/README.md` says, and what does not is noticed.
#![cfg(test)]

mod chinese;
mod copies;
mod faults;
mod form;
mod relations;

use std::collections::BTreeMap;
use std::path::Path;

use mirubato_dictionary_terms::files::{self, File};

/// The files, by slug.
type Files = BTreeMap<String, File>;

fn files() -> Files {
    files::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../terms")).unwrap()
}

/// Everything that is wrong, a line each.
fn wrong(files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    for (slug, file) in files {
        let own =
            form::wrong(slug, file).into_iter().chain(relations::wrong(slug, file, files)).chain(chinese::wrong(file));
        wrong.extend(own.map(|fault| format!("{slug}: {fault}")));
    }
    wrong.extend(copies::wrong(files));
    wrong
}

#[test]
fn there_are_enough_terms_and_every_one_is_as_it_should_be() {
    let files = files();
    assert!(files.len() >= 600, "{}", files.len());
    let wrong = wrong(&files);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
