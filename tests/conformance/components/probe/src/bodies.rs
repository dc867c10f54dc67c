//! Bodies that are large, slow or never end.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::SinkExt as _;
use futures::StreamExt as _;
use http_body_util::BodyExt as _;
use serde_json::json;
use spin_sdk::http::body::{IncomingBodyExt as _, stream};
use spin_sdk::http::{Request, Response, box_body};
use spin_sdk::redis::Connection;

use crate::{Answer, argument, instance, text};

static ACTIVE: AtomicI64 = AtomicI64::new(0);

/// Sends the body back while it arrives.
pub(crate) fn echo(request: Request) -> Answer {
    Ok(Response::new(box_body(request.into_body().map_err(anyhow::Error::from))))
}

/// Reads the body and keeps nothing of it but the length and the sum of its bytes.
pub(crate) async fn upload(request: Request) -> Answer {
    let mut chunks = request.into_body().stream();
    let (mut length, mut sum) = (0_u64, 0_u64);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        length += chunk.len() as u64;
        sum += chunk.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    }
    crate::json(&json!({ "length": length, "sum": sum }))
}

/// Sends `bytes` bytes, 64 KiB at a time.
pub(crate) fn download(request: &Request) -> Answer {
    let mut left: usize = argument(request, "bytes").parse()?;
    let (mut sender, body) = stream::<Bytes>();
    spin_sdk::wasip3::spawn(async move {
        let block = Bytes::from(vec![7_u8; 64 * 1024]);
        while left > 0 {
            let part = block.slice(..left.min(block.len()));
            left -= part.len();
            if sender.send(part).await.is_err() {
                break;
            }
        }
    });
    Ok(Response::new(box_body(body)))
}

/// Sends the events 0, 1 and 2, each but the first only once the Redis at `redis` has the key `<key><number>`.
pub(crate) fn events(request: &Request) -> Answer {
    let (redis, key) = (argument(request, "redis"), argument(request, "key"));
    let (mut sender, body) = stream::<String>();
    spin_sdk::wasip3::spawn(async move {
        let Ok(redis) = Connection::open(redis).await else { return };
        for number in 0..3 {
            if number > 0 && instance::until(&redis, &format!("{key}{number}")).await.is_err() {
                return;
            }
            if sender.send(format!("data: {number}\n\n")).await.is_err() {
                return;
            }
        }
    });
    Ok(Response::builder().header("content-type", "text/event-stream").body(box_body(body))?)
}

/// Sends until nobody listens.
pub(crate) fn endless() -> Answer {
    let (mut sender, body) = stream::<String>();
    ACTIVE.fetch_add(1, Ordering::Relaxed);
    spin_sdk::wasip3::spawn(async move {
        while sender.send("still here\n".to_owned()).await.is_ok() {
            spin_sdk::time::sleep(Duration::from_millis(10)).await;
        }
        ACTIVE.fetch_sub(1, Ordering::Relaxed);
    });
    Ok(Response::new(box_body(body)))
}

/// How many endless answers of this instance somebody listens to.
pub(crate) fn active() -> Answer {
    text(ACTIVE.load(Ordering::Relaxed).to_string())
}

/// Sends a little and traps.
pub(crate) fn cut() -> Answer {
    let (mut sender, body) = stream::<String>();
    spin_sdk::wasip3::spawn(async move {
        _ = sender.send("the beginning".to_owned()).await;
        spin_sdk::time::sleep(Duration::from_millis(50)).await;
        std::process::abort();
    });
    Ok(Response::new(box_body(body)))
}
