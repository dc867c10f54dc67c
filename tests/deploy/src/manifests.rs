//! The Kubernetes objects in `deploy/kubernetes`.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::root;

/// An object, and the file it stands in.
#[derive(Debug)]
pub struct Manifest {
    /// Below `deploy/kubernetes`.
    pub file: String,
    /// The object.
    pub object: Value,
}

impl Manifest {
    /// Its kind and name, as `kubectl` writes them.
    pub fn name(&self) -> String {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        format!("{}/{}", text(&self.object["kind"]), text(&self.object["metadata"]["name"]))
    }
}

/// Every object in every file, kustomizations among them.
///
/// # Errors
/// Where a file is not YAML.
pub fn all() -> Result<Vec<Manifest>> {
    let mut manifests = Vec::new();
    collect(&root().join("deploy/kubernetes"), "", &mut manifests)?;
    Ok(manifests)
}

fn collect(folder: &Path, prefix: &str, manifests: &mut Vec<Manifest>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let file = format!("{prefix}{}", path.file_name().unwrap_or_default().display());
        if path.is_dir() {
            collect(&path, &format!("{file}/"), manifests)?;
        } else if file.ends_with(".yaml") {
            let objects = serde_saphyr::from_multiple::<Value>(&std::fs::read_to_string(&path)?);
            let objects = objects.with_context(|| format!("{file} is not YAML"))?;
            manifests.extend(objects.into_iter().map(|object| Manifest { file: file.clone(), object }));
        }
    }
    Ok(())
}
