//! Building: the services, the rules that the browser runs as well, the app, the host.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use wit_component::ComponentEncoder;

use crate::steps::{self, cargo, command, root};
use crate::{terms, tools, weights};

/// Services: packages built as components for WASI.
const SERVICES: [&str; 5] =
    ["mirubato-api", "mirubato-dictionary", "mirubato-frontend", "mirubato-sync", "mirubato-sync-fanout"];
/// Components that import nothing: the package, the module cargo makes of it, and the component's name.
const RULES: [(&str, &str, &str); 2] =
    [("mirubato-merge", "mirubato_merge", "merge"), ("mirubato-names-component", "mirubato_names_component", "names")];
/// The one that no browser loads, and that computes: for speed, not for size.
const EMBEDDER: &str = "mirubato-embedder-component";

pub(crate) fn run(parts: &[String]) -> Result<()> {
    if parts.is_empty() {
        return everything();
    }
    for part in parts {
        match part.as_str() {
            "api" => services(&["mirubato-api"]).and_then(|()| rules()).and_then(|()| docs())?,
            "dictionary" => services(&["mirubato-dictionary"])?,
            "frontend" => services(&["mirubato-frontend"]).and_then(|()| app())?,
            "sync" => services(&["mirubato-sync", "mirubato-sync-fanout"])?,
            "rules" => rules()?,
            "terms" => terms::make()?,
            "embedder" => embedder()?,
            "host" => host()?,
            other => bail!("there is nothing called `{other}` to build"),
        }
    }
    Ok(())
}

/// Builds all that `up` needs.
pub(crate) fn everything() -> Result<()> {
    application()?;
    host()
}

/// Builds what `spin.toml` names: what runs on any host.
pub(crate) fn application() -> Result<()> {
    rules()?;
    embedder()?;
    services(&SERVICES)?;
    app()?;
    docs()
}

/// The services of the application.
pub(crate) fn services(packages: &[&str]) -> Result<()> {
    tools::wasm_targets()?;
    terms::make()?;
    let mut arguments = vec!["build", "--release", "--target", "wasm32-wasip2"];
    arguments.extend(packages.iter().flat_map(|package| ["-p", package]));
    steps::run("Compiling the services to WebAssembly", cargo(&arguments))
}

/// The components without imports.
pub(crate) fn rules() -> Result<()> {
    tools::wasm_targets()?;
    let mut arguments = vec!["build", "--profile", "browser", "--target", "wasm32-unknown-unknown"];
    arguments.extend(RULES.iter().flat_map(|(package, ..)| ["-p", package]));
    steps::run("Compiling the rules to WebAssembly", cargo(&arguments))?;
    RULES.iter().try_for_each(|(_, module, name)| componentize("browser", module, name))
}

/// The sentence encoder with its weights.
pub(crate) fn embedder() -> Result<()> {
    tools::wasm_targets()?;
    weights::make()?;
    let arguments = ["build", "--release", "--target", "wasm32-unknown-unknown", "-p", EMBEDDER];
    steps::run("Compiling the sentence encoder to WebAssembly", cargo(&arguments))?;
    componentize("release", "mirubato_embedder_component", "embedder")
}

/// Makes a component of a core module, unless that is done already.
fn componentize(profile: &str, module: &str, name: &str) -> Result<()> {
    let folder = root().join("target/components");
    let core = &root().join(format!("target/wasm32-unknown-unknown/{profile}/{module}.wasm"));
    let component = &folder.join(format!("{name}.wasm"));
    if is_newer(component, modified(core)) {
        return Ok(());
    }
    std::fs::create_dir_all(&folder)?;
    let module = std::fs::read(core).with_context(|| format!("cannot read {}", core.display()))?;
    let bytes = ComponentEncoder::default().module(&module)?.validate(true).encode()?;
    std::fs::write(component, bytes).with_context(|| format!("cannot write {}", component.display()))
}

/// The app that the browser runs.
pub(crate) fn app() -> Result<()> {
    let folder = root().join("frontend");
    packages()?;
    let sources =
        ["src", "public", "scripts", "index.html", "package-lock.json", "vite.config.ts"].map(|name| folder.join(name));
    let newest = sources
        .iter()
        .filter_map(|path| newest(path))
        .chain([modified(&root().join("target/components/merge.wasm"))].into_iter().flatten())
        .max();
    if is_newer(&folder.join("dist/assets.json"), newest) {
        return Ok(());
    }
    let mut build = command("npm", &["run", "--silent", "build"]);
    build.current_dir(folder);
    steps::run("Building the app", build)
}

/// The app's packages, from its lock file.
pub(crate) fn packages() -> Result<()> {
    let folder = root().join("frontend");
    let lock = modified(&folder.join("package-lock.json"));
    if is_newer(&folder.join("node_modules/.package-lock.json"), lock) {
        return Ok(());
    }
    let mut install = command("npm", &["ci", "--no-audit", "--no-fund"]);
    install.current_dir(folder);
    steps::run("Installing the app's packages", install)
}

/// The page at `/docs`, which `api` serves.
pub(crate) fn docs() -> Result<()> {
    packages()?;
    let (folder, library) = (root().join("target/docs"), root().join("frontend/node_modules/swagger-ui-dist"));
    std::fs::create_dir_all(&folder)?;
    let own = root().join("components/api/docs");
    for (from, name) in
        [(&own, "index.html"), (&own, "docs.js"), (&library, "swagger-ui-bundle.js"), (&library, "swagger-ui.css")]
    {
        let (from, to) = (from.join(name), folder.join(name));
        if !is_newer(&to, modified(&from)) {
            std::fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        }
    }
    Ok(())
}

/// The embedded host, and what else is a program. Always of the whole workspace: choosing a package would choose other features of what all
/// have in common, and compile wasmtime once more for the tests.
pub(crate) fn host() -> Result<()> {
    steps::run("Compiling the host", cargo(&["build", "--profile", "native", "--workspace", "--bins"]))
}

/// The host, the native api and all tests, as `cargo test --workspace` wants them.
pub(crate) fn tests() -> Result<()> {
    terms::make()?;
    let arguments = ["build", "--profile", "native", "--workspace", "--bins", "--tests"];
    steps::run("Compiling the host and the tests", cargo(&arguments))
}

/// Where the host is after [`host`].
pub(crate) fn host_binary() -> PathBuf {
    root().join("target/native/mirubato-host")
}

/// When a file was changed, where it is there.
pub(crate) fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

/// When the newest file in a folder was changed, or a file itself.
pub(crate) fn newest(path: &Path) -> Option<SystemTime> {
    if path.is_file() {
        return modified(path);
    }
    let entries = path.read_dir().ok()?.flatten();
    // What the build itself makes does not count as a source.
    entries.filter(|entry| entry.file_name() != "generated").filter_map(|entry| newest(&entry.path())).max()
}

/// Whether a file is there and as new as what it is made of.
pub(crate) fn is_newer(path: &Path, than: Option<SystemTime>) -> bool {
    matches!((modified(path), than), (Some(made), Some(source)) if made >= source)
}
