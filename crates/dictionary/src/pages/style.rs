//! How the pages look: by the colours of the app.

/// The stylesheet. The colours are the app's own file.
pub const STYLE: &str = concat!(include_str!("../../../../frontend/src/styles/tokens.css"), include_str!("style.css"),);

/// Where the stylesheet is. Another one is elsewhere, so that this one can be kept for ever.
#[must_use]
pub fn style_path() -> String {
    const HASH: u64 = digest(STYLE.as_bytes());
    format!("/dictionary/style.{HASH:016x}.css")
}

/// Tells one stylesheet from the next (FNV-1a).
const fn digest(mut bytes: &[u8]) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    while let [byte, rest @ ..] = bytes {
        digest = (digest ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        bytes = rest;
    }
    digest
}
