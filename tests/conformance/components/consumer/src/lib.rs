//! Uses an interface that another component provides.
#![cfg(target_family = "wasm")]

mod bindings {
    wit_bindgen::generate!({ path: "../../wit", world: "consumer" });
}

use bindings::conformance::texts::texts;
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::http::{IntoResponse, Request};
use spin_sdk::http_service;

/// Answers with the body in upper case, or traps when the body says so.
#[http_service]
async fn handle(request: Request) -> anyhow::Result<impl IntoResponse> {
    let body = request.into_body().bytes().await?;
    let text = std::str::from_utf8(&body)?;
    if text == "fail" {
        texts::fail();
    }
    Ok(texts::shout(text))
}
