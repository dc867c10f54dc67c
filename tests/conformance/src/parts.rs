//! The files the application is made of.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context as _, Result, ensure};
use wit_component::ComponentEncoder;

/// Components for WASI.
const COMPONENTS: [&str; 4] = ["probe", "listener", "consumer", "gripper"];

/// Makes the host. Built alone it would get other features, and with them another wasmtime, which takes minutes.
const BUILD_HOST: &str = "cargo build --profile native --workspace --bins --tests";

/// Where cargo puts what it builds: three folders above this program.
fn target() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    program.ancestors().nth(3).map(Path::to_owned).context("the suite runs outside cargo's folder")
}

/// Where the compiled components are.
fn folder() -> Result<PathBuf> {
    Ok(target()?.join("conformance"))
}

/// The embedded host, as it was last built.
///
/// # Errors
/// Where it has not been built.
pub fn host() -> Result<PathBuf> {
    let host = target()?.join("native/mirubato-host");
    ensure!(host.is_file(), "{} is missing; make it with `{BUILD_HOST}`", host.display());
    Ok(host)
}

/// Compiles the components, once.
///
/// # Errors
/// Where that does not work, with what the compiler said.
pub fn build() -> Result<&'static Path> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| build_all().map_err(|error| format!("{error:#}")));
    built.as_deref().map_err(|error| anyhow::anyhow!("{error}"))
}

fn build_all() -> Result<PathBuf> {
    let (target, folder) = (target()?, folder()?);
    std::fs::create_dir_all(&folder)?;
    let packages: Vec<_> =
        COMPONENTS.iter().flat_map(|name| ["-p".to_owned(), format!("conformance-{name}")]).collect();
    cargo(&target, &["build", "--release", "--target", "wasm32-wasip2"], &packages)?;
    for name in COMPONENTS {
        let wasm = target.join(format!("wasm32-wasip2/release/conformance_{name}.wasm"));
        std::fs::copy(&wasm, folder.join(format!("{name}.wasm"))).with_context(|| wasm.display().to_string())?;
    }
    let provider = ["-p".to_owned(), "conformance-provider".to_owned()];
    cargo(&target, &["build", "--release", "--target", "wasm32-unknown-unknown"], &provider)?;
    let core = std::fs::read(target.join("wasm32-unknown-unknown/release/conformance_provider.wasm"))?;
    let component = ComponentEncoder::default().module(&core)?.validate(true).encode()?;
    std::fs::write(folder.join("provider.wasm"), component)?;
    Ok(folder)
}

fn cargo(target: &Path, arguments: &[&str], packages: &[String]) -> Result<()> {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    command.args(arguments).args(packages).arg("--quiet").arg("--target-dir").arg(target);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().context("cannot run cargo")?;
    ensure!(output.status.success(), "{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
