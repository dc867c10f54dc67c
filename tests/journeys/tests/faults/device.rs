//! A device that is connected where it can be, keeps its queue until it is acknowledged, and pulls where it is in doubt.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use fastrand::Rng;
use mirubato_support::User;
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::{Error, Message, WebSocket};

use crate::story::{delete, goal, id, set};

/// How long to listen before something else is done.
const LISTEN: Duration = Duration::from_millis(40);
/// How often something is said at most: a connection may say 100 things a minute.
const PACE: Duration = Duration::from_millis(900);
/// How often to ask how far the user is. Apps do so every 25 seconds.
const PING: Duration = Duration::from_secs(4);
/// How long to wait for an answer, or for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most that waits.
const QUEUE: usize = 30;

/// How a device sends its queue and hears of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Over a WebSocket.
    Socket,
    /// By requests alone.
    Requests,
}

/// A device.
pub(super) struct Device {
    /// Whose.
    pub(super) user: User,
    /// How it goes about it.
    pub(super) way: Way,
    /// The version up to which it has everything.
    pub(super) cursor: u64,
    /// What it has, by id, as the server told it.
    pub(super) records: BTreeMap<String, Value>,
    /// What waits, in order.
    pub(super) queue: Vec<Value>,
    /// What was acknowledged.
    pub(super) acknowledged: Vec<Value>,
    /// How often it was greeted, took news in, and pulled.
    pub(super) counts: [usize; 3],
    address: String,
    socket: Option<WebSocket<TcpStream>>,
    asked: Option<(String, Instant)>,
    in_doubt: bool,
    said: Instant,
    pinged: Instant,
    next_try: Instant,
    rng: Rng,
}

impl Device {
    /// `gateway` is the port it connects to; its requests go to the app.
    pub(super) fn new(gateway: u16, user: User, way: Way, seed: u64) -> Self {
        let now = Instant::now();
        let address = format!("127.0.0.1:{gateway}");
        let (cursor, records, queue, acknowledged, counts, socket, asked) = Default::default();
        let (in_doubt, rng) = (way == Way::Requests, Rng::with_seed(seed));
        let (said, pinged, next_try) = (now, now, now);
        Self {
            user,
            way,
            cursor,
            records,
            queue,
            acknowledged,
            counts,
            address,
            socket,
            asked,
            in_doubt,
            said,
            pinged,
            next_try,
            rng,
        }
    }

    /// Whether nothing waits and it is at a version.
    pub(super) fn is_at(&self, version: u64) -> bool {
        let is_there = self.way == Way::Requests || self.socket.is_some();
        is_there && self.queue.is_empty() && !self.in_doubt && self.cursor == version
    }

    /// Does a little of everything. Its user writes something where `writes`.
    pub(super) fn step(&mut self, writes: bool) {
        if writes && self.queue.len() < QUEUE {
            self.write();
        }
        match self.way {
            Way::Socket => {
                self.connect();
                self.listen();
                self.say();
            }
            Way::Requests => {
                std::thread::park_timeout(LISTEN);
                self.push();
                self.in_doubt = true;
            }
        }
        if self.in_doubt {
            self.pull();
        }
    }

    /// Makes, changes or deletes a record, its own or another device's.
    pub(super) fn write(&mut self) {
        let (number, known) = (self.rng.u32(..), self.rng.usize(..self.records.len().max(1)));
        let known = self.records.keys().nth(known).cloned();
        let mutation = match (self.rng.u8(..10), known) {
            (0, Some(record)) => delete(&self.user, "goal", &record),
            (1..6, Some(record)) => set(&self.user, "goal", &record, &json!({ "title": format!("Etude {number}") })),
            _ => set(&self.user, "goal", &id(), &goal(&format!("Scales {number}"))),
        };
        self.queue.push(mutation);
    }

    fn connect(&mut self) {
        if self.socket.is_some() || Instant::now() < self.next_try {
            return;
        }
        // Full jitter, of less than an app takes.
        self.next_try = Instant::now() + Duration::from_millis(self.rng.u64(..1_500));
        let url = format!("ws://{}/sync/ws?device={}", self.address, self.user.device);
        let mut request = url.into_client_request().unwrap();
        let protocols = format!("mirubato, bearer.{}", self.user.token());
        request.headers_mut().insert("sec-websocket-protocol", protocols.parse().unwrap());
        let Ok(stream) = TcpStream::connect(&self.address) else { return };
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let Ok((socket, _)) = tungstenite::client(request, stream) else { return };
        socket.get_ref().set_read_timeout(Some(LISTEN)).unwrap();
        self.socket = Some(socket);
        self.asked = None;
    }

