//! Requests and answers.

use serde_json::{Value, json};
use ureq::http;

/// A request being put together.
#[derive(Clone, Debug)]
pub struct Call {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: http::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Call {
    /// A request to a URL.
    #[must_use]
    pub fn new(method: &str, url: String) -> Self {
        Self { method: method.to_owned(), url, headers: Vec::new(), body: None }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With a body of JSON.
    #[must_use]
    pub fn json(self, value: &Value) -> Self {
        self.header("content-type", "application/json").bytes(value.to_string())
    }

    /// With any body.
    #[must_use]
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sends it.
    ///
    /// # Panics
    /// Where there is no answer at all.
    #[must_use]
    pub fn send(self) -> Reply {
        let what = format!("{} {}", self.method, self.url);
        self.outcome().unwrap_or_else(|error| panic!("no answer to {what}: {error}"))
    }

    /// Sends it. `None` where there is no answer at all.
    #[must_use]
    pub fn attempt(self) -> Option<Reply> {
        self.outcome().ok()
    }

    /// Sends it.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn outcome(self) -> Result<Reply, ureq::Error> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let mut request = http::Request::builder().method(self.method.as_str()).uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = match self.body {
            Some(body) => agent.run(request.body(body).unwrap()),
            None => agent.run(request.body(()).unwrap()),
        };
        let (parts, body) = response?.into_parts();
        let body = body.into_with_config().limit(100_000_000).read_to_vec()?;
        Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

impl Reply {
    /// Itself, if it has this status.
    ///
    /// # Panics
    /// Where it has another.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// Where it is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// A header, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Itself, if it is the problem of that name with its status, in the right form.
    ///
    /// # Panics
    /// Where it is something else.
    #[must_use]
    #[track_caller]
    pub fn expect_problem(self, status: u16, slug: &str) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:mirubato:problem:{slug}"), "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["requestId"], self.header("x-request-id"));
        self
    }

    /// The pointers of a problem's `errors`, sorted.
    #[must_use]
    pub fn pointers(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let mut pointers: Vec<_> = errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect();
        pointers.sort();
        pointers
    }

    /// The cookies it sets, as `name=value`.
    #[must_use]
    pub fn cookies(&self) -> Vec<String> {
        let values = self.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        values.filter_map(|value| value.split(';').next()).map(ToOwned::to_owned).collect()
    }
}

/// Somebody signed in, on one device.
#[derive(Clone, Debug)]
pub struct User {
    url: String,
    /// The session's answer: `user`, `accessToken`, `refreshToken`.
    pub session: Value,
    /// The device.
    pub device: String,
}

impl User {
    /// From the answer to signing in.
    #[must_use]
    pub fn new(url: String, session: &Value) -> Self {
        Self { url, session: session.clone(), device: uuid::Uuid::now_v7().to_string() }
    }

    /// The same user on another device, in the same session.
    #[must_use]
    pub fn on_another_device(&self) -> Self {
        Self { device: uuid::Uuid::now_v7().to_string(), ..self.clone() }
    }

    /// The user's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.session["user"]["id"].as_str().unwrap_or_default()
    }

    /// The access token.
    #[must_use]
    pub fn token(&self) -> &str {
        self.session["accessToken"].as_str().unwrap_or_default()
    }

    /// A request by this user.
    #[must_use]
    pub fn call(&self, method: &str, path: &str) -> Call {
        Call::new(method, format!("{}{path}", self.url))
            .header("authorization", format!("Bearer {}", self.token()))
            .header("x-device-id", &self.device)
    }

    /// A GET by this user.
    #[must_use]
    pub fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    /// A POST by this user.
    #[must_use]
    pub fn post(&self, path: &str) -> Call {
        self.call("POST", path)
    }

    /// A PUT by this user.
    #[must_use]
    pub fn put(&self, path: &str) -> Call {
        self.call("PUT", path)
    }

    /// A PATCH by this user.
    #[must_use]
    pub fn patch(&self, path: &str) -> Call {
        self.call("PATCH", path)
    }

    /// A DELETE by this user.
    #[must_use]
    pub fn delete(&self, path: &str) -> Call {
        self.call("DELETE", path)
    }

    /// Pushes mutations from this device.
    #[track_caller]
    pub fn push(&self, mutations: &[Value]) -> Value {
        let body = json!({ "deviceId": self.device, "mutations": mutations });
        self.post("/api/sync/push").json(&body).send().expect(200).json()
    }

    /// Pulls what changed since a version, at most 1,000 changes.
    #[must_use]
    #[track_caller]
    pub fn pull(&self, since: u64) -> Value {
        let body = json!({ "deviceId": self.device, "since": since });
        self.post("/api/sync/pull").json(&body).send().expect(200).json()
    }
}
