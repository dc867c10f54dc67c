//! Does whatever a test asks over HTTP, so that tests see what a component sees.
//!
//! What to do is the path behind the route (the host's `spin-path-info`), with the query or a JSON body as arguments.
#![cfg(target_family = "wasm")]

mod bodies;
mod fetch;
mod files;
mod instance;
mod key_value;
mod redis;
mod sql;

use std::collections::HashMap;

use bytes::Bytes;
use serde::Serialize;
use spin_sdk::http::{BoxBody, FullBody, Request, Response, StatusCode, box_body};
use spin_sdk::{http_service, variables};

type Answer = anyhow::Result<Response<BoxBody>>;

fn json(value: &impl Serialize) -> Answer {
    let body = box_body(FullBody::new(Bytes::from(serde_json::to_vec(value)?)));
    Ok(Response::builder().header("content-type", "application/json").body(body)?)
}

fn text(text: impl Into<Bytes>) -> Answer {
    Ok(Response::new(box_body(FullBody::new(text.into()))))
}

fn status(status: StatusCode, message: String) -> Answer {
    Ok(Response::builder().status(status).body(box_body(FullBody::new(message.into())))?)
}

/// The argument `name` of the query; empty when it is not there.
fn argument(request: &Request, name: &str) -> String {
    let query = request.uri().query().unwrap_or("");
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// What this component was asked to do, the host's word taken before the client's.
fn task(request: &Request) -> String {
    let told = request.headers().get_all("spin-path-info").iter().next_back();
    told.and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
}

/// The request as it arrived.
fn told(request: &Request) -> Answer {
    let headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .collect();
    json(&serde_json::json!({
        "method": request.method().as_str(),
        "uri": request.uri().to_string(),
        "headers": headers,
    }))
}

async fn variable(name: &str) -> Answer {
    match variables::get(name).await {
        Ok(value) => text(value),
        Err(error) => status(StatusCode::NOT_FOUND, format!("{error:?}")),
    }
}

/// Does what the path says.
#[http_service]
async fn handle(request: Request) -> Answer {
    let task = task(&request);
    let (what, detail) = task.trim_start_matches('/').split_once('/').unwrap_or((task.trim_start_matches('/'), ""));
    match what {
        "hello" => text("hello\n"),
        "told" => told(&request),
        "environment" => json(&std::env::vars().collect::<HashMap<_, _>>()),
        "variables" => variable(detail).await,
        "print" => instance::print(&request),
        "count" => instance::count(),
        "work" => instance::work(),
        "meet" => instance::meet(&request).await,
        "wait" => instance::wait(&request).await,
        "refuse" => anyhow::bail!("refused as asked"),
        "trap" => std::process::abort(),
        "spin" => instance::spin(),
        "grow" => instance::grow(&request),
        "read" => files::read(&request),
        "write" => files::write(&request),
        "list" => files::list(&request),
        "kv" => key_value::run(request).await,
        "sql" => sql::run(request).await,
        "sync-sql" => sql::run_sync(request).await,
        "select" => sql::select(&request).await,
        "redis" => redis::run(request).await,
        "fetch" => fetch::run(request).await,
        "echo" => bodies::echo(request),
        "upload" => bodies::upload(request).await,
        "download" => bodies::download(&request),
        "events" => bodies::events(&request),
        "endless" => bodies::endless(),
        "active" => bodies::active(),
        "cut" => bodies::cut(),
        _ => status(StatusCode::NOT_FOUND, format!("no task {task:?}")),
    }
}
