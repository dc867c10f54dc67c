//! The files that `cargo xtask weights` makes.

use std::path::Path;
use std::sync::LazyLock;

use mirubato_embedder::Encoder;

static REDUCED: LazyLock<Vec<u8>> = LazyLock::new(|| read("weights.bin"));
static EXACT: LazyLock<Vec<u8>> = LazyLock::new(|| read("exact.bin"));

/// The encoder as the component has it.
pub(crate) fn reduced() -> Encoder<'static> {
    Encoder::read(&REDUCED).expect("weights")
}

/// The encoder with the model as the package has it.
pub(crate) fn exact() -> Encoder<'static> {
    Encoder::read(&EXACT).expect("weights")
}

/// The file of the component.
pub(crate) fn file() -> Vec<u8> {
    REDUCED.clone()
}

fn read(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/embedder").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}. Run `cargo xtask weights`", path.display()))
}
