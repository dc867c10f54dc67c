//! What must hold in a manifest before it is run. The rules are Spin's unless the message says "this host".

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::raw::{self, OrTable};
use super::{
    Component, Dependency, FilesMount, HttpTrigger, Manifest, ManifestError, RedisTrigger, Route, StaticResponse,
    Target, Variable,
};
use crate::allowed_hosts::AllowedHost;
use crate::variables::{self, Template};

type Checked<T> = Result<T, ManifestError>;

fn fail<T>(place: impl Into<String>, problem: impl Into<String>) -> Checked<T> {
    Err(ManifestError::new(place, problem))
}

pub(super) fn manifest(raw: raw::Manifest) -> Checked<Manifest> {
    if raw.spin_manifest_version != 2 {
        return fail("spin_manifest_version", format!("only version 2 is known, not {}", raw.spin_manifest_version));
    }
    if let Some(base) = raw.application.trigger.http.and_then(|http| http.base).filter(|base| base != "/") {
        return fail("application.trigger.http.base", format!("put {base:?} in front of each route instead"));
    }
    let variables: BTreeMap<_, _> =
        raw.variables.into_iter().map(|(name, raw)| variable(name, raw)).collect::<Checked<_>>()?;
    let ids: Vec<_> = raw.component.keys().cloned().collect();
    let sources: BTreeMap<_, _> = raw
        .component
        .iter()
        .filter_map(|(id, component)| match &component.source {
            OrTable::Text(path) => Some((id.clone(), (PathBuf::from(path), has_grants(component)))),
            OrTable::Table(_) => None,
        })
        .collect();
    let components: BTreeMap<_, _> = raw
        .component
        .into_iter()
        .map(|(id, raw)| Ok((id.clone(), component(&id, raw, &variables, &sources)?)))
        .collect::<Checked<_>>()?;
    let address = raw.application.trigger.redis.map(|redis| redis.address);
    let redis = raw.trigger.redis.into_iter().enumerate();
    let redis: Vec<_> = redis
        .map(|(index, raw)| redis_trigger(index, raw, address.as_deref(), &components, &variables))
        .collect::<Checked<_>>()?;
    let http = raw.trigger.http.into_iter().enumerate();
    let http: Vec<_> = http.map(|(index, raw)| http_trigger(index, raw, &ids)).collect::<Checked<_>>()?;
    if http.is_empty() && redis.is_empty() {
        return fail("trigger", "the application has no trigger, so nothing would ever run");
    }
    Ok(Manifest { name: raw.application.name, version: raw.application.version, variables, http, redis, components })
}

fn variable(name: String, raw: raw::Variable) -> Checked<(String, Variable)> {
    let place = format!("variables.{name}");
    variables::check_name(&name).or_else(|problem| fail(&place, problem))?;
    if raw.required == raw.default.is_some() {
        return fail(place, "must be `required` or have a `default`, not both or neither");
    }
    Ok((name, Variable { default: raw.default }))
}

/// Whether the component is given anything that would be lost when it is linked into another.
fn has_grants(raw: &raw::Component) -> bool {
    !(raw.variables.is_empty()
        && raw.environment.is_empty()
        && raw.files.is_empty()
        && raw.allowed_outbound_hosts.is_empty()
        && raw.key_value_stores.is_empty()
        && raw.sqlite_databases.is_empty()
        && raw.ai_models.is_empty()
        && raw.dependencies.is_empty())
}

