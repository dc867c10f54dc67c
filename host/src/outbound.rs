//! Outbound HTTP (`wasi:http/client`): to other servers through a pool of connections, and to other components of the application in
//! memory.

mod client;
mod connector;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http::header::HOST;
use http::uri::{Authority, Scheme};
use http::{HeaderName, Request, Response, Uri};
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

pub(crate) use self::client::Client;
use crate::allowed_hosts::service_of;
use crate::guest::Grants;
use crate::headers;
use crate::routes::{Match, RouteHeaders};
use crate::services::Services;

/// What a called component is told of its client, as in Spin.
const FROM_INSIDE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// How long a guest waits for another server unless it says otherwise, as in Spin.
const PATIENCE: Duration = Duration::from_secs(600);

/// The name under which a component calls the application it is part of, through its public routes.
const ITSELF: &str = "self.alt";

type Sent = Box<dyn Future<Output = Result<(), Error>> + Send>;
type Answer = Result<(Response<WasiBody>, Sent), Error>;

/// Decides where requests of one instance go.
pub(crate) struct Hooks {
    grants: Arc<Grants>,
    services: Arc<Services>,
}

impl Hooks {
    /// Hooks of an instance that may do what `grants` say.
    #[must_use]
    pub(crate) fn new(grants: Arc<Grants>, services: Arc<Services>) -> Self {
        Self { grants, services }
    }
}

impl WasiHttpHooks for Hooks {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        // Would tell how the guest fared with the answer, which nobody here asks.
        _: Sent,
    ) -> Box<dyn Future<Output = Answer> + Send> {
        let (grants, services) = (self.grants.clone(), self.services.clone());
        Box::new(async move {
            let response = send(request, options, &grants, &services).await?;
            Ok((response, Box::new(async { Ok(()) }) as Sent))
        })
    }
}

/// Hooks for what comes in. Its headers are the client's, so none is forbidden.
pub(crate) struct Incoming;

impl WasiHttpHooks for Incoming {
    fn is_forbidden_header(&mut self, _: &HeaderName) -> bool {
        false
    }

    fn send_request(
        &mut self,
        _: Request<WasiBody>,
        _: Option<RequestOptions>,
        _: Sent,
    ) -> Box<dyn Future<Output = Answer> + Send> {
        Box::new(async { Err(Error::HttpRequestDenied) })
    }
}

async fn send(
    mut request: Request<WasiBody>,
    options: Option<RequestOptions>,
    grants: &Grants,
    services: &Services,
) -> Result<Response<WasiBody>, Error> {
    // Whoever is called gets the name from the address, not from what the guest calls it.
    request.headers_mut().remove(HOST);
    let host = request.uri().host().unwrap_or("");
    if let Some(service) = service_of(host) {
        if request.uri().scheme() != Some(&Scheme::HTTP) || !grants.hosts.allows_service(service) {
            return Err(denied(grants, &request));
        }
        let service = service.to_owned();
        return call(&service, request, services).await;
    }
    if host == ITSELF {
        if !grants.hosts.allows_itself() {
            return Err(denied(grants, &request));
        }
        *request.uri_mut() = to_itself(request.uri(), services)?;
    } else if !grants.hosts.allows(&request.uri().to_string(), "https") {
        return Err(denied(grants, &request));
    }
    services.http.send(request, options).await
}

fn denied(grants: &Grants, request: &Request<WasiBody>) -> Error {
    let (scheme, host) = (request.uri().scheme_str(), request.uri().authority().map(Authority::as_str));
    tracing::warn!(component = grants.component, scheme, host, "a host that is not allowed was called");
    Error::HttpRequestDenied
}

/// Calls another component. No route is consulted; it gets the path as it is.
async fn call(service: &str, mut request: Request<WasiBody>, services: &Services) -> Result<Response<WasiBody>, Error> {
    let Some(handler) = services.handler(service) else {
        tracing::error!(service, "a component was called that has no HTTP trigger");
        return Err(Error::DestinationNotFound);
    };
    let uri = request.uri().clone();
    let route = RouteHeaders::of_service();
    let found = Match { trigger: 0, route: &route, rest: uri.path().to_owned(), captures: Vec::new() };
    headers::add(request.headers_mut(), &uri, &found, FROM_INSIDE);
    match handler.handle((), request).await {
        Ok(response) => Ok(response),
        Err(error) => {
            tracing::error!(component = service, error = format!("{error:#}"), "the called component failed");
            // Spin's answer to the caller is the one a client would get.
            Ok(internal_error())
        }
    }
}

/// The answer when a component fails.
#[must_use]
pub(crate) fn internal_error() -> Response<WasiBody> {
    use http_body_util::BodyExt as _;
    let mut response = Response::new(http_body_util::Empty::new().map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
    response
}

fn to_itself(uri: &Uri, services: &Services) -> Result<Uri, Error> {
    let address = services.address().ok_or(Error::HttpRequestUriInvalid)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let uri = Uri::builder().scheme(Scheme::HTTP).authority(address.to_string()).path_and_query(path);
    uri.build().map_err(|_| Error::HttpRequestUriInvalid)
}
