//! The files that `cargo xtask weights` makes.

use std::path::Path;

/// The weights of the component.
pub(crate) fn reduced() -> Vec<u8> {
    read("weights.bin")
}

/// The model as the package has it.
pub(crate) fn exact() -> Vec<u8> {
    read("exact.bin")
}

fn read(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/embedder").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}. Run `cargo xtask weights`", path.display()))
}
