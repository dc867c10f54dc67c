//! Sessions: begun by signing in, kept up by refreshing, ended by their user or a stolen token.

use mirubato_identity::refresh::{self, Presented, Verdict, Which};
use mirubato_identity::{agent, opaque};
use mirubato_kit::sql::{Database, Transaction};
use mirubato_kit::{Result, caller, log, metrics, platform};
use mirubato_problem::catalogue;
use mirubato_stamp::is_uuid;

use crate::publish;
use crate::store::sessions::{self, Refreshable, Session};
use crate::store::users::User;

/// The most open sessions of one user. Beginning another ends the one that was not used for longest.
const MAX_OPEN: u32 = 50;

/// How somebody proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By a link sent to the address.
    Link,
    /// By the password.
    Password,
    /// By Google.
    Google,
}

impl Method {
    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Password => "password",
            Self::Google => "google",
        }
    }
}

/// What signs in, as its user will recognise it.
#[derive(Clone, Debug, Default)]
pub struct Device {
    /// What it calls itself, a UUID.
    pub id: Option<String>,
    /// What a person calls it.
    pub name: Option<String>,
}

impl Device {
    /// From `X-Device-ID` and `User-Agent`.
    #[must_use]
    pub fn of(id: Option<&str>, user_agent: Option<&str>) -> Self {
        Self { id: id.filter(|id| is_uuid(id)).map(ToOwned::to_owned), name: user_agent.and_then(agent::name) }
    }
}

/// A session that was begun or refreshed.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whose it is.
    pub user: User,
    /// Its id.
    pub session: String,
    /// What it is refreshed with next.
    pub refresh_token: String,
    /// Sessions that ended because there were too many.
    pub ended: Vec<String>,
}

/// Begins a session, as part of signing in.
///
/// # Errors
/// Where the database does not answer.
pub async fn open(transaction: &Transaction, user: User, method: Method, device: Device, now: u64) -> Result<Opened> {
    let token = opaque::token(platform::random());
    let family = refresh::family(&token).unwrap_or_default();
    let session = Session {
        id: platform::new_id(),
        began_at: now,
        last_used_at: now,
        method: method.as_str().to_owned(),
        device_id: device.id,
        device_name: device.name,
    };
    sessions::add(transaction, &user.id, &session, &opaque::hash(family), &opaque::hash(&token)).await?;
    let ended = sessions::end_others(transaction, &user.id, &session.id, MAX_OPEN - 1, now).await?;
    metrics::count("sign_ins", format!("method=\"{}\"", method.as_str()), 1);
    Ok(Opened { user, session: session.id, refresh_token: token, ended })
}

/// Exchanges a refresh token for the next. That a stolen one ended its session is told over Redis at `redis_url`.
///
/// # Errors
/// `session-ended` for a token that is not known, of a session that is over, or used before; in the last case the session ends.
pub async fn refresh(database: &Database, secret: &[u8], redis_url: &str, token: &str, now: u64) -> Result<Opened> {
    let (Some(family), Some(next)) = (refresh::family(token), refresh::successor(secret, token)) else {
        return Err((&catalogue::SESSION_ENDED).into());
    };
    let (family, hash, next_hash) = (opaque::hash(family), opaque::hash(token), opaque::hash(&next));
    // Whoever is second in rotating a token finds that it has become the one before.
    for _ in 0..2 {
        let found = sessions::find_by_family(database, &family).await?.ok_or(&catalogue::SESSION_ENDED)?;
        let stored = match refresh::judge(presented(&found, &hash), now) {
            Verdict::Rotate => sessions::rotate(database, &found.id, &hash, &next_hash, now).await?,
            // Where the secret was replaced in these seconds, the successor is another.
            Verdict::Repeat if found.refresh_hash == next_hash => true,
            Verdict::Revoke => {
                end(database, &found.user.id, &found.id, now).await?;
                publish::ended(redis_url, &found.user.id, vec![found.id.clone()]);
                log::warn("a refresh token was used twice", &[("session", found.id.into())]);
                metrics::count("refresh_tokens_reused", "", 1);
                break;
            }
            Verdict::Repeat | Verdict::Over => break,
        };
        if stored {
            return Ok(Opened { user: found.user, session: found.id, refresh_token: next, ended: Vec::new() });
        }
    }
    Err((&catalogue::SESSION_ENDED).into())
}

fn presented(found: &Refreshable, hash: &str) -> Presented {
    let token = if found.refresh_hash == hash {
        Which::Current
    } else if found.previous_hash.as_deref() == Some(hash) {
        Which::Previous(found.rotated_at)
    } else {
        Which::Older
    };
    Presented { began: found.began_at, last_used: found.last_used_at, ended: found.ended, token }
}

/// Ends a session of a user. False where there is none open.
///
/// # Errors
/// Where the database does not answer.
pub async fn end(database: &Database, user: &str, session: &str, now: u64) -> Result<bool> {
    let ended = sessions::end(database, user, session, now).await?;
    caller::forget(session);
    Ok(ended)
}

/// Ends the session that a refresh token belongs to, whichever of its tokens it is: whose it was, and its id. Does nothing where there is none.
///
/// # Errors
/// Where the database does not answer.
pub async fn end_by_token(database: &Database, token: &str, now: u64) -> Result<Option<(String, String)>> {
    let Some(family) = refresh::family(token) else { return Ok(None) };
    let Some(found) = sessions::find_by_family(database, &opaque::hash(family)).await? else { return Ok(None) };
    let ended = end(database, &found.user.id, &found.id, now).await?;
    Ok(ended.then_some((found.user.id, found.id)))
}

/// Ends all sessions of a user but one, and returns the ended ones.
///
/// # Errors
/// Where the database does not answer.
pub async fn end_others(database: &Database, user: &str, but: &str, now: u64) -> Result<Vec<String>> {
    let ended = sessions::end_others(database, user, but, 0, now).await?;
    ended.iter().for_each(|session| caller::forget(session));
    Ok(ended)
}

/// Since when a session must have been used to be still good at `now`.
#[must_use]
pub const fn used_since(now: u64) -> u64 {
    now.saturating_sub(refresh::IDLE * 1_000)
}
