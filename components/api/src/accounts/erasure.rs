//! Forgetting a user: here at once, in other services as soon as they answer.

use mirubato_contracts::identity::erasure::erase;
use mirubato_kit::request::Context;
use mirubato_kit::sql::Database;
use mirubato_kit::{Result, caller, log, metrics, platform, service};
use mirubato_problem::catalogue;

use super::attempts;
use crate::app::App;
use crate::store::{self, erasures};

/// The other services that keep something of users. Each answers `mirubato:identity/erasure`.
pub const KEEPERS: &[&str] = &["dictionary", "sync"];

/// How long a service that did not answer is left alone, in milliseconds.
const PAUSE_MILLIS: u64 = 60_000;
/// How many are asked at once.
const AT_ONCE: u32 = 10;

/// Deletes everything of a user in one transaction, and returns the sessions there were. What other services keep is deleted by [`go_on`].
///
/// # Errors
/// `session-ended` where there is no such user any more.
pub async fn forget(database: &Database, user: &str, now: u64) -> Result<Vec<String>> {
    let transaction = database.begin().await?;
    let found = store::users::find(&transaction, user).await?.ok_or(&catalogue::SESSION_ENDED)?;
    let sessions = store::sessions::ids(&transaction, user).await?;
    erasures::erase(&transaction, user, &found.email, KEEPERS, now).await?;
    store::attempts::forget(&transaction, &attempts::keys_of_address(&found.email)).await?;
    transaction.commit().await?;
    sessions.iter().for_each(|session| caller::forget(session));
    metrics::count("accounts_erased", "", 1);
    Ok(sessions)
}

/// Does [`go_on`] after the request has been answered.
pub fn go_on_later(app: &App, database: &'static Database, context: &Context) {
    let (app, context) = (app.clone(), context.clone());
    platform::spawn(async move {
        if let Err(error) = go_on(&app, database, &context).await {
            log::warn("not erased yet", &[("cause", error.cause.unwrap_or_default().into())]);
        }
    });
}

/// Asks services that have yet to forget somebody. One that does not answer is asked again later, for ever.
///
/// # Errors
/// Where the database does not answer.
pub async fn go_on(app: &App, database: &Database, context: &Context) -> Result<()> {
    let now = platform::now();
    for (user, keeper) in erasures::take(database, now.saturating_sub(PAUSE_MILLIS), now, AT_ONCE).await? {
        let asked = erase::Parameters { user_id: user.clone() };
        match service::call::<_, erase::Answer>(app, &keeper, erase::PATH, &asked, context).await {
            Ok(_) => erasures::done(database, &user, &keeper).await?,
            Err(error) => {
                log::warn(
                    "not erased yet",
                    &[("keeper", keeper.into()), ("cause", error.cause.unwrap_or_default().into())],
                );
            }
        }
    }
    Ok(())
}
