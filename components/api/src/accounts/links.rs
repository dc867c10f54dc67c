//! Signing in by a link sent to an address.

use mirubato_identity::{link, opaque};
use mirubato_kit::sql::Database;
use mirubato_kit::{Result, platform};
use mirubato_problem::catalogue;

use super::sessions::{self, Device, Method, Opened};
use crate::store;

/// Makes a link for an address and returns its token. The same whether the address has an account or not: it gets one when the link is used.
///
/// # Errors
/// Where the database does not answer.
pub async fn make(database: &Database, email: &str, now: u64) -> Result<String> {
    let token = opaque::token(platform::random());
    store::links::add(database, &opaque::hash(&token), email, link::expiry(now)).await?;
    Ok(token)
}

/// Uses a link up and begins a session of whom it was sent to, all in one transaction.
///
/// # Errors
/// `invalid-token` where there is no such link, it was used, or has expired. Which of them, nobody is told.
pub async fn sign_in(database: &Database, token: &str, device: Device, now: u64) -> Result<Opened> {
    let hash = opaque::hash(token);
    // Trying out tokens waits for nobody who writes.
    if !opaque::is_token(token) || !store::links::is_good(database, &hash, now).await? {
        return Err((&catalogue::INVALID_TOKEN).into());
    }
    let transaction = database.begin().await?;
    let Some(email) = store::links::use_up(&transaction, &hash, now).await? else {
        transaction.roll_back().await?;
        return Err((&catalogue::INVALID_TOKEN).into());
    };
    store::users::create(&transaction, &platform::new_id(), &email, now).await?;
    let user = store::users::find_by_email(&transaction, &email).await?.ok_or(&catalogue::INTERNAL)?;
    let opened = sessions::open(&transaction, user, Method::Link, device, now).await?;
    transaction.commit().await?;
    Ok(opened)
}
