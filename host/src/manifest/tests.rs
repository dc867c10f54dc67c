//! Manifests that run, and the errors of those that do not.

use super::*;

const WHOLE: &str = r#"
spin_manifest_version = 2
[application]
name = "whole"
version = "1.2.3"
authors = ["a"]
[application.trigger.redis]
address = "redis://{{ redis }}"
[variables]
redis = { default = "localhost" }
key = { required = true, secret = true }
[[trigger.http]]
route = "/..."
component = "web"
[[trigger.http]]
id = "inside"
route = { private = true }
component = "web"
[[trigger.http]]
route = "/teapot"
static_response = { status_code = 418, headers = { x-kind = "pot" }, body = "short" }
[[trigger.redis]]
channel = "jobs"
component = "worker"
[component.web]
source = "web.wasm"
description = "d"
files = ["a/*", { source = "b", destination = "/c" }]
exclude_files = ["a/secret"]
allowed_outbound_hosts = ["http://{{ redis }}:80", "http://*.spin.internal"]
key_value_stores = ["default"]
sqlite_databases = ["main-db", "other_db"]
ai_models = ["m"]
environment = { A = "b" }
variables = { token = "{{ key }}" }
[component.web.build]
command = "make"
[component.web.dependencies]
"a:b/c@1.0.0" = { component = "logic" }
"a:d/e" = { path = "e.wasm", export = "f" }
[component.worker]
source = "worker.wasm"
[component.logic]
source = "logic.wasm"
"#;

#[test]
fn a_whole_manifest_is_read() {
    let manifest = Manifest::parse(WHOLE).unwrap();
    assert_eq!((manifest.name.as_str(), manifest.version.as_str()), ("whole", "1.2.3"));
    assert_eq!(manifest.http.len(), 3);
    assert_eq!(manifest.http[1].route, Route::Private);
    assert!(
        matches!(&manifest.http[2].target, Target::Static(answer) if answer.status == 418 && answer.body == "short")
    );
    assert_eq!(manifest.redis[0].address, "redis://{{ redis }}");
    let web = &manifest.components["web"];
    assert_eq!(web.files[1], FilesMount::Placement { source: "b".to_owned(), destination: "/c".to_owned() });
    assert_eq!(web.dependencies["a:b/c@1.0.0"], Dependency { source: "logic.wasm".into(), export: None });
    assert!(manifest.variables["key"].default.is_none());
    assert_eq!(manifest.triggered().into_iter().collect::<Vec<_>>(), ["web", "worker"]);
}

#[test]
fn a_selection_keeps_only_its_triggers() {
    let mut manifest = Manifest::parse(WHOLE).unwrap();
    manifest.select(&["worker".to_owned()]).unwrap();
    assert_eq!(manifest.triggered().into_iter().collect::<Vec<_>>(), ["worker"]);

    let error = Manifest::parse(WHOLE).unwrap().select(&["web".to_owned()]).unwrap_err();
    assert!(error.problem.contains("every component"), "{error}");
    let error = Manifest::parse(WHOLE).unwrap().select(&["nobody".to_owned()]).unwrap_err();
    assert!(error.problem.contains("`nobody` is not defined"), "{error}");
}

/// A small manifest with `more` behind it.
fn refused(more: &str) -> ManifestError {
    let small = "spin_manifest_version = 2\n[application]\nname = \"small\"\n";
    Manifest::parse(&format!("{small}{more}")).unwrap_err()
}

const WEB: &str = "[[trigger.http]]\nroute = \"/\"\ncomponent = \"web\"\n[component.web]\nsource = \"web.wasm\"\n";

