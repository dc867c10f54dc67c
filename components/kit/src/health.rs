//! Whether a service is well, in the shape of `GET /health`.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use futures::future::join_all;
use http::StatusCode;
use serde::Serialize;

use crate::body::Json;
use crate::platform;
use crate::serve::Service;

/// How long a check may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = HealthStatus)]
pub enum Status {
    /// As it should be.
    Healthy,
    /// Something is missing that the service can do without.
    Degraded,
    /// It cannot do its work.
    Unhealthy,
}

/// What depends on what is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Without it the service cannot do its work.
    Vital,
    /// The service goes on without it.
    Auxiliary,
    /// Another service.
    Dependency,
}

/// One thing to look at.
pub struct Check<'a> {
    /// What it is called.
    pub name: &'static str,
    /// What depends on it.
    pub weight: Weight,
    /// Whether it works. Stopped after a second.
    pub works: Pin<Box<dyn Future<Output = bool> + Send + 'a>>,
}

/// What `GET /health` answers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Health {
    /// The service.
    service: &'static str,
    /// Its version.
    version: &'static str,
    /// How it is.
    status: Status,
    /// When this was found, RFC 3339.
    timestamp: String,
    /// What was looked at: each by name, and under `dependencies` the other services.
    checks: Checks,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Checks {
    #[serde(flatten)]
    own: BTreeMap<&'static str, Status>,
    dependencies: BTreeMap<&'static str, Status>,
}

impl IntoResponse for Health {
    fn into_response(self) -> Response {
        let status = if self.status == Status::Unhealthy { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
        (status, Json(self)).into_response()
    }
}

/// Looks at everything at once.
pub async fn examine(service: &Service, checks: Vec<Check<'_>>) -> Health {
    let results = join_all(checks.into_iter().map(|check| async move {
        let works = platform::within(PATIENCE, check.works).await.unwrap_or(false);
        (check.name, check.weight, if works { Status::Healthy } else { Status::Unhealthy })
    }))
    .await;
    let (mut own, mut dependencies, mut status) = (BTreeMap::new(), BTreeMap::new(), Status::Healthy);
    for (name, weight, found) in results {
        if found != Status::Healthy {
            status = status.max(if weight == Weight::Vital { Status::Unhealthy } else { Status::Degraded });
        }
        if weight == Weight::Dependency { &mut dependencies } else { &mut own }.insert(name, found);
    }
    let timestamp = platform::rfc3339(platform::now());
    Health { service: service.name, version: service.version, status, timestamp, checks: Checks { own, dependencies } }
}
