//! Signing in by a Google account.

use mirubato_identity::email;
use mirubato_identity::google::{self, Identity};
use mirubato_kit::sql::{Database, Transaction};
use mirubato_kit::{Error, Result, platform};
use mirubato_problem::{Failure, catalogue};

use super::google_keys;
use super::profile::{self, Profile};
use super::sessions::{self, Device, Method, Opened};
use crate::app::Google;
use crate::store::users::{self, User};

/// Begins a session of whom an ID token speaks of, and makes the account where there is none.
///
/// # Errors
/// `credential-refused` for a token that Google did not issue for this application, that has expired, or whose address is not verified;
/// `upstream` where Google's keys cannot be had.
pub async fn sign_in(
    database: &Database,
    settings: &Google,
    credential: &str,
    device: Device,
    now: u64,
) -> Result<Opened> {
    let key = google::key_id(credential).ok_or_else(|| refused("no key is named"))?;
    let keys = google_keys::with_key(&settings.keys_origin, &key, now).await?;
    let identity = google::verify(credential, &keys, &settings.client_id, now).map_err(refused)?;
    let email = email::normalise(&identity.email).ok_or_else(|| refused("not an address"))?;
    let transaction = database.begin().await?;
    let Some(user) = owner(&transaction, &identity, &email, now).await? else {
        transaction.roll_back().await?;
        return Err(refused("the address belongs to another Google account"));
    };
    let opened = sessions::open(&transaction, user, Method::Google, device, now).await?;
    transaction.commit().await?;
    Ok(opened)
}

/// The account that Google's id is tied to; else the one of the address, which is tied to it from now on; else a new one. `None` where the
/// account of the address is tied to another Google account: the address has changed hands, and what is there is not the new owner's.
async fn owner(transaction: &Transaction, identity: &Identity, email: &str, now: u64) -> Result<Option<User>> {
    if let Some(user) = users::find_by_google(transaction, &identity.sub).await? {
        return Ok(Some(user));
    }
    users::create(transaction, &platform::new_id(), email, now).await?;
    let user = users::find_by_email(transaction, email).await?.ok_or(&catalogue::INTERNAL)?;
    if user.google_id.is_some() {
        return Ok(None);
    }
    users::set_google(transaction, &user.id, &identity.sub).await?;
    let name = identity.name.as_deref().and_then(profile::display_name);
    if user.display_name.is_none() && name.is_some() {
        let profile = Profile { display_name: name, primary_instrument: user.primary_instrument };
        profile::store(transaction, &user.id, &profile, now).await?;
    }
    Ok(users::find(transaction, &user.id).await?)
}

fn refused(cause: impl std::fmt::Display) -> Error {
    Error { failure: Failure::new(&catalogue::CREDENTIAL_REFUSED), cause: Some(cause.to_string()) }
}
