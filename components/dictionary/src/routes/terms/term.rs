//! `GET /dictionary/api/terms/:term`.

use axum::extract::Path;
use axum::response::Response;
use http::header::{CONTENT_LOCATION, HeaderMap, HeaderValue};
use mirubato_dictionary_terms::fold;
use mirubato_kit::Result;
use mirubato_kit::request::Context;
use serde::Deserialize;

use crate::cached::{self, Freshness};
use crate::parameters::{self, Parameters};
use crate::store::terms;
use crate::{DATABASE, missing};

#[derive(Deserialize)]
pub(super) struct Wanted {
    lang: Option<String>,
}

/// A term, by its slug or by anything it is called.
pub(super) async fn term(
    Path(name): Path<String>,
    Parameters(wanted): Parameters<Wanted>,
    context: Context,
    headers: HeaderMap,
) -> Result<Response> {
    let language = parameters::language(wanted.lang.as_deref())?;
    let Some(found) = terms::by_name(&DATABASE, &name, &fold(&name), language).await? else {
        return missing::answer(&name, &context).await;
    };
    let tag = cached::tag(&found.slug, found.version);
    let mut response = cached::answer(&headers, &tag, Freshness::TERM, found.body);
    // A slug is letters, digits and hyphens.
    if let Ok(location) = HeaderValue::from_str(&format!("/dictionary/api/terms/{}", found.slug)) {
        response.headers_mut().insert(CONTENT_LOCATION, location);
    }
    Ok(response)
}
