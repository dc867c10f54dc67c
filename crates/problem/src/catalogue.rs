//! The problems, one constant each.

/// A kind of problem.
#[derive(Debug)]
pub struct ProblemType {
    /// The last part of its URI.
    pub slug: &'static str,
    /// The status it is answered with.
    pub status: u16,
    /// What it is called, the same every time.
    pub title: &'static str,
    /// What a client does about it, for the API's documentation.
    pub advice: &'static str,
}

impl ProblemType {
    /// What stands in `type`.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("urn:mirubato:problem:{}", self.slug)
    }
}

/// Defines the constants and the list of all of them.
macro_rules! problems {
    ($($name:ident = $status:literal $slug:literal, $title:literal, $advice:literal;)*) => {
        $(#[doc = concat!($title, ".")]
        pub const $name: ProblemType = ProblemType { slug: $slug, status: $status, title: $title, advice: $advice };)*

        /// All problems, as the documentation lists them.
        pub const ALL: &[&ProblemType] = &[$(&$name),*];
    };
}

problems! {
    MALFORMED_REQUEST = 400 "malformed-request", "The request cannot be read", "The body is not JSON, or a parameter is not of its form. `detail` says which.";
    INVALID_TOKEN = 400 "invalid-token", "The link does not work", "It was used, has expired, or was never sent. Ask for a new one.";
    BODY_NOT_READ = 400 "body-not-read", "The body ended early", "Send it again.";
    NOT_SIGNED_IN = 401 "not-signed-in", "Not signed in", "Sign in, or refresh the session and send the request again.";
    WRONG_CREDENTIALS = 401 "wrong-credentials", "The address or the password is wrong", "Try again, or sign in by a link.";
    CREDENTIAL_REFUSED = 401 "credential-refused", "The credential is not accepted", "It was issued for something else, has expired, or its address is not verified. Sign in anew, or by a link.";
    SESSION_ENDED = 401 "session-ended", "The session has ended", "Sign in again.";
    AUTH_EXPIRED = 401 "auth-expired", "The access token has expired", "Refresh the session and send `AUTH` with the new token within a minute.";
    FORBIDDEN = 403 "forbidden", "Not allowed", "The account may not do this.";
    CROSS_SITE = 403 "cross-site", "The request came from another site", "Requests that change something and carry a cookie must come from the app itself.";
    NOT_FOUND = 404 "not-found", "Not found", "There is nothing here, or it belongs to somebody else.";
    METHOD_NOT_ALLOWED = 405 "method-not-allowed", "The method is not allowed here", "`Allow` lists those that are.";
    CONFLICT = 409 "conflict", "Another request is in the way", "Wait a moment and send it again.";
    ALREADY_EXISTS = 409 "already-exists", "It is there already", "Read it and change it, or choose another id.";
    TOO_LATE = 409 "too-late", "It is too late for that", "`detail` says how long there was.";
    CURSOR_EXPIRED = 410 "cursor-expired", "Away for too long", "Deletions since then are no longer known. Pull from 0 and drop what the answer does not contain.";
    PRECONDITION_FAILED = 412 "precondition-failed", "It has changed in the meantime", "Read it again, then decide.";
    TOO_LARGE = 413 "too-large", "Too large", "`detail` says how much is allowed.";
    WRONG_TYPE = 415 "wrong-type", "The content type is not understood", "Send `application/json`.";
    INVALID_INPUT = 422 "invalid-input", "Some values cannot be accepted", "`errors` lists every one with a pointer to it.";
    INVALID_RECORD = 422 "invalid-record", "The record cannot be stored", "`errors` lists every value with a pointer to it. Mend it and send it again.";
    STAMP_IN_FUTURE = 422 "stamp-in-future", "The clock of the device is ahead", "Correct the clock by `serverTime`, stamp the change again, and send it again. Nothing is lost.";
    IDEMPOTENCY_MISMATCH = 422 "idempotency-mismatch", "The idempotency key was used for something else", "Use a new key for a new request.";
    TOO_MANY_REQUESTS = 429 "too-many-requests", "Too many requests", "Wait for as long as `Retry-After` says.";
    TOO_MANY_CONNECTIONS = 429 "too-many-connections", "Too many connections", "Close one on another device, or wait until one that is gone is noticed.";
    INTERNAL = 500 "internal", "Something went wrong here", "It has been logged under the request id. Try again later.";
    UPSTREAM = 502 "upstream", "A service this depends on gave no useful answer", "Try again later.";
    UNAVAILABLE = 503 "unavailable", "Not available at the moment", "Try again after `Retry-After`.";
}
