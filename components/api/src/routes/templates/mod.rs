//! `/api/templates`: plans to adopt.

mod adopt;
mod collection;
mod template;

use mirubato_kit::platform;
use mirubato_records::kinds::PLAN_TEMPLATE;
use serde_json::Value;

use crate::endpoints;
use crate::endpoints::Endpoints;
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

pub(super) fn routes() -> Endpoints {
    Endpoints::new()
        .with(endpoints!(collection::list_templates, collection::create_template))
        .with(endpoints!(
            template::read_template,
            template::replace_template,
            template::patch_template,
            template::delete_template
        ))
        .with(endpoints!(adopt::adopt_template))
}
