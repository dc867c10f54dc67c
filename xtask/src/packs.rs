//! The dictionary of each language as a file, which `dictionary` serves and devices keep.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use mirubato_dictionary_terms::pack::{self, Listed, Pack, Packs};
use mirubato_dictionary_terms::{Content, Language};

use crate::build::{is_newer, modified};
use crate::steps::{root, step};

/// Writes `target/dictionary/packs`, unless it holds these terms already, written by this very program.
pub(crate) fn write(content: &Content) -> Result<()> {
    let folder = root().join("target/dictionary/packs");
    let list = folder.join(pack::LIST);
    let before = std::fs::read(&list).ok().and_then(|bytes| serde_json::from_slice::<Packs>(&bytes).ok());
    let is_ours = is_newer(&list, modified(&std::env::current_exe()?));
    if is_ours && before.is_some_and(|before| before.content == content.hash) {
        return Ok(());
    }
    step("Packing the dictionary for devices", || {
        // What was packed before is of no use to anybody: only what is listed is served.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        let items = Language::ALL.iter().map(|language| write_pack(&folder, *language, content));
        let packs = Packs { content: content.hash.clone(), items: items.collect::<Result<_>>()? };
        write_file(&list, &serde_json::to_vec(&packs)?)
    })
}

fn write_pack(folder: &Path, language: Language, content: &Content) -> Result<Listed> {
    let pack = Pack::of(language, &content.terms);
    let text = serde_json::to_vec(&pack)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&text)?;
    let compressed = encoder.finish()?;
    let hash = pack::hash(&text);
    let url = pack::url(language, &hash);
    let listed = Listed { lang: language, hash, bytes: compressed.len() as u64, url, terms: pack.terms.len() };
    write_file(&folder.join(listed.file()), &text)?;
    write_file(&folder.join(format!("{}.gz", listed.file())), &compressed)?;
    Ok(listed)
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
