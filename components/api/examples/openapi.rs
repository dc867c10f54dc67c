//! Prints the OpenAPI document, as `openapi.json` at the root holds it.

fn main() -> std::io::Result<()> {
    use std::io::Write as _;
    let text = serde_json::to_string_pretty(&mirubato_api::routes::openapi::document())?;
    writeln!(std::io::stdout(), "{text}")
}
