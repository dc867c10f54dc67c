//! Bodies of requests: capped before they are read, read before they are believed.

use axum::body::Body;
use axum::extract::{FromRequest, OptionalFromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header;
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mirubato_problem::{Failure, catalogue};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::error::Error;

/// The most bytes of JSON in a request.
pub const MAX_JSON: usize = 1_000_000;

/// The whole body, if it is at most `limit` bytes.
///
/// # Errors
/// `too-large`, told before the rest is read; `body-not-read` where the client went away.
pub async fn read(body: Body, limit: usize) -> Result<Bytes, Error> {
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.downcast_ref::<LengthLimitError>().is_some() => {
            Err(Failure::new(&catalogue::TOO_LARGE).because(format!("At most {limit} bytes are taken.")).into())
        }
        Err(error) => Err(Error { failure: Failure::new(&catalogue::BODY_NOT_READ), cause: Some(error.to_string()) }),
    }
}

/// A value from JSON.
///
/// # Errors
/// `malformed-request` where it is not JSON; `invalid-input`, with a pointer, where it is JSON of another shape.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    match serde_json::from_slice(bytes) {
        Ok(value) => Ok(value),
        // Finding out what went wrong costs more than reading it, so only then. What has the wrong shape may be no JSON further on.
        Err(error) => match serde_json::from_slice::<IgnoredAny>(bytes) {
            Ok(_) if error.is_data() => Err(at_fault::<T>(bytes)),
            Ok(_) => Err(malformed(&error)),
            Err(error) => Err(malformed(&error)),
        },
    }
}

fn malformed(error: &serde_json::Error) -> Error {
    let place = format!("This is not JSON: line {}, column {}.", error.line(), error.column());
    Failure::new(&catalogue::MALFORMED_REQUEST).because(place).into()
}

fn at_fault<T: DeserializeOwned>(bytes: &[u8]) -> Error {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let failure = Failure::new(&catalogue::INVALID_INPUT);
    match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Ok(_) => failure.into(),
        Err(error) => {
            let pointer: String = error.path().iter().map(segment).collect();
            // "…, expected u64 at line 1 column 5": the place is in the pointer already.
            let text = error.inner().to_string();
            let said = text.split(" at line ").next().unwrap_or_default();
            failure.at(pointer, "wrong_type", format!("This does not fit: {said}.")).into()
        }
    }
}

fn segment(segment: &serde_path_to_error::Segment) -> String {
    use serde_path_to_error::Segment;
    match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    }
}

/// JSON in a request, or as an answer.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        if !is_json(&request) {
            return Err((&catalogue::WRONG_TYPE).into());
        }
        let bytes = read(request.into_body(), MAX_JSON).await?;
        parse(&bytes).map(Json)
    }
}

impl<T: DeserializeOwned, S: Sync> OptionalFromRequest<S> for Json<T> {
    type Rejection = Error;

    /// Nothing, where the request has no body.
    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Self::Rejection> {
        if request.body().is_end_stream() || !request.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(None);
        }
        <Self as FromRequest<S>>::from_request(request, state).await.map(Some)
    }
}

fn is_json(request: &Request) -> bool {
    let Some(kind) = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => json_bytes(bytes),
            Err(error) => Error::internal(error).into_response(),
        }
    }
}

/// An answer of JSON that is text already.
pub fn json_bytes(bytes: impl Into<Bytes>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], bytes.into()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Piece {
        #[expect(dead_code, reason = "only read")]
        title: String,
    }

    #[test]
    fn what_does_not_fit_is_pointed_to() {
        let error = parse::<Vec<Piece>>(br#"[{"title":"a"},{"title":3}]"#).unwrap_err();
        assert_eq!(error.failure.problem.slug, "invalid-input");
        assert_eq!(error.failure.errors[0].pointer, "/1/title");
        assert_eq!(error.failure.errors[0].detail, "This does not fit: invalid type: integer `3`, expected a string.");
    }

    #[test]
    fn what_is_no_json_is_said_to_be_none() {
        for text in ["", "[", "{", "[{\"title\":", "\u{feff}[]", "[,]"] {
            assert_eq!(
                parse::<Vec<Piece>>(text.as_bytes()).unwrap_err().failure.problem.slug,
                "malformed-request",
                "{text}"
            );
        }
    }
}
