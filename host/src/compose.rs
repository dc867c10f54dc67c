//! Linking components that import nothing into those that use them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use wac_graph::types::{Package, SubtypeChecker};
use wac_graph::{CompositionGraph, EncodeOptions};

use crate::manifest::Dependency;

/// Links `dependencies` into the component in `wasm`. Returns it as it is when there are none.
///
/// # Errors
/// When a dependency imports anything, lacks the export, or its export does not fit. Spin would take away the imports of a dependency by
/// giving it functions that trap; here they are an error, because a dependency with imports is not what its author believes it to be.
pub(crate) fn compose(
    folder: &Path,
    wasm: Vec<u8>,
    dependencies: &BTreeMap<String, Dependency>,
) -> anyhow::Result<Vec<u8>> {
    if dependencies.is_empty() {
        return Ok(wasm);
    }
    let mut graph = CompositionGraph::new();
    let package = Package::from_bytes("dependent", None, wasm, graph.types_mut())?;
    let world = package.ty();
    let dependent = graph.register_package(package)?;
    let dependent = graph.instantiate(dependent);
    for (index, (import, dependency)) in dependencies.iter().enumerate() {
        let path = folder.join(&dependency.source);
        let wasm = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let package = Package::from_bytes(&format!("dependency{index}"), None, wasm, graph.types_mut())
            .with_context(|| format!("{} is no component", path.display()))?;
        let provided = package.ty();
        if let Some(name) = graph.types()[provided].imports.keys().next() {
            bail!("dependency {} imports `{name}`; a dependency must import nothing", path.display());
        }
        let Some(wanted) = graph.types()[world].imports.get(import).copied() else {
            let imports: Vec<_> = graph.types()[world].imports.keys().map(String::as_str).collect();
            bail!("the component does not import `{import}`, only {}", imports.join(", "));
        };
        let export = dependency.export.as_deref().unwrap_or(import);
        let Some(offered) = graph.types()[provided].exports.get(export).copied() else {
            bail!("dependency {} does not export `{export}`", path.display());
        };
        let types = graph.types();
        SubtypeChecker::new(&mut Default::default())
            .is_subtype(offered, types, wanted, types)
            .with_context(|| format!("`{export}` of {} is not what `{import}` needs", path.display()))?;
        let provider = graph.register_package(package)?;
        let provider = graph.instantiate(provider);
        let instance = graph.alias_instance_export(provider, export)?;
        graph.set_instantiation_argument(dependent, import, instance)?;
    }
    for name in graph.types()[world].exports.keys().cloned().collect::<Vec<_>>() {
        let export = graph.alias_instance_export(dependent, &name)?;
        graph.export(export, &name)?;
    }
    Ok(graph.encode(EncodeOptions::default())?)
}
