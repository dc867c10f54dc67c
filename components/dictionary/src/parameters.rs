//! What stands in a query, read.

use mirubato_dictionary_terms::{Kind, Language};
use mirubato_kit::Result;
use mirubato_problem::{Failure, catalogue};

/// The language that `lang` names, in any case; none where it is absent or empty.
///
/// # Errors
/// `malformed-request`, which names the six.
pub fn language(tag: Option<&str>) -> Result<Option<Language>> {
    let Some(tag) = tag.filter(|tag| !tag.is_empty()) else { return Ok(None) };
    Language::of_tag(tag).map(Some).ok_or_else(|| {
        let six = Language::ALL.map(Language::tag).join(", ");
        Failure::new(&catalogue::MALFORMED_REQUEST).because(format!("`lang` is one of {six}.")).into()
    })
}

/// The kind that `type` names; none where it is absent or empty.
///
/// # Errors
/// `malformed-request`, which names them all.
pub fn kind(name: Option<&str>) -> Result<Option<Kind>> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    Kind::of_name(name).map(Some).ok_or_else(|| {
        let all: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        Failure::new(&catalogue::MALFORMED_REQUEST).because(format!("`type` is one of {}.", all.join(", "))).into()
    })
}
