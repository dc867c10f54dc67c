//! `GET /api/user/export`.

use axum::response::{IntoResponse, Response};
use http::header;
use mirubato_kit::body::json_bytes;
use mirubato_kit::{Result, platform};
use mirubato_problem::catalogue;

use crate::resource::Reader;
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// Exports the account
///
/// Everything in it as JSON: `{ format, version, exportedAt, user, records: [{ kind, id, createdAt, updatedAt, fields }] }`. What was deleted is
/// left out. `POST /api/user/import` takes it back, in this account or another.
#[utoipa::path(get, path = "/api/user/export", tag = "user",
    responses((status = 200, description = "The account.", body = Object), Problems))]
pub(super) async fn export_account(reader: Reader) -> Result<Response> {
    let user = store::export::account(&DATABASE, &reader.user).await?.ok_or(&catalogue::SESSION_ENDED)?;
    let records = store::export::records(&DATABASE, &reader.user).await?;
    let at = platform::rfc3339(platform::now());
    let body = format!(
        "{{\"format\":\"mirubato\",\"version\":1,\"exportedAt\":\"{at}\",\"user\":{user},\"records\":[{records}]}}"
    );
    let name = format!("attachment; filename=\"mirubato-{}.json\"", &at[..10]);
    Ok(([(header::CONTENT_DISPOSITION, name)], json_bytes(body)).into_response())
}
