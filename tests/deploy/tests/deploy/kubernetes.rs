//! The manifests of the cluster.

use std::collections::{BTreeMap, BTreeSet};

use mirubato_deploy::application::Application;
use mirubato_deploy::manifests::{self, Manifest};
use mirubato_deploy::read;
use mirubato_deploy::schemas::Schemas;
use serde_json::Value;

/// What is laid over other objects, and no whole one itself.
const PATCHES: &str = "example/images.yaml";

#[test]
fn the_example_names_the_image_of_everything_that_kustomize_would_pass_over() {
    let patches = manifests::all().unwrap().into_iter().filter(|manifest| manifest.file == PATCHES);
    let patches: BTreeMap<_, _> = patches.map(|patch| (patch.name(), patch.object)).collect();
    for (name, image) in [
        ("SpinApp/mirubato", "/spec/image"),
        ("SpinAppExecutor/spintainer", "/spec/deploymentConfig/spinImage"),
        ("Deployment/gateway", "/spec/template/spec/containers/0/env/0/value"),
    ] {
        assert!(patches[name].pointer(image).unwrap().is_string(), "{name}");
        assert_eq!(find(name).object["apiVersion"], patches[name]["apiVersion"], "{name}");
    }
    let patched = patches["Deployment/gateway"].pointer("/spec/template/spec/containers/0").unwrap();
    let environment = settings(&container(patched["name"].as_str().unwrap())["env"]);
    assert!(environment.contains_key(patched["env"][0]["name"].as_str().unwrap()));
}

#[test]
fn kubernetes_and_spinkube_take_every_object() {
    let schemas = Schemas::read().unwrap();
    let objects = manifests::all().unwrap();
    assert!(objects.len() > 20, "only {} objects were found", objects.len());
    for manifest in objects {
        if manifest.file == PATCHES {
            continue;
        }
        let errors = schemas.errors(&manifest.object).unwrap();
        assert!(errors.is_empty(), "{} in {}:\n{}", manifest.name(), manifest.file, errors.join("\n"));
    }
}

#[test]
fn the_schemas_refuse_what_no_cluster_would_take() {
    let schemas = Schemas::read().unwrap();
    for (name, path, wrong) in [
        ("SpinApp/mirubato", "/spec/replicas", Value::from("two")),
        ("SpinApp/mirubato", "/spec/checks", serde_json::json!({ "startup": {} })),
        ("SpinAppExecutor/spintainer", "/spec/createDeployment", Value::from(1)),
        ("Deployment/gateway", "/spec/template/spec/containers", serde_json::json!([{ "nam": "pushpin" }])),
        ("NetworkPolicy/gateway", "/spec/podSelector", Value::from("gateway")),
    ] {
        let mut object = find(name).object;
        *object.pointer_mut(path).unwrap() = wrong;
        assert!(!schemas.errors(&object).unwrap().is_empty(), "{name} with a wrong {path}");
    }
}

#[test]
fn every_component_is_deployed_once() {
    let application = Application::read().unwrap();
    let app = strings(&find("SpinApp/mirubato").object["spec"]["components"]);
    let fanout = selected(&container("sync-fanout")["args"][0].as_str().unwrap().replace('\n', " "));
    assert_eq!(fanout, application.started_by_redis());
    assert!(app.is_disjoint(&fanout), "deployed twice: {app:?}, {fanout:?}");
    assert_eq!(&app | &fanout, application.components());
}

#[test]
fn every_variable_is_one_of_the_application_and_every_required_one_is_set() {
    let application = Application::read().unwrap();
    let app = find("SpinApp/mirubato");
    let app: BTreeSet<_> = settings(&app.object["spec"]["variables"]).into_keys().collect();
    let environment = settings(&container("sync-fanout")["env"]);
    let fanout = environment.keys().filter_map(|name| name.strip_prefix("SPIN_VARIABLE_"));
    let fanout: BTreeSet<_> = fanout.map(str::to_lowercase).collect();
    for set in [app, fanout] {
        assert!(set.is_subset(&application.variables()), "unknown: {:?}", &set - &application.variables());
        assert!(application.required().is_subset(&set), "not set: {:?}", &application.required() - &set);
    }
}

