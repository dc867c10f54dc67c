//! Compiled code on disk, keyed by the content it was compiled from.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

/// The folder of compiled code.
pub(crate) struct Cache {
    folder: PathBuf,
    engine: Engine,
    /// Of the engine's version and settings: code compiled by another engine has another name.
    engine_hash: u64,
    /// What is loaded already, so that components with one content share it and it is compiled once.
    loaded: Mutex<HashMap<PathBuf, Arc<Mutex<Option<Component>>>>>,
}

impl Cache {
    /// Opens the cache in `folder`, which is made when it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(crate) fn open(folder: &Path, engine: &Engine) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        Ok(Self {
            folder: folder.to_owned(),
            engine: engine.clone(),
            engine_hash: hasher.finish(),
            loaded: Mutex::default(),
        })
    }

    /// The component in `wasm`, compiled now or earlier.
    ///
    /// # Errors
    /// When it does not compile.
    pub(crate) fn component(&self, wasm: &[u8]) -> anyhow::Result<Component> {
        let name: String = Sha256::digest(wasm).iter().map(|byte| format!("{byte:02x}")).collect();
        let path = self.folder.join(format!("{name}-{:016x}.cwasm", self.engine_hash));
        let place = self.loaded.lock().unwrap_or_else(PoisonError::into_inner).entry(path.clone()).or_default().clone();
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(component) = &*place {
            return Ok(component.clone());
        }
        let component = if let Ok(component) = load(&self.engine, &path) {
            component
        } else {
            // It is not there, or another version of the host made it.
            self.compile(wasm, &path)?;
            load(&self.engine, &path).with_context(|| format!("cannot load {}", path.display()))?
        };
        *place = Some(component.clone());
        Ok(component)
    }

    fn compile(&self, wasm: &[u8], path: &Path) -> anyhow::Result<()> {
        let code = self.engine.precompile_component(wasm)?;
        // Renamed into place once it is on the disk, so nobody ever sees half a file, also after a power cut.
        let unfinished = path.with_extension(format!("{}.part", std::process::id()));
        let write = || {
            let mut file = fs::File::create(&unfinished)?;
            file.write_all(&code)?;
            file.sync_all()
        };
        write().with_context(|| format!("cannot write {}", unfinished.display()))?;
        fs::rename(&unfinished, path).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// The component compiled into `path`.
///
/// # Errors
/// When it is not there or was compiled by another engine.
#[expect(unsafe_code, reason = "loading compiled code is the point of the cache")]
fn load(engine: &Engine, path: &Path) -> anyhow::Result<Component> {
    // SAFETY: Files in the cache's folder are written by `Cache::compile` only, from the output of `Engine::precompile_component`, and are
    // never changed once they have their name. wasmtime itself refuses what another version or other settings compiled. Whoever can write to
    // the folder can already replace the host's databases and its very components, so nothing is gained by replacing the code.
    Ok(unsafe { Component::deserialize_file(engine, path) }?)
}
