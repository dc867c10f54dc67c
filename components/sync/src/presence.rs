//! Telling a user's devices which of them are connected.

use mirubato_contracts::sync::events::{Presence, PresentDevice};
use mirubato_kit::sql::SqlError;
use mirubato_kit::{log, platform, redis};
use mirubato_realtime::PRESENCE;

use crate::DATABASE;
use crate::app::App;
use crate::store::{connections, devices};

/// Notes that a connection begins. The devices connected then, this one among them, or `None` where the user has enough connections.
///
/// # Errors
/// Where the database does not answer.
pub async fn join(
    app: &App,
    connection: connections::Connection<'_>,
    now: u64,
) -> Result<Option<Vec<PresentDevice>>, SqlError> {
    let transaction = DATABASE.begin().await?;
    connections::sweep(&transaction, now).await?;
    if !connections::add(&transaction, connection, app.connections, now).await? {
        transaction.commit().await?;
        return Ok(None);
    }
    devices::see(&transaction, connection.user, connection.device, connection.name, now).await?;
    let present = connections::present(&transaction, connection.user, now).await?;
    transaction.commit().await?;
    announce(app, connection.user, present.clone());
    Ok(Some(present))
}

/// Notes that a connection has ended, once however often it is said.
pub async fn leave(app: &App, id: &str, user: &str) {
    let gone = async {
        if connections::remove(&DATABASE, id).await? {
            announce(app, user, connections::present(&DATABASE, user, platform::now()).await?);
        }
        Ok::<_, SqlError>(())
    };
    // Unseen it is gone in a while all the same.
    if let Err(error) = gone.await {
        log::warn("a connection that ended is still listed", &[("cause", error.to_string().into())]);
    }
}

/// A hint: it is sent when the answer is out, and nobody waits for it.
fn announce(app: &App, user: &str, devices: Vec<PresentDevice>) {
    // Where the limit of connections is set so high, each of them would be told of each.
    if app.redis_url.is_empty() || devices.len() as u64 >= connections::SHOWN {
        return;
    }
    let presence = Presence { v: 1, id: platform::new_id(), user_id: user.to_owned(), devices };
    let payload = serde_json::to_vec(&presence).unwrap_or_default();
    let url = app.redis_url.clone();
    platform::spawn(async move {
        match redis::publish(&url, PRESENCE, &payload).await {
            Ok(()) | Err(redis::RedisError::Resting) => {}
            Err(error) => log::warn("not announced", &[("cause", error.to_string().into())]),
        }
    });
}
