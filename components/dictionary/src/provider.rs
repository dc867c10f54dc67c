//! Models behind an OpenAI-compatible API.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode, header};
use mirubato_kit::fetch::{self, FetchError};
use mirubato_kit::{Error, config, platform};
use mirubato_lexicographer::prompt::Prompt;
use mirubato_lexicographer::{Refusal, chat};
use mirubato_problem::{Failure, catalogue};
use serde_json::Value;

/// How long a server that says it is busy may send people away, in seconds.
const LONGEST_WAIT: u64 = 3_600;
/// How long it does where it does not say.
const USUAL_WAIT: u64 = 60;

/// A model, and where it is reached.
#[derive(Clone, Debug)]
pub struct Model {
    /// Without a slash at the end.
    base: String,
    /// Empty where none is needed.
    key: String,
    /// What the server calls it.
    pub name: String,
}

/// Why a model did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It was not reached, so it costs nothing. The text is for the log.
    Unreached(String),
    /// It did not answer in time.
    Late,
    /// It has too much to do, for so many seconds.
    Busy(u64),
    /// It answered, but not with what was asked for. The text is for the log.
    Failed(String),
    /// What it said cannot be used.
    Nonsense(Refusal),
}

impl Model {
    /// The model that the variables beginning with `prefix` describe; none where they name none.
    pub async fn configure(prefix: &str) -> Option<Self> {
        let variable = async |name: &str| config::variable(&format!("{prefix}_{name}")).await;
        let name = variable("model").await?;
        let (url, path) = (variable("url").await?, variable("path").await.unwrap_or_default());
        let base = format!("{}/{}", url.trim_end_matches('/'), path.trim_matches('/'));
        Some(Self { base: base.trim_end_matches('/').to_owned(), key: variable("key").await.unwrap_or_default(), name })
    }

    /// What the model says. `until` is in Unix milliseconds.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub async fn ask(&self, prompt: &Prompt, until: u64) -> Result<String, Trouble> {
        let body = chat::request(&self.name, prompt);
        let answer = self.post(chat::PATH, &body, until, chat::MAX_ENVELOPE).await?;
        chat::content(&answer).map_err(Trouble::Nonsense)
    }

    async fn post(&self, path: &str, body: &Value, until: u64, max_bytes: usize) -> Result<Bytes, Trouble> {
        let left = Duration::from_millis(until.saturating_sub(platform::now()));
        let mut request = Request::post(format!("{}{path}", self.base))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json");
        if !self.key.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.key));
        }
        let request =
            request.body(Bytes::from(body.to_string())).map_err(|error| Trouble::Unreached(error.to_string()))?;
        let response = fetch::send(request, left, max_bytes).await.map_err(|error| match error {
            FetchError::Unreached(cause) => Trouble::Unreached(cause),
            FetchError::Late => Trouble::Late,
            FetchError::TooLarge => Trouble::Nonsense(Refusal::TooLarge),
            FetchError::Failed(cause) => Trouble::Failed(cause),
        })?;
        match response.status() {
            StatusCode::OK => Ok(response.into_body()),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                let wait =
                    response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
                Err(Trouble::Busy(wait.unwrap_or(USUAL_WAIT).clamp(1, LONGEST_WAIT)))
            }
            status => Err(Trouble::Failed(format!("status {status}"))),
        }
    }
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        let upstream = |detail: &str| Failure::new(&catalogue::UPSTREAM).because(detail);
        let (failure, cause) = match trouble {
            Trouble::Unreached(cause) => (upstream("The model cannot be reached."), cause),
            Trouble::Late => (upstream("The model took too long. Nothing was stored."), "no answer in time".to_owned()),
            Trouble::Busy(seconds) => {
                let failure = Failure::new(&catalogue::UNAVAILABLE).because("The model has too much to do.");
                (failure.retry_after(seconds), "busy".to_owned())
            }
            Trouble::Failed(cause) => (upstream("The model gave no answer. Nothing was stored."), cause),
            Trouble::Nonsense(Refusal::NoSuchTerm) => return no_such_term(),
            Trouble::Nonsense(refusal) => {
                (upstream("The model's answer could not be used. Nothing was stored."), refusal.to_string())
            }
        };
        Self { failure, cause: Some(format!("model: {cause}")) }
    }
}

/// The answer where musicians have no such term.
#[must_use]
pub fn no_such_term() -> Error {
    let detail = "As far as anybody here can tell, musicians have no such term.";
    Failure::new(&catalogue::INVALID_INPUT).at("/term", "no_such_term", detail).into()
}
