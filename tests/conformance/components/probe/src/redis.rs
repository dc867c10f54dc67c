//! Outbound Redis.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use spin_sdk::http::Request;
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::redis::{Connection, Error, RedisParameter, RedisResult};

use crate::Answer;

#[derive(Deserialize)]
struct Script {
    address: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Step {
    Publish(String, String),
    Get(String),
    Set(String, String),
    Incr(String),
    Del(Vec<String>),
    Sadd(String, Vec<String>),
    Smembers(String),
    Srem(String, Vec<String>),
    /// A command with its arguments, numbers as such.
    Execute(String, Vec<Json>),
}

/// Runs `{address, steps}` and answers with `{open}` or a list with one outcome a step.
pub(crate) async fn run(request: Request) -> Answer {
    let script: Script = serde_json::from_slice(&request.into_body().bytes().await?)?;
    let redis = match Connection::open(&script.address).await {
        Ok(redis) => redis,
        Err(error) => return crate::json(&json!({ "open": format!("{error:?}") })),
    };
    let mut outcomes = Vec::new();
    for step in script.steps {
        outcomes.push(take(&redis, step).await.unwrap_or_else(|error| json!({ "error": format!("{error:?}") })));
    }
    crate::json(&outcomes)
}

fn parameter(argument: &Json) -> RedisParameter {
    match (argument.as_i64(), argument.as_str()) {
        (Some(number), _) => RedisParameter::Int64(number),
        (None, text) => RedisParameter::Binary(text.unwrap_or_default().into()),
    }
}

fn show(result: RedisResult) -> Json {
    match result {
        RedisResult::Nil => json!("nil"),
        RedisResult::Status(text) => json!({ "status": text }),
        RedisResult::Int64(number) => json!(number),
        RedisResult::Binary(bytes) => json!({ "binary": String::from_utf8_lossy(&bytes) }),
    }
}

async fn take(redis: &Connection, step: Step) -> Result<Json, Error> {
    Ok(match step {
        Step::Publish(channel, payload) => json!(redis.publish(channel, payload).await?),
        Step::Get(key) => json!(redis.get(key).await?.map(|value| String::from_utf8_lossy(&value).into_owned())),
        Step::Set(key, value) => json!(redis.set(key, value).await?),
        Step::Incr(key) => json!(redis.incr(key).await?),
        Step::Del(keys) => json!(redis.del(keys).await?),
        Step::Sadd(key, values) => json!(redis.sadd(key, values).await?),
        Step::Smembers(key) => {
            let mut members = redis.smembers(key).await?;
            members.sort();
            json!(members)
        }
        Step::Srem(key, values) => json!(redis.srem(key, values).await?),
        Step::Execute(command, arguments) => {
            let results = redis.execute(command, arguments.iter().map(parameter)).await?;
            json!(results.into_iter().map(show).collect::<Vec<_>>())
        }
    })
}
