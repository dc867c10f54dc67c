//! Requests to other servers: bounded in time and size, whatever the other side does.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// It took longer than allowed.
    Late,
    /// It is larger than allowed.
    TooLarge,
    /// Nobody was reached: what was to be sent has not been. The text is for the log.
    Unreached(String),
    /// It broke off. The text is for the log.
    Failed(String),
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late => f.write_str("no answer in time"),
            Self::TooLarge => f.write_str("the answer is too large"),
            Self::Unreached(text) | Self::Failed(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for FetchError {}

/// Sends a request and reads the whole answer. Redirects are not followed: where one may lead is the caller's to decide.
///
/// # Errors
/// See [`FetchError`].
#[cfg(target_family = "wasm")]
pub async fn send(
    mut request: Request<Bytes>,
    limit: Duration,
    max_bytes: usize,
) -> Result<Response<Bytes>, FetchError> {
    use http_body_util::{BodyExt, Full, LengthLimitError, Limited};

    // Otherwise hosts send it in chunks, which some servers refuse: Pushpin's publish port says 411.
    let length = request.body().len();
    if length > 0 {
        request.headers_mut().insert(http::header::CONTENT_LENGTH, length.into());
    }
    let failed = |error: &dyn fmt::Display| FetchError::Failed(error.to_string());
    let work =
        async {
            let sent = spin_sdk::http::send(request.map(Full::new)).await;
            let response = sent.map_err(|error| {
                if is_unreached(&error) { FetchError::Unreached(error.to_string()) } else { failed(&error) }
            })?;
            let (parts, body) = response.into_parts();
            match Limited::new(body, max_bytes).collect().await {
                Ok(collected) => Ok(Response::from_parts(parts, collected.to_bytes())),
                Err(error) if error.downcast_ref::<LengthLimitError>().is_some() => Err(FetchError::TooLarge),
                Err(error) => Err(failed(&error)),
            }
        };
    crate::platform::within(limit, work).await.unwrap_or(Err(FetchError::Late))
}

/// Whether it went wrong before a connection stood.
#[cfg(target_family = "wasm")]
const fn is_unreached(error: &spin_sdk::wasip3::http::types::ErrorCode) -> bool {
    use spin_sdk::wasip3::http::types::ErrorCode;
    matches!(
        error,
        ErrorCode::DnsTimeout
            | ErrorCode::DnsError(_)
            | ErrorCode::DestinationNotFound
            | ErrorCode::DestinationUnavailable
            | ErrorCode::DestinationIpProhibited
            | ErrorCode::DestinationIpUnroutable
            | ErrorCode::ConnectionRefused
            | ErrorCode::ConnectionTimeout
            | ErrorCode::TlsProtocolError
            | ErrorCode::TlsCertificateError
            | ErrorCode::TlsAlertReceived(_)
            | ErrorCode::HttpRequestDenied
    )
}

/// Natively nothing is reached: the simulation and the baseline stay by themselves.
///
/// # Errors
/// Always.
#[cfg(not(target_family = "wasm"))]
#[expect(clippy::unused_async, reason = "the other side waits here")]
pub async fn send(
    _request: Request<Bytes>,
    _limit: Duration,
    _max_bytes: usize,
) -> Result<Response<Bytes>, FetchError> {
    Err(FetchError::Unreached("nothing is reached outside Spin".to_owned()))
}
