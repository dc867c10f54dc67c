//! Application variables: where their values come from, the `{{ name }}` templates that use them, and `spin:variables`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};

use wasmtime::component::Accessor;

use crate::bindings::services::variables::{self as interface, Error};
use crate::guest::{Guest, Host};
use crate::manifest::Variable;

/// Text with application variables in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Variable(String),
}

/// Why a template cannot be read or filled in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TemplateError {
    /// `{{` without `}}`.
    #[error("`{{{{` is never closed")]
    Unclosed,
    /// A variable that is not in `[variables]`.
    #[error("uses `{0}`, which is not in [variables]")]
    Unknown(String),
}

impl Template {
    /// Reads a template. Single braces are text.
    ///
    /// # Errors
    /// [`TemplateError::Unclosed`].
    pub(crate) fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").ok_or(TemplateError::Unclosed)?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Variable(name.trim().to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    /// The variables it uses.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Variable(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// Whether it uses no variable.
    #[must_use]
    pub(crate) fn is_literal(&self) -> bool {
        self.names().next().is_none()
    }

    /// Fills in the variables.
    ///
    /// # Errors
    /// [`TemplateError::Unknown`].
    pub(crate) fn render(&self, values: &Values) -> Result<String, TemplateError> {
        self.0.iter().try_fold(String::new(), |text, part| match part {
            Part::Text(part) => Ok(text + part),
            Part::Variable(name) => match values.0.get(name) {
                Some(value) => Ok(text + value),
                None => Err(TemplateError::Unknown(name.clone())),
            },
        })
    }
}

/// Checks the name of a variable: lower-case words of letters and digits, joined by single underscores.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let problem = if name.is_empty() {
        "must not be empty".to_owned()
    } else if let Some(bad) = name.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '_')) {
        format!("must not contain {bad:?}, only lower-case letters, digits and underscores")
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        "must start with a lower-case letter".to_owned()
    } else if name.ends_with('_') {
        "must end with a letter or a digit".to_owned()
    } else if name.contains("__") {
        "must not contain two underscores in a row".to_owned()
    } else {
        return Ok(());
    };
    Err(format!("{name:?}: {problem}"))
}

/// The value of every application variable.
#[derive(Clone, Default)]
pub(crate) struct Values(BTreeMap<String, String>);

/// Finds an environment variable.
type Lookup = Box<dyn Fn(&str) -> Option<String>>;

/// Where values come from, first match first: the command line, `<prefix>_<NAME>` in the environment, the same in a `.env` file, the
/// manifest's default.
pub(crate) struct Sources {
    /// `--variable name=value`.
    pub(crate) flags: Vec<(String, String)>,
    /// Prefixes of environment variables, in order.
    pub(crate) prefixes: Vec<String>,
    /// Looks up the environment.
    pub(crate) environment: Lookup,
    /// The content of `.env`.
    pub(crate) dotenv: BTreeMap<String, String>,
}

impl Sources {
    /// The sources of a process: its environment and the `.env` file of its working directory.
    ///
    /// # Errors
    /// When there is a `.env` file that cannot be read.
    pub(crate) fn of_process(flags: Vec<(String, String)>) -> anyhow::Result<Self> {
        Ok(Self {
            flags,
            prefixes: vec!["SPIN_VARIABLE".to_owned()],
            environment: Box::new(|name| std::env::var(name).ok()),
            dotenv: read_dotenv(Path::new(".env"))?,
        })
    }

    /// The value of a variable, whether the manifest has it or not.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let flag = self.flags.iter().rev().find(|(flag, _)| flag == name);
        flag.map(|(_, value)| value.clone()).or_else(|| {
            self.prefixes.iter().find_map(|prefix| {
                let key = format!("{prefix}_{}", name.to_ascii_uppercase());
                (self.environment)(&key).or_else(|| self.dotenv.get(&key).cloned())
            })
        })
    }
}

fn read_dotenv(path: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let entries = dotenvy::from_path_iter(path).with_context(|| format!("cannot read {}", path.display()))?;
    entries.collect::<Result<_, _>>().with_context(|| format!("{} is malformed", path.display()))
}

impl Values {
    /// Finds the value of every declared variable.
    ///
    /// # Errors
    /// When required variables have none; the message names them all.
    pub(crate) fn resolve(declared: &BTreeMap<String, Variable>, sources: &Sources) -> anyhow::Result<Self> {
        let mut values = BTreeMap::new();
        let mut missing = Vec::new();
        for (name, variable) in declared {
            match sources.get(name).or_else(|| variable.default.clone()) {
                Some(value) => _ = values.insert(name.clone(), value),
                None => missing.push(format!("`{name}` (set SPIN_VARIABLE_{})", name.to_ascii_uppercase())),
            }
        }
        if !missing.is_empty() {
            bail!("required variables have no value: {}", missing.join(", "));
        }
        Ok(Self(values))
    }

