//! Who a connection belongs to.

use futures::future::join;
use http::header::USER_AGENT;
use mirubato_grip::{Control, Event};
use mirubato_identity::agent;
use mirubato_kit::caller::Gate as _;
use mirubato_kit::{Result, limit, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_realtime::connection::Who;
use mirubato_realtime::{Close, session_channel, tell, user_channel};

use super::Visit;
use crate::store::connections;
use crate::{changes, presence};

/// The filter that leaves out what comes from the device itself.
const SKIP_SELF: &str = "skip-self";

impl Visit<'_> {
    /// `AUTH`: somebody signs in, or goes on with a new token.
    pub(super) async fn authenticate(&mut self, id: Option<&str>, token: &str) {
        if let Err(error) = self.sign_in(id, token).await {
            self.error(id, error.failure);
        }
    }

    /// Signs in with an access token and says welcome; closes where it does not hold.
    ///
    /// # Errors
    /// Where it cannot be found out whether it does.
    pub(super) async fn sign_in(&mut self, id: Option<&str>, token: &str) -> Result<()> {
        let now = platform::now();
        let Some(claims) = self.app.verify(token, now).await? else {
            self.turn_away(id, (&catalogue::NOT_SIGNED_IN).into(), Close::Auth);
            return Ok(());
        };
        let who = Who { user: claims.sub, session: claims.sid, expires: claims.exp * 1_000 };
        let before = self.connection.who.clone();
        if before.as_ref().is_some_and(|before| before.user != who.user) {
            self.turn_away(id, (&catalogue::FORBIDDEN).into(), Close::Auth);
            return Ok(());
        }
        if before.is_none() && limit::spend(&self.app.redis_url, self.app.handshakes, &who.user, None).await.is_err() {
            self.turn_away(id, (&catalogue::TOO_MANY_REQUESTS).into(), Close::Messages);
            return Ok(());
        }
        // Never from what was found a moment ago: a session that ended since then would go on hearing.
        let open = changes::session_open(self.app, &who.user, &who.session, self.context);
        let (open, status) = join(open, changes::status(self.app, &who.user, self.context)).await;
        if !open? {
            self.turn_away(id, (&catalogue::SESSION_ENDED).into(), Close::Auth);
            return Ok(());
        }
        let version = status?.version;
        let (device, since) = (self.connection.device.clone(), now);
        let name = self.headers.get(USER_AGENT).and_then(|value| agent::name(value.to_str().ok()?));
        let row = connections::Connection { id: self.id, user: &who.user, device: &device, name: name.as_deref() };
        let Some(present) = presence::join(self.app, row, since).await? else {
            self.turn_away(id, Failure::new(&catalogue::TOO_MANY_CONNECTIONS), Close::Connections);
            return Ok(());
        };
        self.subscribe(before.as_ref(), &who, &device);
        self.connection.sign_in(who, now);
        self.say(&tell::welcome(id, &device, version, &present, now));
        Ok(())
    }

    fn turn_away(&mut self, id: Option<&str>, failure: Failure, why: Close) {
        self.error(id, failure);
        self.close(why);
    }

    /// Only ever to the channels of whoever signed in.
    fn subscribe(&mut self, before: Option<&Who>, who: &Who, device: &str) {
        if before.is_none() {
            self.control(&Control::SetMeta { name: "user".to_owned(), value: Some(device.to_owned()) });
            let filters = vec![SKIP_SELF.to_owned()];
            self.control(&Control::Subscribe { channel: user_channel(&who.user), filters });
        }
        if before.is_some_and(|before| before.session == who.session) {
            return;
        }
        if let Some(before) = before {
            self.control(&Control::Unsubscribe { channel: session_channel(&before.session) });
        }
        self.control(&Control::Subscribe { channel: session_channel(&who.session), filters: Vec::new() });
    }

    fn control(&mut self, control: &Control) {
        self.out.push(Event::Text(control.encode()));
    }
}
