//! What the build made: `assets.json` lists every file with what is known of it, so nothing has to be found out at a request.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

/// One file.
#[derive(Clone, Debug, Deserialize)]
pub struct Asset {
    /// The entity tag, quotes included: a hash of the content.
    pub etag: String,
    /// The media type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the name holds a hash of the content, so that it never changes.
    #[serde(default)]
    pub immutable: bool,
    /// Whether there is a Brotli-compressed copy beside it, `.br`.
    #[serde(default)]
    pub br: bool,
    /// Whether there is a gzip-compressed copy beside it, `.gz`.
    #[serde(default)]
    pub gz: bool,
}

/// Every file by its path.
pub type Assets = BTreeMap<String, Asset>;

/// The file that is the app.
pub const PAGE: &str = "/index.html";

/// Reads the list in `folder`. Empty where the app was not built.
#[must_use]
pub fn read(folder: &Path) -> Assets {
    let text = std::fs::read(folder.join("assets.json")).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// The file for a path: itself, or the app's page where the path is a view of the app.
///
/// A view has no dot in its last part. A file that is missing is missing: were it answered with the page, a stale script tag would be handed
/// HTML and the browser would say something puzzling about it.
#[must_use]
pub fn find<'a>(assets: &'a Assets, path: &str) -> Option<(String, &'a Asset)> {
    if let Some(asset) = assets.get(path) {
        return Some((path.to_owned(), asset));
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') || path.starts_with("/assets/") {
        return None;
    }
    assets.get(PAGE).map(|asset| (PAGE.to_owned(), asset))
}
