//! The application's manifest (`spin.toml`, version 2): what runs, on which triggers, and what each component may touch.

mod check;
mod raw;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

/// A manifest that has been read and checked. Paths in it are relative to the folder of `spin.toml`.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    /// `application.name`.
    pub(crate) name: String,
    /// `application.version`; empty when absent.
    pub(crate) version: String,
    /// `[variables]`, by name.
    pub(crate) variables: BTreeMap<String, Variable>,
    /// `[[trigger.http]]`, in order.
    pub(crate) http: Vec<HttpTrigger>,
    /// `[[trigger.redis]]`, in order.
    pub(crate) redis: Vec<RedisTrigger>,
    /// `[component.<id>]`, by id.
    pub(crate) components: BTreeMap<String, Component>,
}

/// One application variable.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    /// The value without any other source; `None` means the variable is required.
    pub(crate) default: Option<String>,
}

/// One `[[trigger.http]]`.
#[derive(Clone, Debug)]
pub(crate) struct HttpTrigger {
    /// Where it is reachable.
    pub(crate) route: Route,
    /// What answers.
    pub(crate) target: Target,
}

/// Where an HTTP trigger is reachable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// From outside, under this pattern.
    Path(String),
    /// By service chaining only.
    Private,
}

/// What answers a request.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// The component with this id.
    Component(String),
    /// The host itself.
    Static(StaticResponse),
}

/// An answer that needs no component.
#[derive(Clone, Debug)]
pub(crate) struct StaticResponse {
    /// The status code.
    pub(crate) status: http::StatusCode,
    /// The headers.
    pub(crate) headers: http::HeaderMap,
    /// The body.
    pub(crate) body: bytes::Bytes,
}

/// One `[[trigger.redis]]`. Address and channel are templates.
#[derive(Clone, Debug)]
pub(crate) struct RedisTrigger {
    /// The server, `application.trigger.redis.address` unless given.
    pub(crate) address: String,
    /// The channel, matched exactly.
    pub(crate) channel: String,
    /// The component that handles the messages.
    pub(crate) component: String,
}

/// One `[component.<id>]`.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    /// The `.wasm` file.
    pub(crate) source: PathBuf,
    /// Values for the component, as templates over the application's variables.
    pub(crate) variables: BTreeMap<String, String>,
    /// The environment the component sees.
    pub(crate) environment: BTreeMap<String, String>,
    /// The files it may read.
    pub(crate) files: Vec<FilesMount>,
    /// Patterns of files left out although `files` matches them.
    pub(crate) exclude_files: Vec<String>,
    /// Where it may connect to, as templates.
    pub(crate) allowed_outbound_hosts: Vec<String>,
    /// Labels of the key-value stores it may open.
    pub(crate) key_value_stores: BTreeSet<String>,
    /// Labels of the SQLite databases it may open.
    pub(crate) sqlite_databases: BTreeSet<String>,
    /// Imports satisfied by other components, by import name.
    pub(crate) dependencies: BTreeMap<String, Dependency>,
}

/// One entry of `files`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FilesMount {
    /// A glob pattern, a file or a folder, found at the same path by the guest.
    Pattern(String),
    /// A file or folder found elsewhere by the guest.
    Placement {
        /// Path beside the manifest.
        source: String,
        /// Absolute path in the guest.
        destination: String,
    },
}

/// A component that is linked into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    /// Its `.wasm` file.
    pub(crate) source: PathBuf,
    /// The export to use, when it is not named like the import.
    pub(crate) export: Option<String>,
}

/// Why a manifest cannot be run, and where in it.
#[derive(Debug, thiserror::Error)]
pub(crate) struct ManifestError {
    /// The key, as in `component.api.files[0]`; empty when the error text says where.
    pub(crate) place: String,
    /// What is wrong.
    pub(crate) problem: String,
}

impl ManifestError {
    pub(crate) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            f.write_str(self.problem.trim_end())
        } else {
            write!(f, "{}: {}", self.place, self.problem)
        }
    }
}

impl Manifest {
    /// Reads the manifest in `path`.
    ///
    /// # Errors
    /// When the file cannot be read, is no manifest, or asks for something this host does not do.
    pub(crate) fn load(path: &Path) -> Result<Self, ManifestError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ManifestError::new("", format!("cannot read {}: {error}", path.display())))?;
        Self::parse(&text)
    }

    /// Reads a manifest from its text.
    ///
    /// # Errors
    /// As [`Manifest::load`].
    pub(crate) fn parse(text: &str) -> Result<Self, ManifestError> {
        let raw: raw::Manifest = toml::from_str(text).map_err(|error| ManifestError::new("", error.to_string()))?;
        check::manifest(raw)
    }

    /// Keeps only the triggers of `components`, as `spin up -c` does. Keeps everything when the list is empty.
    ///
    /// # Errors
    /// When a name is not the id of a component, or a kept component may call one that is left out.
    pub(crate) fn select(&mut self, components: &[String]) -> Result<(), ManifestError> {
        if components.is_empty() {
            return Ok(());
        }
        check::selection(self, components)?;
        self.http.retain(|trigger| match &trigger.target {
            Target::Component(id) => components.contains(id),
            Target::Static(_) => true,
        });
        self.redis.retain(|trigger| components.contains(&trigger.component));
        Ok(())
    }

    /// The components that a trigger starts; the others are only linked into these.
    #[must_use]
    pub(crate) fn triggered(&self) -> BTreeSet<&str> {
        let http = self.http.iter().filter_map(|trigger| match &trigger.target {
            Target::Component(id) => Some(id.as_str()),
            Target::Static(_) => None,
        });
        http.chain(self.redis.iter().map(|trigger| trigger.component.as_str())).collect()
    }
}
