//! `/api/templates`.

use axum::extract::{Query, State};
use axum::response::Response;
use mirubato_kit::Result;
use mirubato_problem::{Failure, catalogue};
use serde::Deserialize;

use super::TEMPLATES;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, ListParams, Reader, Writer, endpoints, read_list, show};
use crate::routes::openapi::Problems;
use crate::store::lists::{Page, Scope};
use crate::{DATABASE, store};

/// Which templates.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// `public` (absent): what anybody published. `own`: what the caller made, published or not.
    #[param(value_type = Option<String>, example = "own")]
    scope: Option<String>,
}

/// Lists templates
///
/// Those that anybody published, or with `scope=own` the caller's. `mine` says whose one is, `adoptionCount` how many made a plan of it.
#[utoipa::path(get, path = "/api/templates", tag = "plans", params(Which, ListParams),
    responses((status = 200, description = "A page.", body = ref("#/components/schemas/PlanTemplatePage")), Problems))]
pub(super) async fn list_templates(
    reader: Reader,
    Query(which): Query<Which>,
    Query(params): Query<ListParams>,
) -> Result<Response> {
    let list = read_list(TEMPLATES.kind, params)?;
    let scope = match which.scope.as_deref() {
        None | Some("public") => Scope::PublicTemplates { user: &reader.user },
        Some("own") => Scope::Own { user: &reader.user, kind: TEMPLATES.kind.name, unless: None },
        Some(_) => {
            let failure = Failure::new(&catalogue::INVALID_INPUT);
            return Err(failure.at("/scope", "not_one_of", "This is public or own.").into());
        }
    };
    let page = store::lists::page(&DATABASE, &scope, &list, store::templates::SHOWN).await?;
    // How often something was adopted changes without the user's version, so the version is no tag.
    Ok(show::page(Page { version: None, ..page.ok_or(&catalogue::SESSION_ENDED)? }))
}

/// Makes a template
///
/// The client may make the `id`, a UUID. The same id and content again get 200; the same id with other content gets 409. The id of something
/// deleted brings it back.
#[utoipa::path(post, path = "/api/templates", tag = "plans", request_body = ref("#/components/schemas/PlanTemplateResource"),
    responses((status = 201, description = "Made.", body = ref("#/components/schemas/PlanTemplateResource"), headers(("Location" = String))),
        (status = 200, description = "The very same was there already.", body = ref("#/components/schemas/PlanTemplateResource")), WriteProblems))]
pub(super) async fn create_template(State(app): State<App>, writer: Writer, body: Fields) -> Result<Response> {
    Ok(endpoints::create_one(&app, &TEMPLATES, &writer, body).await?.created("/api/templates"))
}
