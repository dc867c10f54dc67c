//! A socket as its gateway sees it.

use std::time::UNIX_EPOCH;

use mirubato_grip::{Control, EVENTS, Event, event, signature};
use mirubato_realtime::Connection;
use mirubato_support::{App, Call, Reply, User};
use serde_json::{Value, json};

use crate::story::id;

/// A socket: what its requests carry, and the state that the service asked to be brought back.
pub(crate) struct Socket {
    url: String,
    /// The gateway's name for it.
    pub(crate) connection: String,
    headers: Vec<(String, String)>,
    state: Option<String>,
}

/// What the gateway is to do.
#[derive(Debug)]
pub(crate) struct Turn {
    /// The answer itself.
    pub(crate) reply: Reply,
    /// Frames for the device.
    pub(crate) frames: Vec<Value>,
    /// What is said to the gateway.
    pub(crate) controls: Vec<Control>,
    /// The code the socket is closed with.
    pub(crate) closed: Option<u16>,
}

impl Turn {
    /// The one frame.
    #[track_caller]
    pub(crate) fn frame(&self) -> &Value {
        assert_eq!((self.frames.len(), self.closed), (1, None), "{self:?}");
        &self.frames[0]
    }

    /// The slugs of the errors, and the code the socket is closed with.
    pub(crate) fn troubles(&self) -> (Vec<&str>, Option<u16>) {
        let errors = self.frames.iter().filter(|frame| frame["type"] == "ERROR");
        let slugs = errors.map(|frame| frame["data"]["type"].as_str().unwrap().rsplit(':').next().unwrap());
        (slugs.collect(), self.closed)
    }

    /// The channels that are subscribed to.
    pub(crate) fn channels(&self) -> Vec<String> {
        let channel = |control: &'_ Control| match control {
            Control::Subscribe { channel, .. } => Some(channel.clone()),
            _ => None,
        };
        self.controls.iter().filter_map(channel).collect()
    }
}

/// `Grip-Sig` of our gateway.
pub(crate) fn signed() -> String {
    let now = u64::try_from(UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    signature::sign("pushpin", App::gateway_key().as_bytes(), now).unwrap()
}

impl Socket {
    /// A socket that is about to be opened by a device.
    pub(crate) fn of(app: &App, device: &str) -> Self {
        let url = format!("{}/sync/ws?device={device}", app.url());
        Self { url, connection: id(), headers: vec![("grip-sig".to_owned(), signed())], state: None }
    }

    /// An open socket of a user's device.
    #[track_caller]
    pub(crate) fn connect(app: &App, user: &User) -> Self {
        let mut socket = Self::of(app, &user.device).with_token(user.token());
        let turn = socket.open();
        assert_eq!(turn.frame()["type"], "WELCOME");
        socket
    }

    /// With a header in every request, in place of one of that name.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Without a header.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// With an access token as a subprotocol.
    pub(crate) fn with_token(self, token: &str) -> Self {
        self.header("sec-websocket-protocol", format!("mirubato, bearer.{token}"))
    }

    /// Posts bytes.
    pub(crate) fn post(&self, body: impl Into<Vec<u8>>) -> Reply {
        let call = Call::new("POST", self.url.clone()).header("content-type", EVENTS);
        let call = call.header("connection-id", &self.connection);
        let headers = self.headers.iter().fold(call, |call, (name, value)| call.header(name, value));
        let state = self.state.iter().fold(headers, |call, state| call.header("meta-state", state));
        state.bytes(body).send()
    }

    /// Posts events and reads what is to be done.
    #[track_caller]
    pub(crate) fn happen(&mut self, events: &[Event]) -> Turn {
        let reply = self.post(event::encode(events)).expect(200);
        assert_eq!(reply.header("content-type"), EVENTS);
        assert_eq!(reply.header("sec-websocket-extensions"), "grip");
        self.state = Some(reply.header("set-meta-state").to_owned());
        let mut turn = Turn { frames: Vec::new(), controls: Vec::new(), closed: None, reply };
        for event in event::decode(&turn.reply.body).unwrap() {
            match event {
                Event::Text(text) if text.starts_with(b"m:") => {
                    turn.frames.push(serde_json::from_slice(&text[2..]).unwrap());
                }
                Event::Text(text) => turn.controls.push(Control::decode(&text).unwrap()),
                Event::Close(Some((code, _))) => turn.closed = Some(code),
                _ => {}
            }
        }
        for frame in &turn.frames {
            assert!(frame["data"]["timestamp"].is_u64(), "{frame}");
        }
        turn
    }

    /// The handshake.
    #[track_caller]
    pub(crate) fn open(&mut self) -> Turn {
        let turn = self.happen(&[Event::Open]);
        assert!(turn.reply.body.starts_with(b"OPEN\r\n"));
        turn
    }

    /// The device says something.
    #[track_caller]
    pub(crate) fn say(&mut self, frame: &Value) -> Turn {
        self.happen(&[Event::Text(frame.to_string().into_bytes())])
    }

    /// The device pings.
    #[track_caller]
    pub(crate) fn ping(&mut self) -> Turn {
        self.say(&json!({ "type": "PING" }))
    }

    /// The device sends its queue.
    #[track_caller]
    pub(crate) fn push(&mut self, id: &str, mutations: &[Value]) -> Turn {
        self.say(&json!({ "type": "BULK_SYNC", "id": id, "data": { "mutations": mutations } }))
    }

    /// Changes what the service remembers of this connection: time is made to pass by it, and nothing else.
    #[track_caller]
    pub(crate) fn remember(&mut self, change: impl FnOnce(&mut Connection)) {
        let key = App::gateway_key();
        let sealed = self.state.as_deref().unwrap();
        let mut connection = Connection::unseal(sealed, key.as_bytes(), &self.connection).unwrap();
        change(&mut connection);
        self.state = Some(connection.seal(key.as_bytes(), &self.connection));
    }

    /// The state as it travels.
    pub(crate) fn state(&self) -> &str {
        self.state.as_deref().unwrap_or_default()
    }

    /// Brings other state than what the service asked for.
    pub(crate) fn bring(&mut self, state: Option<String>) {
        self.state = state;
    }
}
