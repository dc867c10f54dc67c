//! What users say of themselves, and how an account is shown.

use mirubato_kit::Result;
use mirubato_kit::sql::Transaction;
use mirubato_problem::{Failure, catalogue};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::store::users::{self, User};

/// The longest name, in characters.
const MAX_NAME: usize = 100;
/// The longest name of an instrument, in characters; the same as in a log entry.
const MAX_INSTRUMENT: usize = 50;

/// An account as it is shown to its user.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// A UUID. Never changes.
    pub id: String,
    /// The address.
    pub email: String,
    /// What the user wants to be called.
    pub display_name: Option<String>,
    /// What the user plays most, in lower case.
    pub primary_instrument: Option<String>,
    /// `user`, `teacher` or `admin`.
    pub role: &'static str,
    /// RFC 3339.
    pub created_at: String,
}

impl Account {
    /// How an account is shown here, where the operator may have named its address.
    #[must_use]
    pub fn of(app: &App, user: User) -> Self {
        Self {
            role: app.role(&user.email, user.role).as_str(),
            id: user.id,
            email: user.email,
            display_name: user.display_name,
            primary_instrument: user.primary_instrument,
            created_at: user.created_on,
        }
    }
}

/// What users say of themselves.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Profile {
    /// What the user wants to be called, at most 100 characters.
    pub display_name: Option<String>,
    /// What the user plays most, at most 50 characters. Kept in lower case.
    pub primary_instrument: Option<String>,
}

impl Profile {
    /// The usual form: without space around it, empty as absent, instruments in lower case.
    ///
    /// # Errors
    /// `invalid-input` with a pointer to everything that is too long or not text for one line.
    pub fn normalised(self) -> Result<Self, Failure> {
        let mut failure = Failure::new(&catalogue::INVALID_INPUT);
        let fields = [
            ("/displayName", &self.display_name, MAX_NAME),
            ("/primaryInstrument", &self.primary_instrument, MAX_INSTRUMENT),
        ];
        for (pointer, value, max) in fields {
            let Some(value) = value.as_deref().map(str::trim) else { continue };
            if value.chars().count() > max {
                failure = failure.at(pointer, "too_long", format!("This is at most {max} characters."));
            }
            if value.chars().any(char::is_control) {
                failure = failure.at(pointer, "malformed", "This is one line of text.");
            }
        }
        if !failure.errors.is_empty() {
            return Err(failure);
        }
        Ok(Self {
            display_name: self.display_name.as_deref().and_then(display_name),
            primary_instrument: one_line(self.primary_instrument.as_deref()).map(|name| name.to_lowercase()),
        })
    }
}

/// A name from elsewhere, cut to what is kept. `None` where nothing is left.
#[must_use]
pub fn display_name(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect();
    one_line(Some(&text))
}

fn one_line(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

/// Stores what a user says of themselves.
///
/// # Errors
/// Where the database does not answer.
pub async fn store(transaction: &Transaction, user: &str, profile: &Profile, now: u64) -> Result<()> {
    let (name, instrument) = (profile.display_name.as_deref(), profile.primary_instrument.as_deref());
    Ok(users::describe(transaction, user, name, instrument, now).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(name: &str, instrument: &str) -> Profile {
        Profile { display_name: Some(name.to_owned()), primary_instrument: Some(instrument.to_owned()) }
    }

    #[test]
    fn a_profile_is_tidied() {
        let tidy = profile("  Clara ", " Viola da Gamba").normalised().unwrap();
        assert_eq!(tidy.display_name.as_deref(), Some("Clara"));
        assert_eq!(tidy.primary_instrument.as_deref(), Some("viola da gamba"));
        let empty = profile(" ", "").normalised().unwrap();
        assert_eq!((empty.display_name, empty.primary_instrument), (None, None));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let failure = profile(&"x".repeat(101), "a\nb").normalised().unwrap_err();
        let pointers: Vec<_> = failure.errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/displayName", "/primaryInstrument"]);
        assert!(profile(&"é".repeat(100), &"é".repeat(50)).normalised().is_ok(), "characters, not bytes");
    }

    #[test]
    fn a_name_from_elsewhere_is_cut_and_never_refused() {
        assert_eq!(display_name("Cla\u{0}ra\r\n").as_deref(), Some("Clara"));
        assert_eq!(display_name(&"x".repeat(200)).map(|name| name.len()), Some(100));
        assert_eq!(display_name("\n"), None);
    }
}
