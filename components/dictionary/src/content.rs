//! Bringing what `terms/` holds into the database.
//!
//! The first request of an instance compares the hash of the packed content with that of what was loaded last. Where they differ it loads
//! everything in one transaction; other instances wait for it and find it done. What a model wrote or an administrator changed or took away is left alone.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use mirubato_dictionary_terms::{Content, Provenance};
use mirubato_kit::{Error, Result, log, platform};

use crate::DATABASE;
use crate::store::{loaded, terms, withdrawn};

/// Whether this instance has found the content loaded.
static DONE: AtomicBool = AtomicBool::new(false);

/// Sees to it that the content is there before a request is answered.
pub async fn loaded(request: Request, next: Next) -> Response {
    match ensure().await {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Loads the content unless that is done.
///
/// # Errors
/// Where the database does not answer.
pub async fn ensure() -> Result<()> {
    // Natively tests have a database each.
    if cfg!(target_family = "wasm") && DONE.load(Ordering::Relaxed) {
        return Ok(());
    }
    let packed: &[u8] = &packed()?;
    let hash = Content::hash(packed).ok_or_else(|| Error::internal("the packed content has no hash"))?;
    if loaded::hash(&DATABASE).await?.as_deref() != Some(hash) {
        load(packed, hash).await?;
    }
    DONE.store(true, Ordering::Relaxed);
    Ok(())
}

async fn load(packed: &[u8], hash: &str) -> Result<()> {
    let mut content = Content::read(packed).map_err(Error::internal)?;
    let transaction = DATABASE.begin().await?;
    // Another instance may have been first.
    if loaded::hash(&transaction).await?.as_deref() == Some(hash) {
        return Ok(transaction.roll_back().await?);
    }
    let withdrawn = withdrawn::all(&transaction).await?;
    content.terms.retain(|term| !withdrawn.contains(&term.id));
    content.terms.iter_mut().for_each(|term| term.related.retain(|other| !withdrawn.contains(&other.id)));
    let now = platform::rfc3339(platform::now());
    let removed = terms::remove_curated_except(&transaction, &content.terms).await?;
    let written = terms::put(&transaction, &content.terms, &now, &[Provenance::Curated]).await?;
    let kept = terms::others(&transaction, &content.terms).await?;
    loaded::set(&transaction, hash).await?;
    transaction.commit().await?;
    log::info("content loaded", &[("written", written.len().into()), ("removed", removed.into())]);
    if !kept.is_empty() {
        // Somebody wrote a file for a term that was generated or reviewed before. That stands until an administrator gives it up.
        log::warn("not curated any more", &[("terms", kept.join(" ").into())]);
    }
    Ok(())
}

#[cfg(target_family = "wasm")]
#[expect(clippy::unnecessary_wraps, reason = "the other side may fail")]
fn packed() -> Result<std::borrow::Cow<'static, [u8]>> {
    Ok(std::borrow::Cow::Borrowed(include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../target/dictionary/terms.json"
    ))))
}

/// Natively it is read where the build puts it.
#[cfg(not(target_family = "wasm"))]
fn packed() -> Result<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/dictionary/terms.json");
    std::fs::read(path).map_err(|error| Error::internal(format!("{path}: {error}")))
}
