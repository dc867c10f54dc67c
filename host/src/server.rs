//! The HTTP server: connections, their limits and their end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use wasmtime_wasi_http::WasiBody;

use crate::dispatch::Dispatch;
use crate::gateway::Gateway;
use crate::options::Limits;
use crate::stop::Stop;

/// How long to wait when the system has no more descriptors for connections.
const NO_DESCRIPTORS: Duration = Duration::from_millis(50);

/// What answers requests.
pub(crate) struct Front {
    /// What answers all that the gateway does not.
    pub(crate) dispatch: Arc<Dispatch>,
    /// What stands before some paths.
    pub(crate) gateway: Option<Arc<Gateway>>,
}

impl Front {
    async fn answer(&self, request: Request<Incoming>, client: SocketAddr) -> Response<WasiBody> {
        match &self.gateway {
            Some(gateway) if gateway.takes(request.uri().path()) => gateway.answer(request, client).await,
            _ => self.dispatch.answer(request, client).await,
        }
    }
}

/// Serves until `stop` says so, then lets the requests in hand finish, but no longer than the limits say.
pub(crate) async fn serve(listener: TcpListener, front: Front, limits: Limits, mut stop: Stop) {
    let front = Arc::new(front);
    let mut http = Builder::new(TokioExecutor::new());
    http.http1().timer(TokioTimer::new()).header_read_timeout(limits.head);
    http.http2().timer(TokioTimer::new()).max_concurrent_streams(256).keep_alive_interval(limits.head);
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        // A place first, so that clients beyond the limit wait in the system's queue.
        let accept = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accept => accepted,
            () = stop.wait() => break,
        };
        let (stream, client) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(error = error.to_string(), "a connection could not be accepted");
                tokio::time::sleep(NO_DESCRIPTORS).await;
                continue;
            }
        };
        prepare(&stream, client);
        let front = front.clone();
        let begun = Arc::new(AtomicBool::new(false));
        let begins = begun.clone();
        let service = service_fn(move |request| {
            begins.store(true, Ordering::Relaxed);
            let front = front.clone();
            async move { Ok::<_, Infallible>(front.answer(request, client).await) }
        });
        let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            let ended = tokio::select! {
                ended = pin!(connection) => ended.map_err(|error| error.to_string()),
                () = no_request(&begun, limits.head) => Err("no request came".to_owned()),
            };
            if let Err(error) = ended {
                tracing::debug!(%client, error, "a connection ended badly");
            }
            drop(place);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    // Held answers end only when they are told to.
    let clients = async {
        if let Some(gateway) = &front.gateway {
            gateway.stop(limits.stop).await;
        }
    };
    let (finished, ()) = tokio::join!(timeout(limits.stop, graceful.shutdown()), clients);
    if finished.is_err() {
        tracing::warn!(connections = connections.len(), "connections were closed before their requests had finished");
    }
    connections.shutdown().await;
}

/// Waits until a client has had the time for the head of its first request and has sent none. The limit of HTTP/1 begins only once the client
/// has shown which version it speaks, and HTTP/2 has none.
async fn no_request(begun: &AtomicBool, patience: Duration) {
    tokio::time::sleep(patience).await;
    if begun.load(Ordering::Relaxed) {
        std::future::pending::<()>().await;
    }
}

fn prepare(stream: &TcpStream, client: SocketAddr) {
    // Without it the second part of an answer waits until the client acknowledges the first: 40 ms and more. Spin does not set it.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%client, error = error.to_string(), "TCP_NODELAY could not be set");
    }
}
