//! Outbound HTTP.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::http::{self, FullBody, Request};

use crate::Answer;

#[derive(Deserialize)]
struct Wanted {
    url: String,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    /// Follow redirects.
    #[serde(default)]
    follow: bool,
}

/// Sends the request `{url, method, headers, body, follow}` and answers with `{error}` or `{status, headers, body}`.
pub(crate) async fn run(request: Request) -> Answer {
    let wanted: Wanted = serde_json::from_slice(&request.into_body().bytes().await?)?;
    let mut url = wanted.url.clone();
    loop {
        let mut outgoing = Request::builder().method(wanted.method.as_deref().unwrap_or("GET")).uri(&url);
        for (name, value) in &wanted.headers {
            outgoing = outgoing.header(name, value);
        }
        let outgoing = outgoing.body(FullBody::new(Bytes::from(wanted.body.clone())))?;
        let response = match http::send(outgoing).await {
            Ok(response) => response,
            Err(error) => return crate::json(&json!({ "error": format!("{error:?}"), "url": url })),
        };
        let location = response.headers().get("location").and_then(|value| value.to_str().ok());
        if let Some(location) = location.filter(|_| wanted.follow && response.status().is_redirection()) {
            url = location.to_owned();
            continue;
        }
        let status = response.status().as_u16();
        let headers: Vec<_> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        return match response.into_body().bytes().await {
            Ok(body) => {
                crate::json(&json!({ "status": status, "headers": headers, "body": String::from_utf8_lossy(&body) }))
            }
            Err(error) => crate::json(&json!({ "status": status, "error": format!("{error:?}") })),
        };
    }
}