#[test]
fn secrets_come_from_secrets_that_the_example_makes() {
    let application = Application::read().unwrap();
    let app = find("SpinApp/mirubato").object;
    let variables = settings(&app["spec"]["variables"]);
    for name in application.secret() {
        if let Some(variable) = variables.get(&name) {
            assert!(variable["valueFrom"]["secretKeyRef"].is_object(), "{name} stands in the manifest");
        }
    }
    let kustomization = read("deploy/kubernetes/example/kustomization.yaml").unwrap();
    let kustomization: Value = serde_saphyr::from_str(&kustomization).unwrap();
    let mut made = BTreeSet::new();
    for (kind, generator) in [("secretKeyRef", "secretGenerator"), ("configMapKeyRef", "configMapGenerator")] {
        for generated in kustomization[generator].as_array().unwrap() {
            let name = generated["name"].as_str().unwrap();
            let mut keys = strings(&generated["files"]);
            keys.extend(strings(&generated["literals"]).iter().map(|line| line.split_once('=').unwrap().0.to_owned()));
            if !generated["envs"].is_null() {
                let lines = read("deploy/kubernetes/example/secrets.env.example").unwrap();
                for (key, value) in lines.lines().filter_map(|line| line.split_once('=')) {
                    assert_eq!(value, "", "the example holds a value for {key}");
                    keys.insert(key.to_owned());
                }
            }
            made.extend(keys.into_iter().map(|key| (kind, name.to_owned(), key)));
        }
    }
    for manifest in manifests::all().unwrap() {
        assert_ne!(manifest.object["kind"], "Secret", "{} holds a secret", manifest.file);
        let mut wanted = Vec::new();
        references(&manifest.object, &mut wanted);
        for reference in wanted {
            assert!(
                made.contains(&reference),
                "{} wants {reference:?}, which the example does not make",
                manifest.file
            );
        }
    }
}

#[test]
fn the_stores_are_those_of_the_application_and_each_database_has_a_server() {
    let application = Application::read().unwrap();
    let config = find("SpinApp/mirubato").object["spec"]["runtimeConfig"].clone();
    let databases = settings(&config["sqliteDatabases"]);
    assert_eq!(databases.keys().cloned().collect::<BTreeSet<_>>(), application.stores("sqlite_databases"));
    let stores: BTreeSet<_> = settings(&config["keyValueStores"]).into_keys().collect();
    assert_eq!(stores, application.stores("key_value_stores"));

    let base = read("deploy/kubernetes/base/kustomization.yaml").unwrap();
    let base: Value = serde_saphyr::from_str(&base).unwrap();
    let resources = strings(&base["resources"]);
    let servers = resources.iter().filter_map(|resource| resource.strip_prefix("../libsql/"));
    assert_eq!(servers.map(str::to_owned).collect::<BTreeSet<_>>(), application.stores("sqlite_databases"));
    for (name, database) in databases {
        let server = read(&format!("deploy/kubernetes/libsql/{name}/kustomization.yaml")).unwrap();
        let server: Value = serde_saphyr::from_str(&server).unwrap();
        assert_eq!(server["nameSuffix"], format!("-{name}"));
        assert_eq!(settings(&database["options"])["url"]["value"], format!("http://libsql-{name}:8080"));
    }
    let files = manifests::all().unwrap();
    let listed = files.iter().filter_map(|manifest| manifest.file.strip_prefix("base/"));
    for file in listed.filter(|file| *file != "kustomization.yaml") {
        assert!(resources.contains(file), "base/{file} is not in its kustomization");
    }
}

