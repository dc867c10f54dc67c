//! The application behind a gateway: the host's own, or Pushpin.

use std::net::TcpStream;
use std::time::Duration;

use mirubato_support::process::free_port;
use mirubato_support::pushpin::{Ports, Pushpin};
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::http::{HeaderValue, Request, Response};
use tungstenite::{Message, WebSocket};

use crate::world::{GATEWAY_KEY, Options};
use crate::{Call, PATIENCE, Reply, World, until};

/// Which gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The one of the embedded host.
    BuiltIn,
    /// Pushpin.
    Pushpin,
}

/// The application behind a gateway.
#[derive(Debug)]
pub struct Gateway {
    /// Which one.
    pub kind: Kind,
    /// The application.
    pub world: World,
    /// Where clients come.
    pub port: u16,
    publish: u16,
    pushpin: Option<Pushpin>,
}

/// What tells a client that it listens.
const READY: &str = "ready?";

/// A client's WebSocket.
pub type Socket = WebSocket<TcpStream>;

/// The answer to a request for one.
pub type Answer = Response<Option<Vec<u8>>>;

impl Gateway {
    /// Starts everything.
    #[must_use]
    pub fn start(kind: Kind) -> Self {
        Self::start_with(kind, &[])
    }

    /// Starts everything, with flags of the host.
    #[must_use]
    pub fn start_with(kind: Kind, flags: &[&'static str]) -> Self {
        let publish = free_port();
        let flags = flags.to_vec();
        match kind {
            Kind::BuiltIn => {
                let world = World::start_with(&Options { flags, gateway: Some(publish), ..Options::default() });
                Self { kind, port: world.port(), world, publish, pushpin: None }
            }
            Kind::Pushpin => {
                let world = World::start_with(&Options { flags, ..Options::default() });
                let ports = Ports { clients: free_port(), publish };
                let pushpin = Pushpin::start(world.port(), ports, GATEWAY_KEY);
                Self { kind, world, port: ports.clients, publish, pushpin: Some(pushpin) }
            }
        }
    }

    /// Opens a WebSocket for `name`, with the usual answer of the backend.
    ///
    /// # Panics
    /// Where it is not let in.
    #[must_use]
    #[track_caller]
    pub fn open(&self, name: &str) -> Socket {
        self.try_open(&self.request(name, None))
            .unwrap_or_else(|answer| panic!("refused: {answer:?}\n{}", self.log()))
            .0
    }

    /// Opens one whose opening the backend answers as `script` says.
    ///
    /// # Panics
    /// Where it is not let in.
    #[must_use]
    #[track_caller]
    pub fn open_as(&self, name: &str, script: &Value) -> Socket {
        let request = self.request(name, Some(script));
        self.try_open(&request).unwrap_or_else(|answer| panic!("refused: {answer:?}\n{}", self.log())).0
    }

    /// One that listens to a channel already.
    #[must_use]
    #[track_caller]
    pub fn listen(&self, name: &str, channel: &str) -> Socket {
        self.listen_as(name, &[&json!({ "type": "subscribe", "channel": channel })])
    }

    /// One for which these control messages have been followed: Pushpin lets a client in before it follows them.
    #[must_use]
    #[track_caller]
    pub fn listen_as(&self, name: &str, controls: &[&Value]) -> Socket {
        let channel = format!("ready {name}");
        let ready = json!({ "type": "subscribe", "channel": channel });
        let mut socket = self.open_as(name, &opened(&[controls, &[&ready]].concat()));
        loop {
            self.say(&channel, READY);
            socket.get_ref().set_read_timeout(Some(Duration::from_millis(500))).unwrap();
            let heard = socket.read();
            socket.get_ref().set_read_timeout(Some(PATIENCE)).unwrap();
            if heard.is_ok_and(|message| message == Message::text(READY)) {
                return socket;
            }
        }
    }

    /// The request for a WebSocket.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn request(&self, name: &str, script: Option<&Value>) -> Request<()> {
        let mut url = url::Url::parse(&format!("ws://127.0.0.1:{}/grip/ws", self.port)).unwrap();
        url.query_pairs_mut().append_pair("as", name);
        if let Some(script) = script {
            url.query_pairs_mut().append_pair("open", &script.to_string());
        }
        url.as_str().into_client_request().unwrap()
    }

