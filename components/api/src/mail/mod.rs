//! Sending mail: through an HTTP API, or into the local outbox.

mod texts;

use std::time::Duration;

use bytes::Bytes;
use http::{Request, header};
use mirubato_kit::{Error, Result, fetch, metrics, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_web::language::Language;
use serde_json::json;

use crate::DATABASE;
use crate::app::{App, Environment};
use crate::store::outbox;

/// How long the mail server may take, and how much it may say.
const PATIENCE: Duration = Duration::from_secs(10);
const MAX_ANSWER: usize = 64 * 1_024;

/// Sends the link that signs somebody in.
///
/// # Errors
/// `upstream` where the mail server does not take it.
pub async fn send_link(app: &App, to: &str, token: &str, language: Language) -> Result<()> {
    // The app's own page, which asks before it uses the link: servers that look into mail for their users follow links.
    let link = format!("{}/auth/verify?token={token}", app.public_url);
    let (subject, text) = texts::link(language, &link);
    let mail = outbox::Mail {
        id: platform::new_id(),
        to: to.to_owned(),
        subject: subject.to_owned(),
        text,
        link: Some(link),
        created_at: platform::rfc3339(platform::now()),
    };
    match app.environment {
        Environment::Local => outbox::add(&DATABASE, &mail).await?,
        Environment::Production => post(app, &mail).await?,
    }
    metrics::count("mails", "", 1);
    Ok(())
}

async fn post(app: &App, mail: &outbox::Mail) -> Result<()> {
    let upstream = |cause: String| Error {
        failure: Failure::new(&catalogue::UPSTREAM).because("The mail could not be sent. Try again in a while."),
        cause: Some(format!("mail: {cause}")),
    };
    let body = json!({ "from": app.mail.from, "to": [mail.to], "subject": mail.subject, "text": mail.text });
    let request = Request::post(format!("{}/emails", app.mail.url.trim_end_matches('/')))
        .header(header::AUTHORIZATION, format!("Bearer {}", app.mail.key))
        .header(header::CONTENT_TYPE, "application/json")
        // Should an answer be lost and the mail be sent again, it arrives once.
        .header("idempotency-key", &mail.id)
        .body(Bytes::from(body.to_string()))
        .map_err(Error::internal)?;
    let response = fetch::send(request, PATIENCE, MAX_ANSWER).await.map_err(|error| upstream(error.to_string()))?;
    if response.status().is_success() { Ok(()) } else { Err(upstream(response.status().to_string())) }
}
