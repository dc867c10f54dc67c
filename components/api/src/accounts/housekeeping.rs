//! Throwing away what is over: links, tries, sessions, kept answers. Done a little at a time, after somebody asked for a link, because
//! nothing runs by itself here.

use mirubato_kit::request::Context;
use mirubato_kit::{Result, idempotency, log, platform};

use super::{erasure, sessions};
use crate::app::App;
use crate::{DATABASE, store};

/// How many rows of each go at once.
const AT_ONCE: u32 = 100;

/// Tidies up after the request has been answered. Nothing depends on it: whatever is over is refused whether it is still there or not.
pub fn later(app: &App, context: &Context) {
    let (app, context) = (app.clone(), context.clone());
    platform::spawn(async move {
        if let Err(error) = run(&app, &context).await {
            log::warn("not tidied up", &[("cause", error.cause.unwrap_or_default().into())]);
        }
    });
}

async fn run(app: &App, context: &Context) -> Result<()> {
    let now = platform::now();
    store::links::sweep(&DATABASE, now, AT_ONCE).await?;
    store::attempts::sweep(&DATABASE, now, AT_ONCE).await?;
    store::sessions::sweep(&DATABASE, sessions::used_since(now), AT_ONCE).await?;
    idempotency::sweep(&DATABASE, AT_ONCE).await?;
    erasure::go_on(app, &DATABASE, context).await
}