#[test]
fn the_gateway_stands_before_sync_and_nothing_goes_around_it() {
    let rules = find("Ingress/mirubato").object["spec"]["rules"].clone();
    let mut to = BTreeMap::new();
    for path in rules.as_array().unwrap().iter().flat_map(|rule| rule["http"]["paths"].as_array().unwrap()) {
        to.insert(path["path"].as_str().unwrap().to_owned(), path["backend"]["service"]["name"].clone());
    }
    assert_eq!(to, BTreeMap::from([("/sync".into(), "gateway".into()), ("/".into(), "mirubato".into())]));

    // Only one port of the gateway is reachable, and what the fan-out publishes to is in the pod.
    let policy = find("NetworkPolicy/gateway").object;
    assert_eq!(policy.pointer("/spec/ingress/0/ports"), Some(&serde_json::json!([{ "port": 7999 }])));
    assert_eq!(
        settings(&container("sync-fanout")["env"])["SPIN_VARIABLE_GATEWAY_PUBLISH"]["value"],
        "http://127.0.0.1:5561"
    );
    let environment = settings(&container("pushpin")["env"]);
    assert_eq!(environment["LISTEN"]["value"], "0.0.0.0:7999");
    assert_eq!(environment["APP"]["value"], "mirubato:80");
    // And everything that has pods has a rule of its own beside the one that lets nothing in.
    assert_eq!(find("NetworkPolicy/nothing-in").object["spec"]["podSelector"], serde_json::json!({}));
}

#[test]
fn our_own_pods_are_probed_bounded_and_locked() {
    let mut seen = 0;
    for manifest in manifests::all().unwrap() {
        let Some(pod) = manifest.object.pointer("/spec/template/spec") else { continue };
        if manifest.file.starts_with("example/") {
            continue;
        }
        assert_eq!(pod["securityContext"]["runAsNonRoot"], true, "{}", manifest.name());
        assert_eq!(pod["automountServiceAccountToken"], false, "{}", manifest.name());
        for container in pod["containers"].as_array().unwrap() {
            seen += 1;
            let name = format!("{} {}", manifest.name(), container["name"]);
            assert_eq!(container["securityContext"]["allowPrivilegeEscalation"], false, "{name}");
            assert_eq!(container["securityContext"]["readOnlyRootFilesystem"], true, "{name}");
            assert_eq!(container["securityContext"]["capabilities"]["drop"][0], "ALL", "{name}");
            assert!(container["resources"]["limits"]["memory"].is_string(), "{name}");
            // What Redis triggers listens nowhere: that it runs is all that can be asked.
            if container["name"] != "sync-fanout" {
                assert!(container["livenessProbe"].is_object() && container["readinessProbe"].is_object(), "{name}");
            }
        }
    }
    assert_eq!(seen, 4);
}

fn find(name: &str) -> Manifest {
    let found = manifests::all()
        .unwrap()
        .into_iter()
        .find(|manifest| manifest.name() == name && !manifest.file.starts_with("example/"));
    found.unwrap_or_else(|| panic!("there is no {name}"))
}

fn container(name: &str) -> Value {
    let gateway = find("Deployment/gateway").object;
    let containers = gateway.pointer("/spec/template/spec/containers").unwrap().as_array().unwrap();
    containers.iter().find(|container| container["name"] == name).unwrap().clone()
}

/// What has a name, by its name.
fn settings(list: &Value) -> BTreeMap<String, Value> {
    let named = list.as_array().into_iter().flatten();
    named.map(|entry| (entry["name"].as_str().unwrap().to_owned(), entry.clone())).collect()
}

fn strings(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(|entry| entry.as_str().unwrap().to_owned()).collect()
}

/// The components that a command line of `spin up` chooses.
pub(crate) fn selected(command: &str) -> BTreeSet<String> {
    let words: Vec<_> = command.split_whitespace().collect();
    words.windows(2).filter(|pair| pair[0] == "--component-id").map(|pair| pair[1].to_owned()).collect()
}

fn references(value: &Value, found: &mut Vec<(&'static str, String, String)>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        Value::Object(fields) => {
            for kind in ["secretKeyRef", "configMapKeyRef"] {
                if let Some(reference) = fields.get(kind) {
                    let text = |field: &str| reference[field].as_str().unwrap().to_owned();
                    found.push((kind, text("name"), text("key")));
                }
            }
            fields.values().for_each(|value| references(value, found));
        }
        _ => {}
    }
}
