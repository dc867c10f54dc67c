//! What shows how instances are made, shared and ended.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use spin_sdk::http::Request;
use spin_sdk::redis::{Connection, RedisParameter, RedisResult};

use crate::{Answer, argument, json, text};

/// Tells instances apart.
static INSTANCE: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(()));
static REQUESTS: AtomicU32 = AtomicU32::new(0);
static PRESENT: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// Which instance this is, and how many times it was asked.
pub(crate) fn count() -> Answer {
    let count = REQUESTS.fetch_add(1, Ordering::Relaxed) + 1;
    json(&serde_json::json!({ "instance": format!("{:x}", *INSTANCE), "count": count }))
}

/// Computes for a moment, and tells which instance did.
pub(crate) fn work() -> Answer {
    let sum = (0..1_000_000_u64).fold(0, |sum, number| std::hint::black_box(sum ^ number));
    json(&serde_json::json!({ "instance": format!("{:x}", *INSTANCE), "sum": sum }))
}

/// Stays until the Redis at `redis` has the key `key`, then tells how many were here at most at once.
pub(crate) async fn meet(request: &Request) -> Answer {
    let present = PRESENT.fetch_add(1, Ordering::Relaxed) + 1;
    MOST.fetch_max(present, Ordering::Relaxed);
    let redis = Connection::open(argument(request, "redis")).await?;
    redis.incr(argument(request, "arrived")).await?;
    until(&redis, &argument(request, "key")).await?;
    PRESENT.fetch_sub(1, Ordering::Relaxed);
    json(&serde_json::json!({ "instance": format!("{:x}", *INSTANCE), "most": MOST.load(Ordering::Relaxed) }))
}

/// Counts up the key `arrived` and stays until the key `key` is there.
pub(crate) async fn wait(request: &Request) -> Answer {
    let redis = Connection::open(argument(request, "redis")).await?;
    redis.incr(argument(request, "arrived")).await?;
    until(&redis, &argument(request, "key")).await?;
    text("done\n")
}

pub(crate) async fn until(redis: &Connection, key: &str) -> anyhow::Result<()> {
    while redis.execute("EXISTS", [RedisParameter::Binary(key.into())]).await? != [RedisResult::Int64(1)] {
        spin_sdk::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

/// Writes lines to standard output and standard error.
pub(crate) fn print(request: &Request) -> Answer {
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{}", argument(request, "out"))?;
    writeln!(std::io::stderr(), "{}", argument(request, "err"))?;
    text("printed\n")
}

/// Computes for ever.
pub(crate) fn spin() -> ! {
    let mut number = 1_u64;
    loop {
        number = std::hint::black_box(number.wrapping_mul(3));
    }
}

/// Takes `bytes` bytes of memory and gives them back.
pub(crate) fn grow(request: &Request) -> Answer {
    let size = argument(request, "bytes").parse()?;
    let taken = vec![1_u8; size];
    text(std::hint::black_box(taken).len().to_string())
}
