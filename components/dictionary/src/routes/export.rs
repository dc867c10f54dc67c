//! `GET /dictionary/api/export`.

use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use http::header;
use mirubato_kit::Result;
use mirubato_kit::caller::Caller;
use mirubato_problem::{Failure, catalogue};
use serde::Deserialize;

use crate::export::{Format, body};

#[derive(Deserialize)]
pub(super) struct Wanted {
    format: Option<String>,
}

/// The whole dictionary as a file, to whoever is signed in.
pub(super) async fn export(_: Caller, Query(wanted): Query<Wanted>) -> Result<Response> {
    let format = match wanted.format.as_deref() {
        None | Some("" | "json") => Format::Json,
        Some("csv") => Format::Csv,
        Some(_) => {
            return Err(Failure::new(&catalogue::MALFORMED_REQUEST).because("`format` is json or csv.").into());
        }
    };
    let headers = [
        (header::CONTENT_TYPE, format.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", format.file())),
    ];
    Ok((headers, body(format)).into_response())
}
