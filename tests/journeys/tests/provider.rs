//! A model of the test's own: a server that speaks the protocol of `OpenAI`'s, and does everything wrong when it is told to.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

use serde_json::{Value, json};

use crate::upstream::{Asked, read};

/// What it does when it is asked.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Says this, as a model does.
    Say(String),
    /// Answers with a status and a body.
    Answer(u16, String),
    /// Closes the connection.
    Close,
    /// Promises an answer and breaks off in the middle of it.
    BreakOff,
    /// Sends an answer without an end.
    Endless,
    /// Says nothing, until it is released; then what a model says.
    Hold(String),
}

/// The server.
pub(crate) struct Provider {
    url: String,
    shared: Arc<Shared>,
}

struct Shared {
    asked: Mutex<Vec<Asked>>,
    draft: Mutex<Act>,
    judge: Mutex<Act>,
    released: (Mutex<bool>, Condvar),
}

impl Provider {
    /// Starts one that writes `draft` and approves of everything.
    pub(crate) fn start(draft: &Value) -> Self {
        Self::at(TcpListener::bind("127.0.0.1:0").unwrap(), draft)
    }

    /// The same on a port where nothing listened before.
    pub(crate) fn on_port(port: u16, draft: &Value) -> Self {
        Self::at(TcpListener::bind(("127.0.0.1", port)).unwrap(), draft)
    }

    fn at(listener: TcpListener, draft: &Value) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            asked: Mutex::default(),
            draft: Mutex::new(Act::Say(draft.to_string())),
            judge: Mutex::new(Act::Say(scores(90).to_string())),
            released: <_>::default(),
        });
        let server = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = server.clone();
                std::thread::spawn(move || server.answer(&stream));
            }
        });
        Self { url, shared }
    }

    /// Its address, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// How often it was asked so far.
    pub(crate) fn count(&self) -> usize {
        self.shared.asked.lock().unwrap().len()
    }

    /// What it does from now on when it is to write.
    pub(crate) fn writes(&self, act: Act) {
        *self.shared.draft.lock().unwrap() = act;
    }

    /// What it does from now on when it is to judge.
    pub(crate) fn judges(&self, act: Act) {
        *self.shared.judge.lock().unwrap() = act;
    }

    /// Lets go on whoever is held.
    pub(crate) fn release(&self) {
        *self.shared.released.0.lock().unwrap() = true;
        self.shared.released.1.notify_all();
    }
}

impl Shared {
    fn answer(&self, stream: &TcpStream) {
        let Some(asked) = read(stream) else { return };
        let question: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
        self.asked.lock().unwrap().push(asked);
        let act = match question["response_format"]["json_schema"]["name"].as_str() {
            Some("term") => self.draft.lock().unwrap().clone(),
            Some("scores") => self.judge.lock().unwrap().clone(),
            _ => Act::Answer(400, "{}".to_owned()),
        };
        match act {
            Act::Say(text) => send(stream, 200, &completion(&text)),
            Act::Answer(status, body) => send(stream, status, &body),
            Act::Close => {}
            Act::BreakOff => {
                let _ = write!(&*stream, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{{\"choices\":");
            }
            Act::Endless => endless(stream),
            Act::Hold(text) => {
                let released = self.released.0.lock().unwrap();
                drop(self.released.1.wait_while(released, |released| !*released).unwrap());
                send(stream, 200, &completion(&text));
            }
        }
    }
}

/// What a model said, in its envelope.
pub(crate) fn completion(text: &str) -> String {
    let message = json!({ "role": "assistant", "content": text });
    json!({ "id": "c-1", "object": "chat.completion", "choices": [{ "index": 0, "message": message, "finish_reason": "stop" }] })
        .to_string()
}

/// A judgement with the same score four times.
pub(crate) fn scores(score: u8) -> Value {
    json!({ "accuracy": score, "completeness": score, "clarity": score, "examples": score, "problems": ["The origin is doubtful."] })
}

fn send(mut stream: &TcpStream, status: u16, body: &str) {
    let retry = if status == 429 { "retry-after: 7\r\n" } else { "" };
    let _ = write!(
        stream,
        "HTTP/1.1 {status} Answer\r\ncontent-type: application/json\r\n{retry}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
}

fn endless(mut stream: &TcpStream) {
    let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n");
    // Until the other side has had enough.
    while stream.write_all(&[b' '; 8_192]).is_ok() {}
}
