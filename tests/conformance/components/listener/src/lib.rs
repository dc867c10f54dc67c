//! Writes down in Redis which messages it gets and how.
//!
//! The variable `store` is the address of that Redis, `name` tells apart two components on one channel. Each message leaves
//! `<name> start <n> <payload>` and `<name> end <payload>` in the list `heard`, where `n` counts the messages of this instance.
#![cfg(target_family = "wasm")]
#![expect(unsafe_code, reason = "the bindings that the macro generates")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use spin_sdk::redis::{Connection, RedisParameter, RedisResult};
use spin_sdk::{redis_subscriber, variables};

static HEARD: AtomicU32 = AtomicU32::new(0);

async fn note(redis: &Connection, line: &str) -> anyhow::Result<()> {
    let arguments = ["heard", line].map(|text| RedisParameter::Binary(text.as_bytes().to_vec()));
    redis.execute("RPUSH", arguments).await?;
    Ok(())
}

/// Notes the message. `wait <key>` first waits until that key exists, `refuse` returns an error, `trap` traps.
#[redis_subscriber]
async fn on_message(payload: Bytes) -> anyhow::Result<()> {
    let redis = Connection::open(variables::get("store").await?).await?;
    let name = variables::get("name").await?;
    let text = String::from_utf8_lossy(&payload);
    let count = HEARD.fetch_add(1, Ordering::Relaxed) + 1;
    note(&redis, &format!("{name} start {count} {text}")).await?;
    match text.split_once(' ') {
        Some(("wait", key)) => {
            while redis.execute("EXISTS", [RedisParameter::Binary(key.into())]).await? != [RedisResult::Int64(1)] {
                spin_sdk::time::sleep(Duration::from_millis(5)).await;
            }
        }
        _ if text == "refuse" => anyhow::bail!("refused"),
        _ if text == "trap" => std::process::abort(),
        _ => {}
    }
    note(&redis, &format!("{name} end {text}")).await
}
