//! Arrays as NumPy stores them: a line of text that says what they are, and the numbers.

use std::path::Path;

use anyhow::{Context, Result, ensure};

/// Reads an array of bytes.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    read(path, "|u1")
}

/// Reads an array of fractions.
pub(super) fn floats(path: &Path) -> Result<Vec<f32>> {
    let bytes = read(path, "<f4")?;
    Ok(bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}

fn read(path: &Path, kind: &str) -> Result<Vec<u8>> {
    let mut file = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    // Version 1: six bytes of magic, two of version, two of the header's length.
    let length = file.get(8..10).map(|bytes| 10 + usize::from(bytes[0]) + 256 * usize::from(bytes[1]));
    let header = length.and_then(|length| file.get(10..length)).context("not an array of NumPy's")?;
    let header = String::from_utf8_lossy(header);
    let expected = [format!("'descr': '{kind}'"), "'fortran_order': False".to_owned()];
    ensure!(
        file.starts_with(b"\x93NUMPY\x01") && expected.iter().all(|part| header.contains(part)),
        "{} is not the array it was: {header}",
        path.display()
    );
    file.drain(..length.unwrap_or_default());
    Ok(file)
}
