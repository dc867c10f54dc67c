//! What `terms/` holds.
#![cfg(test)]

use std::path::Path;

use mirubato_dictionary_terms::files;

#[test]
fn every_file_is_a_term() {
    let content = files::content(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../terms")).unwrap();
    assert!(content.terms.len() >= 600, "{}", content.terms.len());
}
