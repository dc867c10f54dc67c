//! The one way in which a handler fails.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mirubato_problem::{Failure, ProblemType, catalogue};

use crate::config::ConfigError;
use crate::sql::SqlError;

/// What a handler returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A request that failed: what the client is told, and what only the log is.
#[derive(Clone, Debug)]
pub struct Error {
    /// For the client.
    pub failure: Failure,
    /// For the log: what a driver or another service said.
    pub cause: Option<String>,
}

impl Error {
    /// Something is wrong on this side. `cause` goes to the log.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self { failure: Failure::new(&catalogue::INTERNAL), cause: Some(cause.to_string()) }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self { failure, cause: None }
    }
}

impl From<&'static ProblemType> for Error {
    fn from(problem: &'static ProblemType) -> Self {
        Failure::new(problem).into()
    }
}

impl From<SqlError> for Error {
    fn from(error: SqlError) -> Self {
        let failure = match error {
            SqlError::Busy => Failure::new(&catalogue::UNAVAILABLE).because("The database is busy.").retry_after(1),
            SqlError::Full => Failure::new(&catalogue::UNAVAILABLE).because("There is no room left.").retry_after(600),
            SqlError::Duplicate => Failure::new(&catalogue::ALREADY_EXISTS),
            SqlError::Shape(_) | SqlError::Other(_) => Failure::new(&catalogue::INTERNAL),
        };
        Self { failure, cause: Some(error.to_string()) }
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::internal(error)
    }
}

impl IntoResponse for Error {
    /// Only the status and the error itself: [`crate::serve`] writes the body, since it knows the request id, and the log line.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.failure.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
