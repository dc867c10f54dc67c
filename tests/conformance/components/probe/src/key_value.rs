//! Key-value stores.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use spin_sdk::http::Request;
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::key_value::{Error, Store};

use crate::Answer;

#[derive(Deserialize)]
struct Script {
    store: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Step {
    Get(String),
    Set(String, String),
    Delete(String),
    Exists(String),
    Keys,
    /// Gets each value while the keys are still being read.
    Walk,
}

/// Runs `{store, steps}` and answers with `{open}` or a list with one outcome a step.
pub(crate) async fn run(request: Request) -> Answer {
    let script: Script = serde_json::from_slice(&request.into_body().bytes().await?)?;
    let store = match Store::open(&script.store).await {
        Ok(store) => store,
        Err(error) => return crate::json(&json!({ "open": format!("{error:?}") })),
    };
    let mut outcomes = Vec::new();
    for step in script.steps {
        outcomes.push(take(&store, step).await.unwrap_or_else(|error| json!({ "error": format!("{error:?}") })));
    }
    crate::json(&outcomes)
}

async fn take(store: &Store, step: Step) -> Result<Json, Error> {
    Ok(match step {
        Step::Get(key) => json!(store.get(key).await?.map(|value| String::from_utf8_lossy(&value).into_owned())),
        Step::Set(key, value) => json!(store.set(key, value).await?),
        Step::Delete(key) => json!(store.delete(key).await?),
        Step::Exists(key) => json!(store.exists(key).await?),
        Step::Keys => {
            let mut keys = store.get_keys().await.collect().await?;
            keys.sort();
            json!(keys)
        }
        Step::Walk => {
            let mut keys = store.get_keys().await;
            let mut values = 0;
            while let Some(key) = keys.next().await {
                values += usize::from(store.get(key).await?.is_some());
            }
            keys.result().await?;
            json!(values)
        }
    })
}
