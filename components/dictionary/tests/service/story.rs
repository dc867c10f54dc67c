//! What the tests share.

use futures::executor::block_on;
use mirubato_dictionary::{DATABASE, content};
use mirubato_dictionary_terms::{Language, fold};
use mirubato_kit::sql::native::in_memory;
use serde_json::Value;

/// Runs a story on a database of its own with the content loaded.
pub(crate) fn story<F: Future<Output = ()>>(tell: impl FnOnce() -> F) {
    in_memory(|| {
        block_on(async {
            content::ensure().await.unwrap();
            tell().await;
        });
    });
}

/// A term by a name.
pub(crate) async fn look_up(name: &str, language: Option<Language>) -> Option<Value> {
    let found = mirubato_dictionary::store::terms::by_name(&DATABASE, name, &fold(name), language).await.unwrap();
    found.map(|shown| serde_json::from_str(&shown.body).unwrap())
}
