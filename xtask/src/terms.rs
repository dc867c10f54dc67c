//! The terms of `terms/` in one file, as `dictionary` packs them.

use std::path::Path;

use anyhow::{Context, Result};
use mirubato_dictionary_terms::files;

use crate::steps::{root, step};
use crate::{packs, vectors};

/// Makes what the dictionary is compiled with: the terms in one file, what devices keep, and the vectors.
pub(crate) fn make() -> Result<()> {
    write()?;
    vectors::make()
}

/// Writes what devices keep, and `target/dictionary/terms.json`, unless it says the same already: whoever includes it is compiled anew when it
/// is written.
fn write() -> Result<()> {
    let file = root().join("target/dictionary/terms.json");
    let content = files::content(&root().join("terms"))?;
    packs::write(&content)?;
    let text = serde_json::to_vec(&content)?;
    if std::fs::read(&file).is_ok_and(|before| before == text) {
        return Ok(());
    }
    step(&format!("Packing {} terms", content.terms.len()), || {
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
    })
}
