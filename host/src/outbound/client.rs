//! The HTTP client that all guests share.

use std::error::Error as StdError;
use std::time::Duration;

use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::timeout;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody};

use super::PATIENCE;
use super::connector::{CONNECT_TIMEOUT, Connector};
use crate::networks::BlockedNetworks;
use crate::patient::Patient;

/// How long a connection waits for its next request before it is closed.
const IDLE: Duration = Duration::from_secs(90);

/// A client with a pool of connections.
pub(crate) struct Client(legacy::Client<HttpsConnector<Connector>, WasiBody>);

impl Client {
    /// A client that connects to no blocked network and holds at most `connections` connections.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new(blocked: BlockedNetworks, connections: Option<usize>) -> anyhow::Result<Self> {
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls()?)
            .https_or_http()
            .enable_http1()
            .enable_http2()
            .wrap_connector(Connector::new(blocked, connections));
        let mut builder = legacy::Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE);
        Ok(Self(builder.build(connector)))
    }

    /// Sends a request to a server that the guest may reach.
    ///
    /// # Errors
    /// When there is no answer. Redirects are answers.
    pub(crate) async fn send(
        &self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
    ) -> Result<Response<WasiBody>, Error> {
        let options = options.unwrap_or_default();
        let connect = options.connect_timeout.unwrap_or(PATIENCE);
        let response = CONNECT_TIMEOUT.scope(connect, self.0.request(request));
        let response = timeout(options.first_byte_timeout.unwrap_or(PATIENCE), response)
            .await
            .map_err(|_| Error::ConnectionReadTimeout)?
            .map_err(|error| wasi_error(&error))?;
        let patience = options.between_bytes_timeout.unwrap_or(PATIENCE);
        Ok(response.map(|body| Patient::new(body, patience).boxed_unsync()))
    }
}

/// Trusts what the machine trusts, and the usual authorities besides.
fn tls() -> anyhow::Result<rustls::ClientConfig> {
    let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = rustls::crypto::ring::default_provider();
    let config = rustls::ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// What went wrong, as far as it shows in the chain of errors.
fn wasi_error(error: &legacy::Error) -> Error {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<super::connector::ConnectError>() {
            return error.to_wasi();
        }
        if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return Error::TlsCertificateError;
        }
        if error.is::<rustls::Error>() {
            return Error::TlsProtocolError;
        }
        // What TLS says is inside an error of input and output, which does not show it as its source.
        cause = match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    tracing::warn!(error = format!("{error:?}"), "a request to another server failed");
    Error::HttpProtocolError
}
