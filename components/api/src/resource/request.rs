//! What a request says besides its body: who asks, from which device, on what condition.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, HeaderName, header};
use mirubato_kit::Error;
use mirubato_kit::caller::Caller;
use mirubato_problem::{Failure, catalogue};
use mirubato_stamp::is_uuid;
use mirubato_web::entity_tag;

use crate::app::App;

/// Somebody who reads.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The user.
    pub user: String,
    if_none_match: Option<String>,
}

impl Reader {
    /// Whether the client holds what has this tag.
    #[must_use]
    pub fn holds(&self, tag: &str) -> bool {
        self.if_none_match.as_deref().is_some_and(|header| entity_tag::none_match(header, tag))
    }

    /// The version that the client holds, where it names exactly one.
    #[must_use]
    pub fn held_version(&self) -> Option<u64> {
        let tag = self.if_none_match.as_deref()?.trim();
        tag.strip_prefix("W/").unwrap_or(tag).strip_prefix("\"v")?.strip_suffix('"')?.parse().ok()
    }
}

impl FromRequestParts<App> for Reader {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let caller = <Caller as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        Ok(Self { user: caller.user, if_none_match: joined(&parts.headers, &header::IF_NONE_MATCH) })
    }
}

/// Somebody who writes.
#[derive(Clone, Debug)]
pub struct Writer {
    /// The user.
    pub user: String,
    /// The device, which is not told of its own change.
    pub device: Option<String>,
    /// `If-Match`.
    pub if_match: Option<String>,
}

impl FromRequestParts<App> for Writer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let caller = <Caller as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let device = joined(&parts.headers, &HeaderName::from_static("x-device-id"));
        if device.as_deref().is_some_and(|device| !is_uuid(device)) {
            let detail = "X-Device-ID is a UUID in lower case with hyphens.";
            return Err(Failure::new(&catalogue::MALFORMED_REQUEST).because(detail).into());
        }
        Ok(Self { user: caller.user, device, if_match: joined(&parts.headers, &header::IF_MATCH) })
    }
}

/// The values of a header as one. What is no text is as good as any tag that is not ours.
fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<_> = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("-")).collect();
    (!values.is_empty()).then(|| values.join(", "))
}
