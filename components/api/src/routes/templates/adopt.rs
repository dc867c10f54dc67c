//! `POST /api/templates/{id}/adopt`.

use axum::extract::{Path, State};
use axum::response::Response;
use mirubato_kit::{Error, Result, platform};
use mirubato_problem::catalogue;
use serde_json::Value;

use super::TEMPLATES;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::endpoints::new_id;
use crate::resource::{Fields, Place, Values, Writer, change, write};
use crate::routes::plans::PLANS;
use crate::{DATABASE, store};

/// Adopts a template
///
/// Makes a plan of it for the caller, private and active, and counts the caller among those who adopted it, both or neither. The body names
/// the fields that are to differ, such as `title` or `schedule`, and may name the plan's `id`; `{}` takes the template as it is.
#[utoipa::path(post, path = "/api/templates/{id}/adopt", tag = "plans", params(("id" = String, Path, description = "The template's id.")),
    request_body = ref("#/components/schemas/PracticePlan"),
    responses((status = 201, description = "Made.", body = ref("#/components/schemas/PracticePlanResource"), headers(("Location" = String))), WriteProblems))]
pub(super) async fn adopt_template(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    mut body: Fields,
) -> Result<Response> {
    let now = platform::now();
    let plan_id = new_id(&mut body);
    let own = body.into_values(&PLANS);
    let transaction = DATABASE.begin().await?;
    let found = store::templates::fields(&transaction, &writer.user, &id).await?;
    let Some((author, template)) = found else {
        transaction.roll_back().await?;
        return Err((&catalogue::NOT_FOUND).into());
    };
    let values = plan_of(&template, &id, own)?;
    let Some(plan_id) = plan_id else {
        transaction.roll_back().await?;
        return Err(change::without_id(&PLANS, values, now).into());
    };
    store::templates::adopt(&transaction, &author, &id, &writer.user, now).await?;
    let plan = change::create(Place::of(&PLANS, plan_id), values, now);
    Ok(write(&app, &writer, transaction, plan).await?.created("/api/plans"))
}

/// The fields of a plan made of a template, those in `own` before the template's.
fn plan_of(template: &str, id: &str, own: Values) -> Result<Values> {
    let fields: serde_json::Map<String, Value> = serde_json::from_str(template).map_err(Error::internal)?;
    let shared = |name: &str| {
        let has = |kind: &mirubato_records::Kind| kind.fields.iter().any(|field| field.name == name);
        name != "visibility" && has(PLANS.kind) && has(TEMPLATES.kind)
    };
    let mut values: Values =
        fields.into_iter().filter(|(name, _)| shared(name)).map(|(name, value)| (name, value.to_string())).collect();
    for (name, value) in [("visibility", "private"), ("status", "active"), ("sourceTemplateId", id)] {
        values.insert(name.to_owned(), Value::from(value).to_string());
    }
    values.extend(own.into_iter().filter(|(name, _)| name != "sourceTemplateId"));
    Ok(values)
}
