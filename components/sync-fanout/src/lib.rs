//! Hands what is said over Redis to the gateway that devices are connected to.
//!
//! It keeps nothing and decides nothing: each message is a fresh instance, and what it becomes is the business of `mirubato-realtime`. What
//! cannot be delivered is not tried again later. It is a hint, and devices find out without it.
#![cfg(target_family = "wasm")]
#![expect(unsafe_code, reason = "the bindings that the macro generates")]

use std::time::Duration;

use anyhow::{Context as _, bail};
use bytes::Bytes;
use http::{Request, StatusCode, header};
use mirubato_grip::publish::Items;
use mirubato_kit::{config, fetch, log, platform};
use spin_sdk::redis_subscriber;

/// How long the gateway may take. The next message waits for as long.
const PATIENCE: Duration = Duration::from_secs(2);
const MAX_ANSWER: usize = 10_000;

#[redis_subscriber]
async fn on_message(payload: Bytes) -> anyhow::Result<()> {
    log::set_service("sync-fanout");
    let result = hand_over(&payload).await;
    if let Err(error) = &result {
        log::warn("not handed to the gateway", &[("cause", format!("{error:#}").into())]);
    }
    result
}

async fn hand_over(payload: &[u8]) -> anyhow::Result<()> {
    let items = mirubato_realtime::news::items(payload, platform::now()).context("a message of another form")?;
    let gateway = config::required("gateway_publish").await?;
    let body = serde_json::to_vec(&Items { items })?;
    let request = Request::post(format!("{}/publish/", gateway.trim_end_matches('/')))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Bytes::from(body))?;
    let response = fetch::send(request, PATIENCE, MAX_ANSWER).await?;
    if response.status() != StatusCode::OK {
        bail!("the gateway answers {}", response.status());
    }
    Ok(())
}