    fn listen(&mut self) {
        let Some(socket) = &mut self.socket else { return std::thread::park_timeout(LISTEN) };
        match socket.read() {
            Ok(Message::Text(text)) => self.heard(&serde_json::from_str(text.as_str()).unwrap()),
            Ok(Message::Close(why)) => {
                println!("{}: closed: {why:?}", self.user.device);
                self.socket = None;
            }
            Ok(_) => {}
            Err(Error::Io(error)) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => self.socket = None,
        }
    }

    fn say(&mut self) {
        if self.asked.as_ref().is_some_and(|(_, at)| at.elapsed() > PATIENCE) {
            self.socket = None;
        }
        let Some(socket) = &mut self.socket else { return };
        let frame = if self.asked.is_none() && !self.queue.is_empty() && self.said.elapsed() > PACE {
            let id = id();
            self.said = Instant::now();
            self.asked = Some((id.clone(), self.said));
            json!({ "type": "BULK_SYNC", "id": id, "data": { "mutations": self.queue } })
        } else if self.pinged.elapsed() > PING {
            self.pinged = Instant::now();
            json!({ "type": "PING", "data": {} })
        } else {
            return;
        };
        if socket.send(Message::text(frame.to_string())).is_err() {
            self.socket = None;
        }
    }

    fn heard(&mut self, frame: &Value) {
        let data = &frame["data"];
        match frame["type"].as_str().unwrap() {
            "WELCOME" => {
                self.counts[0] += 1;
                self.in_doubt |= data["version"] != self.cursor;
            }
            // Where the api did not answer in time there is no version in it.
            "PONG" => self.in_doubt |= data["version"] != self.cursor,
            "SYNC_EVENT" => self.take(std::slice::from_ref(&data["event"]["payload"]), data),
            "BULK_SYNC" => self.take(data["changes"].as_array().unwrap(), data),
            "ACK" if self.asked.as_ref().is_some_and(|(id, _)| frame["id"] == **id) => {
                self.asked = None;
                self.settle(data);
            }
            "ERROR" => {
                println!("{}: {frame}", self.user.device);
                // It is said again.
                self.asked = None;
            }
            _ => {}
        }
    }

    /// Takes news in where they are what comes next.
    fn take(&mut self, changes: &[Value], news: &Value) {
        assert_ne!(news["deviceId"], *self.user.device, "it is told of its own changes");
        let version = news["version"].as_u64().unwrap();
        let fresh: Vec<_> = changes.iter().filter(|change| change["version"].as_u64() > Some(self.cursor)).collect();
        let versions = fresh.iter().map(|change| change["version"].as_u64().unwrap());
        if version <= self.cursor {
            return;
        }
        if self.cursor == 0 || news["hasMore"] == true || !versions.eq(self.cursor + 1..=version) {
            self.in_doubt = true;
            return;
        }
        self.store(&fresh);
        self.cursor = version;
        self.counts[1] += 1;
    }

    fn store(&mut self, changes: &[&Value]) {
        for change in changes {
            self.records.insert(change["recordId"].as_str().unwrap().to_owned(), (*change).clone());
        }
    }

    fn push(&mut self) {
        if self.queue.is_empty() || self.said.elapsed() < PACE / 3 {
            return;
        }
        self.said = Instant::now();
        let body = json!({ "deviceId": self.user.device, "mutations": self.queue });
        if let Some(reply) = self.user.post("/api/sync/push").json(&body).attempt()
            && reply.status == 200
        {
            self.settle(&reply.json());
        }
    }

    /// Takes out of the queue what was acknowledged. The cursor stays: what others changed meanwhile has yet to come.
    fn settle(&mut self, answer: &Value) {
        for result in answer["results"].as_array().unwrap() {
            assert_ne!(result["status"], "rejected", "{result}");
            if let Some(place) = self.queue.iter().position(|mutation| mutation["id"] == result["id"]) {
                self.acknowledged.push(self.queue.remove(place));
            }
        }
        self.in_doubt |= answer["version"].as_u64() > Some(self.cursor);
    }

    fn pull(&mut self) {
        loop {
            let body = json!({ "deviceId": self.user.device, "since": self.cursor });
            let reply = self.user.post("/api/sync/pull").json(&body).attempt();
            let Some(page) = reply.filter(|reply| reply.status == 200).map(|reply| reply.json()) else { return };
            self.counts[2] += 1;
            self.store(&page["changes"].as_array().unwrap().iter().collect::<Vec<_>>());
            self.cursor = page["version"].as_u64().unwrap();
            if page["hasMore"] == false {
                self.in_doubt = false;
                return;
            }
        }
    }
}