fn component(
    id: &str,
    raw: raw::Component,
    variables: &BTreeMap<String, Variable>,
    sources: &BTreeMap<String, (PathBuf, bool)>,
) -> Checked<Component> {
    let place = |key: &str| format!("component.{id}{key}");
    check_id(id, '-').or_else(|problem| fail(place(""), problem))?;
    let OrTable::Text(source) = raw.source else {
        return fail(place(".source"), "this host takes a path only, no URL and no registry");
    };
    if !raw.allowed_http_hosts.is_empty() {
        return fail(place(".allowed_http_hosts"), "is deprecated; use `allowed_outbound_hosts`");
    }
    for (name, text) in &raw.variables {
        let place = place(&format!(".variables.{name}"));
        variables::check_name(name).or_else(|problem| fail(&place, problem))?;
        template(&place, text, variables)?;
    }
    for (index, text) in raw.allowed_outbound_hosts.iter().enumerate() {
        let place = place(&format!(".allowed_outbound_hosts[{index}]"));
        if template(&place, text, variables)?.is_literal() {
            AllowedHost::parse(text).or_else(|problem| fail(&place, problem.to_string()))?;
        }
    }
    let labels = [(".key_value_stores", &raw.key_value_stores), (".sqlite_databases", &raw.sqlite_databases)];
    for (key, labels) in labels {
        for label in labels {
            if check_id(label, '-').is_err() && check_id(label, '_').is_err() {
                return fail(place(key), format!("{label:?} is neither kebab-case nor snake_case"));
            }
        }
    }
    let files = raw.files.into_iter().enumerate();
    let files =
        files.map(|(index, raw)| files_mount(&place(&format!(".files[{index}]")), raw)).collect::<Checked<_>>()?;
    for (index, pattern) in raw.exclude_files.iter().enumerate() {
        glob::Pattern::new(pattern)
            .or_else(|error| fail(place(&format!(".exclude_files[{index}]")), error.to_string()))?;
    }
    let dependencies = raw.dependencies.into_iter();
    let dependencies = dependencies
        .map(|(name, raw)| {
            let place = place(&format!(".dependencies.{name:?}"));
            let dependency = dependency(&place, id, raw, sources)?;
            Ok((name, dependency))
        })
        .collect::<Checked<_>>()?;
    Ok(Component {
        source: source.into(),
        variables: raw.variables,
        environment: raw.environment,
        files,
        exclude_files: raw.exclude_files,
        allowed_outbound_hosts: raw.allowed_outbound_hosts,
        key_value_stores: raw.key_value_stores.into_iter().collect(),
        sqlite_databases: raw.sqlite_databases.into_iter().collect(),
        dependencies,
    })
}

fn template(place: &str, text: &str, variables: &BTreeMap<String, Variable>) -> Checked<Template> {
    let template = Template::parse(text).or_else(|problem| fail(place, problem.to_string()))?;
    if let Some(name) = template.names().find(|name| !variables.contains_key(*name)) {
        return fail(place, format!("uses `{name}`, which is not in [variables]"));
    }
    Ok(template)
}

fn files_mount(place: &str, raw: OrTable<raw::Placement>) -> Checked<FilesMount> {
    let climbs = |path: &str| Path::new(path).components().any(|part| part.as_os_str() == "..");
    match raw {
        OrTable::Text(pattern) => {
            if climbs(&pattern) || pattern == "." || pattern.ends_with("/.") || pattern.starts_with('/') {
                return fail(place, format!("{pattern:?} must stay inside the application's folder"));
            }
            Ok(FilesMount::Pattern(pattern))
        }
        OrTable::Table(raw::Placement { source, destination }) => {
            if climbs(&source) || source.starts_with('/') {
                return fail(place, format!("source {source:?} must stay inside the application's folder"));
            }
            if climbs(&destination) {
                return fail(place, format!("destination {destination:?} must not contain `..`"));
            }
            Ok(FilesMount::Placement { source, destination })
        }
    }
}

fn dependency(
    place: &str,
    dependent: &str,
    raw: OrTable<raw::Dependency>,
    sources: &BTreeMap<String, (PathBuf, bool)>,
) -> Checked<Dependency> {
    let OrTable::Table(raw) = raw else {
        return fail(place, "this host takes `{ path }` or `{ component }`, no registry");
    };
    match raw {
        raw::Dependency { path: Some(source), component: None, version: None, url: None, export, .. } => {
            Ok(Dependency { source, export })
        }
        raw::Dependency { path: None, component: Some(id), version: None, url: None, export, .. } => match sources
            .get(&id)
        {
            None => fail(place, format!("component `{id}` is not defined")),
            Some(_) if id == dependent => fail(place, "a component cannot depend on itself"),
            Some((_, true)) => fail(
                place,
                format!("component `{id}` is given files, hosts, stores or variables, which a dependency cannot have"),
            ),
            Some((source, false)) => Ok(Dependency { source: source.clone(), export }),
        },
        _ => fail(place, "this host takes exactly one of `path` and `component`, no registry and no URL"),
    }
}

fn component_id(place: &str, raw: OrTable<raw::Inline>) -> Checked<String> {
    match raw {
        OrTable::Text(id) => Ok(id),
        OrTable::Table(_) => fail(place, "this host wants the id of a component, not one written out in place"),
    }
}

