//! A request in, a file out.

use std::path::Path;
use std::sync::OnceLock;

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use mirubato_web::encoding::{self, Encoding};
use mirubato_web::entity_tag;

use crate::assets::{self, Asset, Assets};
use crate::policy;

/// The list of files. It is part of the app, the same for everybody, and does not change while this instance lives.
static ASSETS: OnceLock<Assets> = OnceLock::new();

/// Answers a request from the files in `folder`.
#[must_use]
pub fn answer(parts: &Parts, folder: &Path) -> Response<Bytes> {
    let assets = ASSETS.get_or_init(|| assets::read(folder));
    let mut response = match parts.method {
        Method::GET | Method::HEAD => file(parts, assets, folder),
        _ => not_allowed(),
    };
    for (name, value) in policy::ALWAYS {
        set(&mut response, HeaderName::from_static(name), value);
    }
    let length = response.body().len();
    if response.status() != StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    if parts.method == Method::HEAD {
        *response.body_mut() = Bytes::new();
    }
    response
}

fn file(parts: &Parts, assets: &Assets, folder: &Path) -> Response<Bytes> {
    let Some((path, asset)) = assets::find(assets, parts.uri.path()) else {
        return missing(assets);
    };
    let sent = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if entity_tag::none_match(sent(header::IF_NONE_MATCH), &asset.etag) {
        return described(StatusCode::NOT_MODIFIED, Bytes::new(), &path, asset, Encoding::Identity);
    }
    let encoding = encoding::choose(sent(header::ACCEPT_ENCODING), asset.br, asset.gz);
    let place = folder.join(format!("{}{}", path.trim_start_matches('/'), encoding.suffix()));
    match std::fs::read(place) {
        Ok(content) => described(StatusCode::OK, content.into(), &path, asset, encoding),
        Err(_) => missing(assets),
    }
}

fn described(status: StatusCode, body: Bytes, path: &str, asset: &Asset, encoding: Encoding) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    // Weak, because the compressed copies of a file have other bytes and the same tag.
    set(&mut response, header::ETAG, &format!("W/{}", asset.etag));
    set(&mut response, header::CACHE_CONTROL, caching(asset));
    set(&mut response, header::VARY, "accept-encoding");
    if status == StatusCode::OK {
        set(&mut response, header::CONTENT_TYPE, &asset.kind);
        if let Some(name) = encoding.name() {
            set(&mut response, header::CONTENT_ENCODING, name);
        }
    }
    if path == assets::PAGE {
        for (name, value) in policy::PAGE {
            set(&mut response, HeaderName::from_static(name), value);
        }
    }
    response
}

/// What never changes is kept for ever; everything else is asked about each time, which costs an answer without a body.
fn caching(asset: &Asset) -> &'static str {
    if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn missing(assets: &Assets) -> Response<Bytes> {
    let text = if assets.is_empty() { "The app has not been built. Run: cargo xtask build\n" } else { "Not found.\n" };
    plain(StatusCode::NOT_FOUND, text)
}

fn not_allowed() -> Response<Bytes> {
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");
    set(&mut response, header::ALLOW, "GET, HEAD");
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

fn set(response: &mut Response<Bytes>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
