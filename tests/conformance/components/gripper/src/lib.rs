//! A backend of a gateway that answers as each test tells it to.
//!
//! To a WebSocket it speaks by events over HTTP: its opening is answered as the argument `open` of the query says, a text that is JSON as
//! it says itself, both in the form of [`Script`]; any other text and what is binary is sent back, a ping is answered by a pong, a close by
//! the same close. Any other request is answered as the argument `answer` says. What it was told leaves a line in the list `told <as>` in
//! Redis, where `as` is an argument too.
#![cfg(target_family = "wasm")]

use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use mirubato_grip::{EVENTS, Event, event};
use serde::Deserialize;
use serde_json::json;
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::http::{BoxBody, FullBody, Request, Response, box_body};
use spin_sdk::redis::{Connection, RedisParameter, RedisResult};
use spin_sdk::{http_service, variables};

/// How to answer.
#[derive(Deserialize)]
#[serde(default)]
struct Script {
    status: u16,
    headers: Vec<(String, String)>,
    /// Names of events, with their contents.
    events: Vec<(String, String)>,
    /// The code and the reason of a close that comes after them.
    close: Option<(u16, String)>,
    /// What the body is instead of events.
    body: Option<String>,
    /// The key in Redis to wait for.
    wait: Option<String>,
    trap: bool,
}

impl Default for Script {
    fn default() -> Self {
        Self { status: 200, headers: Vec::new(), events: Vec::new(), close: None, body: None, wait: None, trap: false }
    }
}

type Answer = anyhow::Result<Response<BoxBody>>;

fn binary(text: &str) -> RedisParameter {
    RedisParameter::Binary(text.as_bytes().to_vec())
}

fn made(name: &str, content: &str) -> anyhow::Result<Event> {
    let bytes = content.as_bytes().to_vec();
    Ok(match name {
        "OPEN" => Event::Open,
        "TEXT" => Event::Text(bytes),
        "BINARY" => Event::Binary(bytes),
        "PING" => Event::Ping(bytes),
        "PONG" => Event::Pong(bytes),
        "CLOSE" => Event::Close(None),
        "DISCONNECT" => Event::Disconnect,
        _ => anyhow::bail!("no event {name:?}"),
    })
}

/// An event as it is written down.
fn shown(event: &Event) -> String {
    let text = |name: &str, content: &[u8]| format!("{name} {}", String::from_utf8_lossy(content));
    match event {
        Event::Open => "OPEN".to_owned(),
        Event::Text(content) if content.len() > 1_000 => format!("TEXT of {} bytes", content.len()),
        Event::Text(content) => text("TEXT", content),
        Event::Binary(content) => text("BINARY", content),
        Event::Ping(content) => text("PING", content),
        Event::Pong(content) => text("PONG", content),
        Event::Close(None) => "CLOSE".to_owned(),
        Event::Close(Some((code, reason))) => format!("CLOSE {code} {reason}"),
        Event::Disconnect => "DISCONNECT".to_owned(),
    }
}

/// The answer to a request while it is put together.
struct Answering {
    status: u16,
    headers: Vec<(String, String)>,
    events: Vec<Event>,
    body: Option<String>,
}

impl Answering {
    async fn follow(&mut self, script: Script, redis: &Connection) -> anyhow::Result<()> {
        if let Some(key) = &script.wait {
            while redis.execute("EXISTS", [binary(key)]).await? != [RedisResult::Int64(1)] {
                spin_sdk::time::sleep(Duration::from_millis(5)).await;
            }
        }
        if script.trap {
            std::process::abort();
        }
        self.status = script.status;
        self.headers.extend(script.headers);
        for (name, content) in &script.events {
            self.events.push(made(name, content)?);
        }
        self.events.extend(script.close.map(|close| Event::Close(Some(close))));
        self.body = script.body.or(self.body.take());
        Ok(())
    }

    async fn event(&mut self, event: Event, open: Option<&str>, redis: &Connection) -> anyhow::Result<()> {
        match event {
            Event::Open => {
                let usual = r#"{"headers": [["sec-websocket-extensions", "grip"]], "events": [["OPEN", ""]]}"#;
                self.follow(serde_json::from_str(open.unwrap_or(usual))?, redis).await?;
            }
            Event::Text(content) => match serde_json::from_slice(&content) {
                Ok(script) => self.follow(script, redis).await?,
                Err(_) => self.events.push(Event::Text([b"m:", &content[..]].concat())),
            },
            Event::Binary(content) => self.events.push(Event::Binary([b"m:", &content[..]].concat())),
            Event::Ping(content) => self.events.push(Event::Pong(content)),
            Event::Close(close) => self.events.push(Event::Close(close)),
            Event::Pong(_) | Event::Disconnect => {}
        }
        Ok(())
    }
}

/// Writes down what came and answers.
#[http_service]
async fn handle(request: Request) -> Answer {
    let redis = Connection::open(variables::get("redis").await?).await?;
    let (head, body) = request.into_parts();
    let query = head.uri.query().unwrap_or("").as_bytes();
    let arguments: HashMap<_, _> = url::form_urlencoded::parse(query).into_owned().collect();
    let over_http = head.headers.get("content-type").is_some_and(|kind| kind == EVENTS);
    let body = body.bytes().await?;
    let events = if over_http { event::decode(&body)? } else { Vec::new() };
    let headers: Vec<_> =
        head.headers.iter().map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()))).collect();
    let told = json!({
        "method": head.method.as_str(),
        "path": head.uri.path(),
        "headers": headers,
        "events": events.iter().map(shown).collect::<Vec<_>>(),
    });
    let list = format!("told {}", arguments.get("as").map_or("", String::as_str));
    redis.execute("RPUSH", [binary(&list), binary(&told.to_string())]).await?;
    let mut answering = Answering { status: 200, headers: Vec::new(), events: Vec::new(), body: None };
    if over_http {
        for event in events {
            answering.event(event, arguments.get("open").map(String::as_str), &redis).await?;
        }
    } else if let Some(script) = arguments.get("answer") {
        answering.follow(serde_json::from_str(script)?, &redis).await?;
    }
    let mut response = Response::builder().status(answering.status);
    if over_http && !answering.headers.iter().any(|(name, _)| name == "content-type") {
        response = response.header("content-type", EVENTS);
    }
    for (name, value) in &answering.headers {
        response = response.header(name, value);
    }
    let body = answering.body.map_or_else(|| event::encode(&answering.events), String::into_bytes);
    Ok(response.body(box_body(FullBody::new(Bytes::from(body))))?)
}
