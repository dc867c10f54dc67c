//! What stories about writing have in common: a model's answer, and an app with a model.

use mirubato_support::{App, Options, Reply, User};
use serde_json::{Value, json};

use crate::provider::Provider;

/// The administrator of these apps.
pub(crate) const ADMIN: &str = "editor@example.org";

/// What a good model answers when it is asked for frettoloso, a term that is not in the dictionary.
pub(crate) fn frettoloso() -> Value {
    serde_json::from_str(include_str!("frettoloso.json")).unwrap()
}

/// The same answer about another term.
pub(crate) fn about(term: &str) -> Value {
    let mut answer = frettoloso();
    answer["term"] = json!(term);
    answer
}

/// An app whose terms are written by a model.
pub(crate) fn app_with(model: &Provider) -> App {
    app_at(model.url(), &[])
}

/// An app whose model is at an address, with further variables.
pub(crate) fn app_at(url: String, more: &[(&'static str, &str)]) -> App {
    let mut variables = vec![
        ("ai_url", url),
        ("ai_key", "key-of-the-model".to_owned()),
        ("ai_model", "scribe-1".to_owned()),
        ("admin_emails", ADMIN.to_owned()),
    ];
    variables.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    App::start(Options { variables, ..Options::default() })
}

/// Asks for a term to be written.
pub(crate) fn ask(user: &User, term: &str) -> Reply {
    user.post("/dictionary/api/terms/generate").json(&json!({ "term": term })).send()
}

/// Where a term is read.
pub(crate) fn place(slug: &str) -> String {
    format!("/dictionary/api/terms/{slug}")
}
