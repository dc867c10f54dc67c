//! What people write in requests.

use mirubato_problem::Failure;

/// Holds a text against its limits in characters, and says what is wrong at `pointer`. Line breaks and tabs are the only control characters
/// that are let in.
pub(super) fn check(failure: Failure, pointer: &str, text: &str, least: usize, most: usize) -> Failure {
    let length = text.chars().count();
    if length < least {
        return failure.at(pointer, "too_short", format!("This is at least {least} characters."));
    }
    if length > most {
        return failure.at(pointer, "too_long", format!("This is at most {most} characters."));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return failure.at(pointer, "malformed", "This has a control character.");
    }
    failure
}

/// Says at `pointer` that a value is none of those there are.
pub(super) fn one_of(failure: Failure, pointer: &str, value: &str, known: &[&str]) -> Failure {
    if known.contains(&value) {
        failure
    } else {
        failure.at(pointer, "unknown", format!("This is one of {}.", known.join(", ")))
    }
}
