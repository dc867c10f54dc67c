//! The port where items are published.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::channels::Channels;
use super::item;
use super::seen::Seen;
use crate::stop::Stop;

/// The most bytes of one request, as in Pushpin.
const MAX_BODY: usize = 1_000_000;

/// How long a publisher may take for a request, and how long a connection waits for the next.
const PATIENCE: Duration = Duration::from_secs(60);

/// Serves the port until `stop` says so.
pub(crate) async fn serve(listener: TcpListener, channels: Arc<Channels>, seen: Arc<Seen>, mut stop: Stop) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.wait() => break,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Fails only on a connection that is gone already.
        _ = stream.set_nodelay(true);
        let (channels, seen) = (channels.clone(), seen.clone());
        let service = service_fn(move |request| {
            let (channels, seen) = (channels.clone(), seen.clone());
            async move { Ok::<_, Infallible>(answer(request, &channels, &seen).await) }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
        connections.spawn(async move { http.serve_connection(TokioIo::new(stream), service).await });
        while connections.try_join_next().is_some() {}
    }
    connections.shutdown().await;
}

async fn answer(request: Request<Incoming>, channels: &Channels, seen: &Seen) -> Response<Full<Bytes>> {
    if request.uri().path().trim_end_matches('/') != "/publish" {
        return text(StatusCode::NOT_FOUND, "Not Found\n".to_owned());
    }
    if request.method() != Method::POST {
        return text(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed: POST only.\n".to_owned());
    }
    let body = match tokio::time::timeout(PATIENCE, Limited::new(request.into_body(), MAX_BODY).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        _ => return text(StatusCode::BAD_REQUEST, "Body too large or incomplete.\n".to_owned()),
    };
    match item::read(&body) {
        Ok(items) => {
            for item in &items {
                let new = item.id.as_ref().is_none_or(|id| seen.is_new(&item.channel, id, Instant::now()));
                let listeners = if new { channels.publish(item) } else { 0 };
                tracing::debug!(channel = item.channel, id = item.id, new, listeners, "published");
            }
            text(StatusCode::OK, "Published\n".to_owned())
        }
        Err(problem) => text(StatusCode::BAD_REQUEST, format!("{problem}\n")),
    }
}

fn text(status: StatusCode, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}
