//! What Kubernetes and SpinKube take.

use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};

use crate::{read, root};

/// The Kubernetes whose schemas are asked: old enough to be in use, new enough to be supported.
const KUBERNETES: &str = "1.34";

/// The schemas by which objects are checked: unknown fields are errors.
#[derive(Debug)]
pub struct Schemas {
    kubernetes: Value,
    spinkube: Value,
}

impl Schemas {
    /// Reads them.
    ///
    /// # Errors
    /// Where Kubernetes' own are not installed.
    pub fn read() -> Result<Self> {
        let folder = "target/tools/kubernetes/kubernetes_validate/kubernetes-json-schema";
        let path = root().join(format!("{folder}/v{KUBERNETES}.0-local-strict/_definitions.json"));
        let text = std::fs::read_to_string(path);
        let text = text.context("Kubernetes' schemas are not here: `cargo xtask test deploy` installs them")?;
        let spinkube = serde_json::from_str(&read("tests/deploy/spinkube.json")?)?;
        Ok(Self { kubernetes: serde_json::from_str(&text)?, spinkube })
    }

    /// What is wrong with an object, one line each.
    ///
    /// # Errors
    /// Where there is no schema for its kind.
    pub fn errors(&self, object: &Value) -> Result<Vec<String>> {
        let (group, version) = match object["apiVersion"].as_str().context("without apiVersion")?.split_once('/') {
            Some((group, version)) => (group, version),
            None => ("", object["apiVersion"].as_str().unwrap_or_default()),
        };
        let own = ["core.spinkube.dev", "kustomize.config.k8s.io"].contains(&group);
        let schemas = if own { &self.spinkube } else { &self.kubernetes };
        let wanted = json!({ "group": group, "kind": object["kind"], "version": version });
        let mut definitions = schemas["$defs"].as_object().into_iter().flatten();
        let is_wanted = |schema: &Value| {
            schema["x-kubernetes-group-version-kind"].as_array().is_some_and(|kinds| kinds.contains(&wanted))
        };
        let found = definitions.find(|(_, schema)| is_wanted(schema));
        let (name, _) = found.ok_or_else(|| anyhow!("there is no schema for {wanted}"))?;
        let mut schema = schemas.clone();
        schema["$ref"] = json!(format!("#/$defs/{name}"));
        let validator = jsonschema::validator_for(&schema).map_err(|error| anyhow!("{error}"))?;
        Ok(validator.iter_errors(object).map(|error| format!("{}: {error}", error.instance_path())).collect())
    }
}
