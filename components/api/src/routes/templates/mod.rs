//! `/api/templates`: plans to adopt.

mod adopt;
mod collection;
mod template;

use mirubato_kit::platform;
use mirubato_records::kinds::PLAN_TEMPLATE;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::resource::{Resource, Values};
use crate::store::records::Stored;

/// Templates as resources.
pub static TEMPLATES: Resource = Resource {
    kind: &PLAN_TEMPLATE,
    given: &["mine", "adoptionCount"],
    kept: &["publishedAt"],
    complete: date_publication,
};

/// Dates a template that becomes public.
fn date_publication(values: &mut Values, stored: Option<&Stored>, now: u64) {
    let known = stored.and_then(|stored| stored.record.value("publishedAt")).is_some_and(|text| text != "null");
    let is_public = values.get("visibility").is_some_and(|text| text == "\"public\"");
    if is_public && !known && !values.contains_key("publishedAt") {
        values.insert("publishedAt".to_owned(), Value::from(platform::rfc3339(now)).to_string());
    }
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(collection::list_templates, collection::create_template))
        .routes(routes!(
            template::read_template,
            template::replace_template,
            template::patch_template,
            template::delete_template
        ))
        .routes(routes!(adopt::adopt_template))
}