fn http_trigger(index: usize, raw: raw::HttpTrigger, ids: &[String]) -> Checked<HttpTrigger> {
    let place = |key: &str| format!("trigger.http[{index}]{key}");
    if let Some(executor) = raw.executor.filter(|executor| !matches!(executor.kind.as_str(), "http" | "spin")) {
        return fail(place(".executor"), format!("this host does not know {:?}", executor.kind));
    }
    let target = match (raw.component, raw.static_response) {
        (Some(component), None) => {
            let id = component_id(&place(".component"), component)?;
            if !ids.contains(&id) {
                return fail(place(".component"), format!("component `{id}` is not defined"));
            }
            Target::Component(id)
        }
        (None, Some(response)) => Target::Static(static_response(&place(".static_response"), response)?),
        _ => return fail(place(""), "must have either a `component` or a `static_response`"),
    };
    let route = match raw.route {
        OrTable::Text(path) => Route::Path(path),
        OrTable::Table(raw::Private { private: true }) => Route::Private,
        OrTable::Table(raw::Private { private: false }) => {
            return fail(place(".route"), "must be a pattern or `{ private = true }`");
        }
    };
    Ok(HttpTrigger { route, target })
}

fn static_response(place: &str, raw: raw::StaticResponse) -> Checked<StaticResponse> {
    let code = raw.status_code.unwrap_or(200);
    let status = StatusCode::from_u16(code).or_else(|_| fail(place, format!("{code} is no status code")))?;
    let mut headers = HeaderMap::new();
    for (name, value) in raw.headers {
        let bad = |_| ManifestError::new(place, format!("header {name:?} is not valid"));
        let value = HeaderValue::from_str(&value).map_err(|_| bad(()))?;
        headers.insert(HeaderName::try_from(&name).map_err(|_| bad(()))?, value);
    }
    Ok(StaticResponse { status, headers, body: raw.body.unwrap_or_default().into() })
}

fn redis_trigger(
    index: usize,
    raw: raw::RedisTrigger,
    default_address: Option<&str>,
    components: &BTreeMap<String, Component>,
    variables: &BTreeMap<String, Variable>,
) -> Checked<RedisTrigger> {
    let place = |key: &str| format!("trigger.redis[{index}]{key}");
    let component = component_id(&place(".component"), raw.component)?;
    let Some(definition) = components.get(&component) else {
        return fail(place(".component"), format!("component `{component}` is not defined"));
    };
    // Spin's Redis trigger has no service chaining and refuses to start such a component at all.
    if let Some(host) = definition.allowed_outbound_hosts.iter().find(|host| names_a_service(host)) {
        return fail(
            format!("component.{component}.allowed_outbound_hosts"),
            format!("{host:?} needs service chaining, which a component with a Redis trigger does not have"),
        );
    }
    let Some(address) = raw.address.or_else(|| default_address.map(str::to_owned)) else {
        return fail(place(".address"), "is missing, and so is application.trigger.redis.address");
    };
    template(&place(".address"), &address, variables)?;
    template(&place(".channel"), &raw.channel, variables)?;
    Ok(RedisTrigger { address, channel: raw.channel, component })
}

/// Whether an entry of `allowed_outbound_hosts` is for service chaining.
fn names_a_service(host: &str) -> bool {
    AllowedHost::parse(host).is_ok_and(|host| host.is_for_service_chaining())
}

pub(super) fn selection(manifest: &Manifest, chosen: &[String]) -> Checked<()> {
    for id in chosen {
        let Some(component) = manifest.components.get(id) else {
            return fail("--component", format!("component `{id}` is not defined"));
        };
        for host in &component.allowed_outbound_hosts {
            let Ok(host) = AllowedHost::parse(host) else { continue };
            match host.service() {
                Some("*") => {
                    return fail(
                        "--component",
                        format!("`{id}` may call every component, so it cannot run without them"),
                    );
                }
                Some(called) if !chosen.iter().any(|id| id == called) => {
                    return fail("--component", format!("`{id}` may call `{called}`, which is not selected"));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Checks an identifier made of words that are separated by `separator`, each in one letter case.
fn check_id(id: &str, separator: char) -> Result<(), String> {
    for word in id.split(separator) {
        let upper = word.starts_with(|c: char| c.is_ascii_uppercase());
        let fits = |c: char| c.is_ascii_digit() || (c.is_ascii_alphabetic() && c.is_ascii_uppercase() == upper);
        if !word.starts_with(|c: char| c.is_ascii_alphabetic()) || !word.chars().all(fits) {
            return Err(format!("{id:?} must be made of words of letters and digits joined by {separator:?}"));
        }
    }
    Ok(())
}
