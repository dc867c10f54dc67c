//! What stands in a query string, read.

use axum::extract::FromRequestParts;
use http::request::Parts;
use mirubato_dictionary_terms::{Kind, Language};
use mirubato_kit::{Error, Result};
use mirubato_problem::{Failure, catalogue};
use mirubato_web::cursor::Cursor;
use serde::de::DeserializeOwned;

/// The parameters of a request. What a handler does not know is passed over.
#[derive(Debug)]
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|query| Self(query.0))
            .map_err(|_| Failure::new(&catalogue::MALFORMED_REQUEST).because("The query string cannot be read.").into())
    }
}

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
/// `invalid-input`, which names them all.
pub fn kind(name: Option<&str>) -> Result<Option<Kind>> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    Kind::of_name(name).map(Some).ok_or_else(|| {
        let all: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        invalid("type", "unknown", format!("This is one of {}.", all.join(", ")))
    })
}

/// The letter of `letter`: a to z in any case, or `#` for everything that begins otherwise.
///
/// # Errors
/// `invalid-input`.
pub fn letter(text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() || letter == '#' => {
            Ok(Some(letter.to_ascii_lowercase().to_string()))
        }
        _ => Err(invalid("letter", "unknown", "This is a letter from a to z, or #.")),
    }
}

/// How many are wanted: 1 to `most`.
///
/// # Errors
/// `invalid-input`.
pub fn limit(text: Option<&str>, default: u32, most: u32) -> Result<u32> {
    count("limit", text, default, most)
}

/// A number from 1 to `most`.
///
/// # Errors
/// `invalid-input`.
pub fn count(name: &str, text: Option<&str>, default: u32, most: u32) -> Result<u32> {
    let Some(text) = text else { return Ok(default) };
    let wanted = text.parse().ok().filter(|wanted| (1..=most).contains(wanted));
    wanted.ok_or_else(|| invalid(name, "out_of_range", format!("This is a whole number from 1 to {most}.")))
}

/// Where a list goes on.
///
/// # Errors
/// `invalid-input`.
pub fn cursor(text: Option<&str>) -> Result<Option<Cursor>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    Cursor::decode(text)
        .map(Some)
        .ok_or_else(|| invalid("cursor", "unknown", "This is `nextCursor` of the page before."))
}

/// A text that must be there and may be so many characters long.
///
/// # Errors
/// `invalid-input`.
pub fn text<'a>(name: &str, text: Option<&'a str>, longest: usize) -> Result<&'a str> {
    let text = text.unwrap_or_default().trim();
    if text.is_empty() {
        return Err(invalid(name, "required", "This is required."));
    }
    if text.chars().count() > longest {
        return Err(invalid(name, "too_long", format!("This is at most {longest} characters.")));
    }
    Ok(text)
}

fn invalid(name: &str, code: &str, detail: impl Into<String>) -> Error {
    Failure::new(&catalogue::INVALID_INPUT).at(format!("/{name}"), code, detail).into()
}
