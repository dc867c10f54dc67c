#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod catalogue;

pub use catalogue::ProblemType;
pub use mirubato_contracts::sync::types::{FieldProblem, Problem};

/// What a client sends in `Accept` to get these, and what they are served as.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// A request that failed, and what the client is told.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Which problem.
    pub problem: &'static ProblemType,
    /// A sentence about this occurrence, written for a person.
    pub detail: Option<String>,
    /// What is wrong with each value.
    pub errors: Vec<FieldProblem>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<u64>,
    /// The server's clock in Unix milliseconds, where the client's is in question.
    pub server_time: Option<u64>,
}

impl Failure {
    /// The problem without any detail.
    #[must_use]
    pub const fn new(problem: &'static ProblemType) -> Self {
        Self { problem, detail: None, errors: Vec::new(), retry_after: None, server_time: None }
    }

    /// With a sentence about this occurrence.
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With one more value that is wrong.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(FieldProblem { pointer: pointer.into(), code: code.into(), detail: detail.into() });
        self
    }

    /// With the time to wait before trying again.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The body of the answer.
    #[must_use]
    pub fn into_problem(self, request_id: Option<&str>) -> Problem {
        Problem {
            r#type: self.problem.uri(),
            title: self.problem.title.to_owned(),
            status: self.problem.status,
            detail: self.detail,
            request_id: request_id.map(ToOwned::to_owned),
            errors: (!self.errors.is_empty()).then_some(self.errors),
            server_time: self.server_time,
        }
    }
}

impl From<&'static ProblemType> for Failure {
    fn from(problem: &'static ProblemType) -> Self {
        Self::new(problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_becomes_problem_details() {
        let problem = Failure::new(&catalogue::INVALID_INPUT)
            .because("Two values cannot be stored.")
            .at("/duration", "required", "This is required.")
            .into_problem(Some("r-1"));
        assert_eq!(
            serde_json::to_value(problem).unwrap(),
            serde_json::json!({
                "type": "urn:mirubato:problem:invalid-input",
                "title": "Some values cannot be accepted",
                "status": 422,
                "detail": "Two values cannot be stored.",
                "requestId": "r-1",
                "errors": [{ "pointer": "/duration", "code": "required", "detail": "This is required." }],
            })
        );
    }

    #[test]
    fn every_problem_is_listed_once() {
        let mut slugs: Vec<_> = catalogue::ALL.iter().map(|problem| problem.slug).collect();
        slugs.sort_unstable();
        let count = slugs.len();
        slugs.dedup();
        assert_eq!(slugs.len(), count);
    }
}
