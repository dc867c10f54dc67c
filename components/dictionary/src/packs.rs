//! The packs that the build made: a folder beside the service, the same for everybody.

use std::path::Path;
use std::sync::OnceLock;

use mirubato_dictionary_terms::Language;
use mirubato_dictionary_terms::pack::{LIST, Listed, Packs};
use mirubato_kit::{Error, Result};
use mirubato_web::encoding::Encoding;

/// Where they are.
#[cfg(target_family = "wasm")]
const FOLDER: &str = "/packs";
#[cfg(not(target_family = "wasm"))]
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/dictionary/packs");

/// The list of them, read once. It does not change while this instance lives.
///
/// # Errors
/// Where the folder is missing or holds something else.
pub fn list() -> Result<&'static Packs> {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    if let Some(packs) = PACKS.get() {
        return Ok(packs);
    }
    let bytes = std::fs::read(Path::new(FOLDER).join(LIST)).map_err(Error::internal)?;
    let packs = serde_json::from_slice(&bytes).map_err(Error::internal)?;
    Ok(PACKS.get_or_init(|| packs))
}

/// The pack of a language that is named by `hash`; none where there is another one by now.
///
/// # Errors
/// As [`list`].
pub fn find(language: Language, hash: &str) -> Result<Option<&'static Listed>> {
    Ok(list()?.items.iter().find(|listed| listed.lang == language && listed.hash == hash))
}

/// What is in a pack, compressed or not.
///
/// # Errors
/// Where the file is missing.
pub fn read(listed: &Listed, encoding: Encoding) -> Result<Vec<u8>> {
    let file = format!("{}{}", listed.file(), encoding.suffix());
    std::fs::read(Path::new(FOLDER).join(file)).map_err(Error::internal)
}
