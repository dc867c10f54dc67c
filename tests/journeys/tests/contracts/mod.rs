//! Routes, payloads and `wit/` agree: every function of a contract is answered, nothing else is, and what travels has the contract's form.
//!
//! The native api answers here, because no route from outside leads to `/internal` in the app.

mod rules;
mod wit;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use mirubato_identity::service::ServiceKey;
use mirubato_support::app::root;
use mirubato_support::{App, Call, Host, Options, Reply, User};
use serde_json::{Value, json};

pub(crate) use wit::Package;

const PACKAGES: [&str; 2] = ["identity", "sync"];

fn app() -> &'static App {
    static APP: OnceLock<App> = OnceLock::new();
    APP.get_or_init(|| App::start(Options { host: Some(Host::Native), ..Options::default() }))
}

/// A call by the service `sync`.
fn service(interface: &str, function: &str, parameters: &Value) -> Call {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis().try_into().unwrap();
    let token = ServiceKey::new(&App::service_secret()).unwrap().issue("sync", "api", now).unwrap();
    let call = app().post(&format!("/internal/{interface}/{function}")).header("x-service", "sync");
    call.header("authorization", format!("Bearer {token}")).json(parameters)
}

/// What a service gets that calls a function, both held against the contract.
fn answer(package: &str, interface: &str, function: &str, parameters: &Value) -> Value {
    let contract = Package::read(package);
    contract.check_call(function, parameters);
    let answer = service(interface, function, parameters).send().expect(200).json();
    contract.check_answer(function, &answer);
    answer
}

fn set(user: &User, n: u32, title: &Value) -> Value {
    let id = format!("0190b3c2-0000-7000-9000-{n:012}");
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    let stamp = format!("{now:013}-0000-{}", user.device);
    json!({ "id": n.to_string(), "kind": "goal", "recordId": id, "op": "set",
        "fields": { "title": title, "type": "custom" }, "stamps": { "title": stamp, "type": stamp } })
}

#[test]
fn every_function_of_a_contract_is_answered_and_only_to_services() {
    for name in PACKAGES {
        let package = Package::read(name);
        for (interface, function) in package.owned() {
            let interface = interface.name.as_deref().unwrap();
            let path = format!("/internal/{interface}/{}", function.name);
            let _ = app().post(&path).json(&json!({})).send().expect_problem(401, "not-signed-in");
            let user = app().somebody();
            let _ = user.post(&path).json(&json!({})).send().expect_problem(401, "not-signed-in");
            let with_nothing: Reply = service(interface, &function.name, &Value::Null).send();
            assert!([400, 422].contains(&with_nothing.status), "{path}: {}", with_nothing.status);
        }
    }
}

#[test]
fn no_internal_route_is_written_without_a_contract() {
    fn look(folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look(&path);
            } else {
                let source = fs::read_to_string(&path).unwrap();
                assert!(!source.contains("\"/internal"), "{} names a path that wit/ should", path.display());
            }
        }
    }
    for service in ["api", "dictionary", "sync", "sync-fanout"] {
        look(&root().join("components").join(service).join("src"));
    }
    let document = app().get("/openapi.json").send().expect(200).json();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.keys().all(|path| !path.starts_with("/internal")), "what is internal is not documented to everybody");
}

#[test]
fn the_public_document_describes_the_same_records() {
    let document = app().get("/openapi.json").send().expect(200).json();
    let schemas = &document["components"]["schemas"];
    let mut compared = Vec::new();
    for (name, members) in Package::read("sync").records() {
        let Some(schema) = schemas.get(&name) else { continue };
        let described: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        expected.sort_unstable();
        let mut sorted = described.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected, "{name}");
        for (member, optional) in &members {
            let required = schema["required"].as_array().into_iter().flatten().any(|name| name == member.as_str());
            assert_eq!(required, !optional, "{name}.{member}");
        }
        compared.push(name);
    }
    for name in ["PushRequest", "PushResponse", "PullRequest", "PullResponse", "StatusResponse", "Mutation", "Change"] {
        assert!(compared.iter().any(|compared| compared == name), "{name} is not in the public document");
    }
}

#[test]
fn pushing_and_pulling_have_the_form_of_the_contract_inside_and_outside() {
    let package = Package::read("sync");
    let user = app().somebody();
    let mutations = [set(&user, 1, &json!("Scales")), set(&user, 2, &json!(7))];

    let pushed = user.push(&mutations);
    package.check_answer("push", &pushed);
    assert_eq!(pushed["results"][1]["status"], "rejected", "so that a problem is checked too");
    package.check_answer("pull", &user.pull(0));
    package.check_answer("get-status", &user.get("/api/sync/status").send().expect(200).json());

    let request = json!({ "deviceId": user.device, "mutations": mutations });
    let again = answer("sync", "changes", "push", &json!({ "userId": user.id(), "request": request }));
    assert_eq!(again["results"][0]["status"], "unchanged");
    let request = json!({ "deviceId": user.device, "since": 0, "limit": 1, "kinds": ["goal"] });
    let pulled = answer("sync", "changes", "pull", &json!({ "userId": user.id(), "request": request }));
    assert_eq!(pulled["changes"][0]["fields"]["title"], "Scales");
    let status = answer("sync", "changes", "get-status", &json!({ "userId": user.id() }));
    assert_eq!(status["count"], 1);
}

#[test]
fn what_is_said_of_accounts_has_the_form_of_the_contract() {
    let user = app().somebody();
    let found = answer("identity", "accounts", "find", &json!({ "userId": user.id() }));
    assert_eq!(found["email"], user.session["user"]["email"]);
    let nobody = answer("identity", "accounts", "find", &json!({ "userId": "0190b3c2-0000-7000-8000-00000000dead" }));
    assert!(nobody.is_null());

    let emails = json!({ "emails": [user.session["user"]["email"], "nobody@example.org"] });
    let found = answer("identity", "accounts", "find-by-email", &emails);
    assert_eq!(found.as_array().unwrap().len(), 1);

    let sessions = user.get("/api/auth/sessions").send().expect(200).json();
    let open = json!({ "userId": user.id(), "sessionId": sessions["items"][0]["id"] });
    assert_eq!(answer("identity", "accounts", "session-open", &open), json!(true));
    let _ = user.post("/api/auth/logout").json(&json!({})).send();
    assert_eq!(answer("identity", "accounts", "session-open", &open), json!(false));
}