    /// Sends a request for a WebSocket.
    ///
    /// # Errors
    /// With the answer of one that is not let in.
    ///
    /// # Panics
    /// Where there is no answer.
    #[track_caller]
    pub fn try_open(&self, request: &Request<()>) -> Result<(Socket, Answer), Box<Answer>> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        match tungstenite::client(request.clone(), stream) {
            Ok(opened) => Ok(opened),
            Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))) => Err(answer),
            Err(error) => panic!("no answer: {error}\n{}", self.log()),
        }
    }

    /// A plain request, answered as `script` says.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn get(&self, name: &str, script: &Value) -> Call {
        let mut url = url::Url::parse(&format!("http://127.0.0.1:{}/grip/http", self.port)).unwrap();
        url.query_pairs_mut().append_pair("as", name).append_pair("answer", &script.to_string());
        Call::new("GET", url.to_string())
    }

    /// Publishes items.
    ///
    /// # Panics
    /// Where they are not taken.
    #[track_caller]
    pub fn publish(&self, items: &Value) {
        let _ = self.try_publish(json!({ "items": items }).to_string().into_bytes()).expect(200);
    }

    /// Publishes a text to the WebSockets of a channel.
    #[track_caller]
    pub fn say(&self, channel: &str, text: &str) {
        self.publish(&json!([{ "channel": channel, "formats": { "ws-message": { "content": text } } }]));
    }

    /// Sends a body to the publish port.
    #[must_use]
    pub fn try_publish(&self, body: Vec<u8>) -> Reply {
        self.publishing(body).send()
    }

    /// A request with a body for the publish port.
    #[must_use]
    pub fn publishing(&self, body: Vec<u8>) -> Call {
        let url = format!("http://127.0.0.1:{}/publish/", self.publish);
        Call::new("POST", url).header("content-type", "application/json").bytes(body)
    }

    /// What the backend was told about `name` so far: a request each.
    ///
    /// # Panics
    /// Where Redis holds something else.
    #[must_use]
    #[track_caller]
    pub fn told(&self, name: &str) -> Vec<Value> {
        let lines: Vec<String> = self.world.ask(redis::cmd("LRANGE").arg(format!("told {name}")).arg(0).arg(-1));
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The events that the backend was told about `name` so far.
    #[must_use]
    #[track_caller]
    pub fn events(&self, name: &str) -> Vec<String> {
        let requests = self.told(name);
        let events = requests.iter().filter_map(|request| request["events"].as_array()).flatten();
        events.filter_map(Value::as_str).map(ToOwned::to_owned).collect()
    }

    /// Waits until the backend was told these events about `name`.
    ///
    /// # Panics
    /// Where it never is.
    #[track_caller]
    pub fn wait_for(&self, name: &str, events: &[&str]) {
        until(&format!("the backend hears {events:?}, not {:?}", self.events(name)), || self.events(name) == events);
    }

    /// What everything wrote so far.
    #[must_use]
    pub fn log(&self) -> String {
        format!("{}\n{}", self.world.log(), self.pushpin.as_ref().map(Pushpin::log).unwrap_or_default())
    }
}

/// A script that lets a client in and sends control messages.
#[must_use]
pub fn opened(controls: &[&Value]) -> Value {
    let mut events = vec![json!(["OPEN", ""])];
    events.extend(controls.iter().map(|control| json!(["TEXT", format!("c:{control}")])));
    json!({ "headers": [["sec-websocket-extensions", "grip"]], "events": events })
}

/// Sends a text.
///
/// # Panics
/// Where the connection is gone.
#[track_caller]
pub fn say(socket: &mut Socket, text: &str) {
    socket.send(Message::text(text)).unwrap();
}

/// Has the backend follow a script.
#[track_caller]
pub fn tell(socket: &mut Socket, script: &Value) {
    say(socket, &script.to_string());
}

/// The next message.
///
/// # Panics
/// Where none comes.
#[must_use]
#[track_caller]
pub fn hear(socket: &mut Socket) -> Message {
    loop {
        let message = socket.read().unwrap();
        if message != Message::text(READY) {
            return message;
        }
    }
}

/// The next text.
///
/// # Panics
/// Where something else comes, or nothing.
#[must_use]
#[track_caller]
pub fn hear_text(socket: &mut Socket) -> String {
    match hear(socket) {
        Message::Text(text) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Whether nothing comes for so long.
///
/// # Panics
/// Where something else is wrong.
#[must_use]
#[track_caller]
pub fn is_quiet(socket: &mut Socket, time: Duration) -> bool {
    socket.get_ref().set_read_timeout(Some(time)).unwrap();
    let heard = socket.read();
    socket.get_ref().set_read_timeout(Some(PATIENCE)).unwrap();
    matches!(heard, Err(tungstenite::Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock)
}

/// The code and the reason of the close that comes next; `None` for a connection that ends without.
///
/// # Panics
/// Where something else comes.
#[must_use]
#[track_caller]
pub fn hear_close(socket: &mut Socket) -> Option<(u16, String)> {
    loop {
        return match socket.read() {
            Ok(message) if message == Message::text(READY) => continue,
            Ok(Message::Close(Some(close))) => Some((close.code.into(), close.reason.to_string())),
            Ok(Message::Close(None)) => Some((0, String::new())),
            Ok(other) => panic!("{other:?}"),
            Err(_) => None,
        };
    }
}

/// A header with a value.
///
/// # Panics
/// Where it is no value of a header.
pub fn set_header(request: &mut Request<()>, name: &'static str, value: &str) {
    request.headers_mut().append(name, HeaderValue::from_str(value).unwrap());
}
