//! TCP connections to other servers.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tower_service::Service;
use wasmtime_wasi_http::Error;

use super::PATIENCE;
use crate::networks::BlockedNetworks;

tokio::task_local! {
    /// How long the request that needs a connection waits for it. The client has no other way to pass this on.
    pub(super) static CONNECT_TIMEOUT: Duration;
}

/// Makes connections.
#[derive(Clone)]
pub(crate) struct Connector {
    blocked: BlockedNetworks,
    connections: Arc<Semaphore>,
}

impl Connector {
    pub(super) fn new(blocked: BlockedNetworks, connections: Option<usize>) -> Self {
        let permits = connections.unwrap_or(Semaphore::MAX_PERMITS).min(Semaphore::MAX_PERMITS);
        Self { blocked, connections: Arc::new(Semaphore::new(permits)) }
    }

    async fn connect(self, uri: Uri) -> Result<Tcp, ConnectError> {
        let usual_port = if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 };
        let host = uri.host().ok_or(ConnectError::Unresolved)?.trim_matches(['[', ']']);
        let addresses = tokio::net::lookup_host((host, uri.port_u16().unwrap_or(usual_port)));
        let addresses: Vec<SocketAddr> = addresses.await.map_err(|_| ConnectError::Unresolved)?.collect();
        let addresses = self.blocked.filter(addresses).ok_or(ConnectError::Prohibited)?;
        let permit = self.connections.acquire_owned().await.map_err(|_| ConnectError::Refused)?;
        let stream = TcpStream::connect(&*addresses).await.map_err(|error| match error.kind() {
            io::ErrorKind::AddrNotAvailable => ConnectError::Unresolved,
            _ => ConnectError::Refused,
        })?;
        // Without it a small request waits for the acknowledgement of the one before.
        stream.set_nodelay(true).map_err(|_| ConnectError::Refused)?;
        Ok(Tcp { stream: TokioIo::new(stream), _permit: permit })
    }
}

impl Service<Uri> for Connector {
    type Response = Tcp;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<Tcp, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connect = self.clone().connect(uri);
        let patience = CONNECT_TIMEOUT.try_get().unwrap_or(PATIENCE);
        Box::pin(async move { timeout(patience, connect).await.unwrap_or(Err(ConnectError::TimedOut)) })
    }
}

/// Why there is no connection.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ConnectError {
    /// The name has no address.
    Unresolved,
    /// All its addresses are in blocked networks.
    Prohibited,
    /// Nobody listens there.
    Refused,
    /// It took too long.
    TimedOut,
}

impl ConnectError {
    pub(super) fn to_wasi(self) -> Error {
        match self {
            Self::Unresolved => Error::DnsError { rcode: Some("address not available".to_owned()), info_code: Some(0) },
            Self::Prohibited => Error::DestinationIpProhibited,
            Self::Refused => Error::ConnectionRefused,
            Self::TimedOut => Error::ConnectionTimeout,
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_wasi().fmt(f)
    }
}

impl StdError for ConnectError {}

/// A connection, counted as long as it is open.
pub(crate) struct Tcp {
    stream: TokioIo<TcpStream>,
    _permit: OwnedSemaphorePermit,
}

impl Connection for Tcp {
    fn connected(&self) -> Connected {
        self.stream.inner().connected()
    }
}

impl Read for Tcp {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl Write for Tcp {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