    /// Fills in `text`.
    ///
    /// # Errors
    /// As [`Template::parse`] and [`Template::render`].
    pub(crate) fn render(&self, text: &str) -> Result<String, TemplateError> {
        Template::parse(text)?.render(self)
    }
}

/// The variables of one component, filled in.
#[derive(Clone, Default)]
pub(crate) struct ComponentVariables {
    component: String,
    values: BTreeMap<String, String>,
}

impl ComponentVariables {
    /// Fills in the templates of `[component.<id>.variables]`.
    ///
    /// # Errors
    /// When one uses a variable that is not there.
    pub(crate) fn resolve(
        component: &str,
        templates: &BTreeMap<String, String>,
        values: &Values,
    ) -> Result<Self, TemplateError> {
        let filled = templates.iter().map(|(name, template)| Ok((name.clone(), values.render(template)?)));
        Ok(Self { component: component.to_owned(), values: filled.collect::<Result<_, _>>()? })
    }

    fn get(&self, name: &str) -> Result<String, Error> {
        check_name(name).map_err(Error::InvalidName)?;
        let unknown = || Error::Undefined(format!("no variable for {:?}.{name:?}", self.component));
        self.values.get(name).cloned().ok_or_else(unknown)
    }
}

impl interface::Host for Guest {}

impl<T: Send> interface::HostWithStore<T> for Host {
    async fn get(accessor: &Accessor<T, Self>, name: String) -> wasmtime::Result<Result<String, Error>> {
        Ok(accessor.with(|mut access| access.get().grants.variables.get(&name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(flags: &[(&str, &str)], environment: &'static [(&str, &str)], dotenv: &[(&str, &str)]) -> Sources {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Sources {
            flags: flags.iter().map(own).collect(),
            prefixes: vec!["SPIN_VARIABLE".to_owned()],
            environment: Box::new(|key| {
                environment.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned())
            }),
            dotenv: dotenv.iter().map(own).collect(),
        }
    }

    fn declared(variables: &[(&str, Option<&str>)]) -> BTreeMap<String, Variable> {
        let declare = |(name, default): &(&str, Option<&str>)| {
            ((*name).to_owned(), Variable { default: default.map(str::to_owned) })
        };
        variables.iter().map(declare).collect()
    }

    #[test]
    fn the_command_line_beats_the_environment_beats_the_file_beats_the_default() {
        let declared =
            declared(&[("a", Some("default")), ("b", Some("default")), ("c", Some("default")), ("d", Some("default"))]);
        let file = [("SPIN_VARIABLE_A", "file"), ("SPIN_VARIABLE_B", "file"), ("SPIN_VARIABLE_C", "file")];
        let environment = &[("SPIN_VARIABLE_A", "environment"), ("SPIN_VARIABLE_B", "environment")];
        let values = Values::resolve(&declared, &sources(&[("a", "old"), ("a", "flag")], environment, &file)).unwrap();
        assert_eq!(values.render("{{a}} {{ b }} {{c}} {{d}}").unwrap(), "flag environment file default");
    }

    #[test]
    fn every_required_variable_without_a_value_is_named() {
        let error = Values::resolve(
            &declared(&[("key", None), ("fine", Some("")), ("host_name", None)]),
            &sources(&[], &[], &[]),
        );
        let message = error.err().unwrap().to_string();
        assert!(message.contains("SPIN_VARIABLE_KEY") && message.contains("SPIN_VARIABLE_HOST_NAME"), "{message}");
    }

    #[test]
    fn braces_that_are_no_template_are_text() {
        let values = Values::resolve(&declared(&[("x", Some("1"))]), &sources(&[], &[], &[])).unwrap();
        assert_eq!(values.render("{ {x} } }} {{x}}{{ x }}").unwrap(), "{ {x} } }} 11");
        assert_eq!(values.render("{{ x").unwrap_err(), TemplateError::Unclosed);
        assert_eq!(values.render("{{ y }}").unwrap_err(), TemplateError::Unknown("y".to_owned()));
    }

    #[test]
    fn names_follow_spins_rules() {
        for good in ["a", "api_key", "a1", "a_1"] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in ["", "A", "1a", "_a", "a_", "a__b", "a-b", "ä"] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
    }
}