#[test]
fn every_refusal_names_its_place() {
    let cases = [
        ("", "trigger", "no trigger"),
        ("[[trigger.http]]\nroute = \"/\"\ncomponent = \"x\"", "trigger.http[0].component", "not defined"),
        ("[[trigger.http]]\nroute = \"/\"", "trigger.http[0]", "either"),
        (
            "[[trigger.http]]\nroute = { private = false }\nstatic_response = {}",
            "trigger.http[0].route",
            "private = true",
        ),
        (
            "[[trigger.http]]\nroute = \"/\"\nstatic_response = { status_code = 42 }",
            "trigger.http[0].static_response",
            "42",
        ),
        ("[variables]\nBad = { default = \"x\" }", "variables.Bad", "lower-case"),
        ("[variables]\nboth = { default = \"x\", required = true }", "variables.both", "or"),
        ("[variables]\nneither = {}", "variables.neither", "or"),
        ("[component.a_b]\nsource = \"x\"", "component.a_b", "words"),
        ("[component.a]\nsource = { url = \"http://x\", digest = \"y\" }", "component.a.source", "path only"),
        ("[component.a]\nsource = \"x\"\nvariables = { v = \"{{ w }}\" }", "component.a.variables.v", "`w`"),
        ("[component.a]\nsource = \"x\"\nvariables = { v = \"{{ w\" }", "component.a.variables.v", "closed"),
        (
            "[component.a]\nsource = \"x\"\nallowed_outbound_hosts = [\"http://a\", \"b\"]",
            "component.a.allowed_outbound_hosts[1]",
            "://",
        ),
        ("[component.a]\nsource = \"x\"\nfiles = [\"../x\"]", "component.a.files[0]", "inside"),
        ("[component.a]\nsource = \"x\"\nfiles = [\"/etc/*\"]", "component.a.files[0]", "inside"),
        (
            "[component.a]\nsource = \"x\"\nfiles = [{ source = \"x\", destination = \"/../x\" }]",
            "component.a.files[0]",
            "..",
        ),
        ("[component.a]\nsource = \"x\"\nkey_value_stores = [\"a b\"]", "component.a.key_value_stores", "a b"),
        (
            "[component.a]\nsource = \"x\"\n[component.a.dependencies]\n\"a:b/c\" = \"1.0\"",
            "component.a.dependencies.\"a:b/c\"",
            "registry",
        ),
        (
            "[component.a]\nsource = \"x\"\n[component.a.dependencies]\n\"a:b/c\" = { component = \"a\" }",
            "component.a.dependencies.\"a:b/c\"",
            "itself",
        ),
    ];
    for (more, place, problem) in cases {
        let error = refused(more);
        assert!(error.place == place && error.problem.contains(problem), "{more:?}: {error}");
    }
}

#[test]
fn a_dependency_with_grants_is_refused() {
    let more = "[component.web.dependencies]\n\"a:b/c\" = { component = \"rich\" }\n[component.rich]\nsource = \"x\"\nsqlite_databases = [\"default\"]";
    assert!(
        refused(&format!("{WEB}{more}")).problem.contains("`rich` is given"),
        "{}",
        refused(&format!("{WEB}{more}"))
    );
}

#[test]
fn a_redis_trigger_has_no_service_chaining() {
    let more = "[[trigger.redis]]\nchannel = \"c\"\naddress = \"redis://x\"\ncomponent = \"w\"\n[component.w]\nsource = \"w\"\nallowed_outbound_hosts = [\"http://web.spin.internal\"]";
    let error = refused(&format!("{WEB}{more}"));
    assert_eq!(error.place, "component.w.allowed_outbound_hosts");
    let error = refused("[[trigger.redis]]\nchannel = \"c\"\ncomponent = \"w\"\n[component.w]\nsource = \"w\"");
    assert_eq!(error.place, "trigger.redis[0].address");
}

#[test]
fn text_that_is_no_manifest_is_refused_with_its_line() {
    for (text, line) in [
        ("spin_manifest_version = 2\n[application]\nname = 3\n", "line 3"),
        ("spin_manifest_version = 2\n[application]\nname = \"x\"\nnmae = \"y\"\n", "line 4"),
        ("spin_manifest_version = 2\n[application\n", "line 2"),
        ("spin_manifest_version = 2\n[application]\nname = \"x\"\n[[trigger.cron]]\nat = \"x\"\n", "line 4"),
    ] {
        let error = Manifest::parse(text).unwrap_err();
        assert!(error.to_string().contains(line), "{error}");
    }
    assert_eq!(
        Manifest::parse("spin_manifest_version = 1\n[application]\nname = \"x\"").unwrap_err().place,
        "spin_manifest_version"
    );
    assert!(Manifest::load(Path::new("/nowhere/spin.toml")).unwrap_err().to_string().contains("/nowhere/spin.toml"));
}

#[test]
fn hostile_text_costs_an_error_only() {
    let deep = format!("x = {}{}", "[".repeat(10_000), "]".repeat(10_000));
    for text in [deep.as_str(), "\u{0}", "a.b.c.d = ", "[a]\n[a]\n", "spin_manifest_version = 99999999999999999999"] {
        assert!(Manifest::parse(text).is_err());
    }
}
