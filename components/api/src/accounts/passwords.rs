//! Signing in by a password, for accounts that have one.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use mirubato_identity::password::{self, MEMORY_KIB, PASSES, Weakness};
use mirubato_kit::sql::Database;
use mirubato_kit::{Error, Result, platform};
use mirubato_problem::{Failure, catalogue};

use super::sessions::{self, Device, Method, Opened};
use crate::store;

/// Begins a session of the user with this address and password.
///
/// # Errors
/// `wrong-credentials` where there is no such user, the user has no password, or it is another. Each costs one hash.
pub async fn sign_in(database: &Database, email: &str, password: &str, device: Device, now: u64) -> Result<Opened> {
    let user = store::users::find_by_email(database, email).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    if !is_right(password, stored.as_deref())? {
        return Err((&catalogue::WRONG_CREDENTIALS).into());
    }
    let transaction = database.begin().await?;
    // Hashing took its time. The account may have been erased, or the password changed.
    let user = store::users::find_by_email(&transaction, email).await?.filter(|user| user.password_hash == stored);
    let Some(user) = user else {
        transaction.roll_back().await?;
        return Err((&catalogue::WRONG_CREDENTIALS).into());
    };
    let opened = sessions::open(&transaction, user, Method::Password, device, now).await?;
    transaction.commit().await?;
    Ok(opened)
}

/// Whether a password is the one whose hash is stored. Hashes exactly once, also where nothing is stored.
///
/// # Errors
/// Where there is no memory for it.
pub fn is_right(password: &str, stored: Option<&str>) -> Result<bool> {
    let argon2 = hasher()?;
    let Some(stored) = stored else {
        let mut nothing = [0; Params::DEFAULT_OUTPUT_LEN];
        argon2.hash_password_into(password.as_bytes(), b"nobody's password", &mut nothing).map_err(Error::internal)?;
        return Ok(false);
    };
    Ok(argon2.verify_password(password.as_bytes(), stored).is_ok())
}

/// The hash of a password in PHC form.
///
/// # Errors
/// Where there is no memory for it.
pub fn hash(password: &str) -> Result<String> {
    let hash: PasswordHash =
        hasher()?.hash_password_with_salt(password.as_bytes(), &platform::random::<16>()).map_err(Error::internal)?;
    Ok(hash.to_string())
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Holds a new password against the rules.
///
/// # Errors
/// `invalid-input`, with a pointer to it.
pub fn check(password: &str, email: &str) -> Result<(), Failure> {
    let (code, detail) = match password::check(password, email) {
        Ok(()) => return Ok(()),
        Err(Weakness::TooShort) => ("too_short", format!("A password has at least {} characters.", password::MIN)),
        Err(Weakness::TooLong) => ("too_long", format!("A password has at most {} bytes.", password::MAX)),
        Err(Weakness::Guessable) => ("guessable", "This is one of the first that anybody would try.".to_owned()),
    };
    Err(Failure::new(&catalogue::INVALID_INPUT).at("/password", code, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_recognised_and_no_other() {
        let stored = hash("nine bars rest").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(hash("nine bars rest").unwrap(), stored, "salted");
        assert!(is_right("nine bars rest", Some(&stored)).unwrap());
        assert!(!is_right("nine bars restt", Some(&stored)).unwrap());
        assert!(!is_right("", Some(&stored)).unwrap());
        assert!(!is_right("nine bars rest", None).unwrap());
        assert!(!is_right("nine bars rest", Some("not a hash")).unwrap());
    }
}
