//! SQLite databases.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use spin_sdk::http::Request;
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::sqlite::wit::sqlite::Connection as SyncConnection;
use spin_sdk::sqlite::{Connection, RowResult, Value};

use crate::{Answer, argument};

#[derive(Deserialize)]
struct Script {
    database: String,
    /// Statements with their parameters, run on one connection.
    steps: Vec<(String, Vec<Json>)>,
    /// Read only so many rows of each result and drop the rest.
    #[serde(default)]
    take: Option<usize>,
}

fn parameter(value: Json) -> Value {
    match value {
        Json::Bool(value) => Value::Integer(value.into()),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => Value::Real(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::Text(text),
        Json::Array(bytes) => {
            Value::Blob(bytes.iter().filter_map(Json::as_u64).filter_map(|byte| byte.try_into().ok()).collect())
        }
        Json::Null | Json::Object(_) => Value::Null,
    }
}

fn show(row: &RowResult) -> Json {
    let show = |value: &Value| match value {
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Blob(bytes) => json!({ "blob": bytes }),
        Value::Null => Json::Null,
    };
    row.values.iter().map(show).collect()
}

/// Runs `{database, steps}`. Each outcome says whether the call was `accepted`, its `columns` and `rows`, and the `error` that came after
/// them; then what the connection says of rows changed and inserted.
pub(crate) async fn run(request: Request) -> Answer {
    let script: Script = serde_json::from_slice(&request.into_body().bytes().await?)?;
    let connection = match Connection::open(&script.database).await {
        Ok(connection) => connection,
        Err(error) => return crate::json(&json!({ "open": format!("{error:?}") })),
    };
    let mut outcomes = Vec::new();
    for (statement, parameters) in script.steps {
        let mut result = match connection.execute(statement, parameters.into_iter().map(parameter)).await {
            Ok(result) => result,
            Err(error) => {
                outcomes.push(json!({ "accepted": false, "error": format!("{error:?}") }));
                continue;
            }
        };
        let columns = result.columns().to_vec();
        let mut rows = Vec::new();
        while script.take.is_none_or(|take| rows.len() < take) {
            let Some(row) = result.next().await else { break };
            rows.push(show(&row));
        }
        let error = match script.take {
            None => result.result().await.err().map(|error| format!("{error:?}")),
            Some(_) => None,
        };
        outcomes.push(json!({
            "accepted": true,
            "columns": columns,
            "rows": rows,
            "error": error,
            "changes": if script.take.is_none() { Some(connection.changes().await) } else { None },
            "rowid": if script.take.is_none() { Some(connection.last_insert_rowid().await) } else { None },
        }));
    }
    crate::json(&outcomes)
}

/// The same by the functions that are not `async` in WIT. There an error comes at once.
pub(crate) async fn run_sync(request: Request) -> Answer {
    let script: Script = serde_json::from_slice(&request.into_body().bytes().await?)?;
    let connection = match SyncConnection::open(&script.database) {
        Ok(connection) => connection,
        Err(error) => return crate::json(&json!({ "open": format!("{error:?}") })),
    };
    let mut outcomes = Vec::new();
    for (statement, parameters) in script.steps {
        let parameters: Vec<_> = parameters.into_iter().map(parameter).collect();
        outcomes.push(match connection.execute(&statement, &parameters) {
            Ok(result) => json!({
                "columns": result.columns,
                "rows": result.rows.iter().map(show).collect::<Vec<_>>(),
                "changes": connection.changes(),
                "rowid": connection.last_insert_rowid(),
            }),
            Err(error) => json!({ "error": format!("{error:?}") }),
        });
    }
    crate::json(&outcomes)
}

/// Reads the row `id` of the table `items`, as a service would.
pub(crate) async fn select(request: &Request) -> Answer {
    let connection = Connection::open_default().await?;
    let id: i64 = argument(request, "id").parse()?;
    let rows =
        connection.execute("SELECT id, name, body FROM items WHERE id = ?1", [id.into()]).await?.collect().await?;
    crate::json(&rows.iter().map(show).collect::<Vec<_>>())
}
