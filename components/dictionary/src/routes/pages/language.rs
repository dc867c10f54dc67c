//! `GET /dictionary/:lang`.

use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, Uri};
use mirubato_dictionary_terms::Language;
use mirubato_dictionary_terms::pages::{self, index_path};
use mirubato_kit::Result;

use super::{answer, missing};
use crate::DATABASE;
use crate::app::App;
use crate::store::listed;

/// Every term from A to Z.
pub(super) async fn language(
    State(app): State<App>,
    Path(tag): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response> {
    let Some(language) = Language::of_tag(&tag) else { return Ok(missing::language(&app, &headers)) };
    let own = index_path(language);
    if uri.path() != own {
        return answer::moved(&own);
    }
    let entries = listed::entries(&DATABASE).await?;
    Ok(answer::page(&headers, pages::index(&app.site(), language, &entries)))
}
