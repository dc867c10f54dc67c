//! Every documented operation is called with nonsense, by somebody signed in and by nobody.
//!
//! Whatever comes, the answer is not a failure of ours, and a refusal is a problem in the right form. `MIRUBATO_FUZZ_SEED` repeats a run.

use mirubato_support::{App, Call, Options, Reply, User};
use serde_json::{Map, Value, json};

use super::hostile::Dice;
use crate::story::{entry, goal, id, items, make, place};

const CALLS_SIGNED_IN: usize = 40;
const CALLS_SIGNED_OUT: usize = 6;

fn app() -> App {
    let endless = |name| (name, "1000000".to_owned());
    let variables = vec![endless("sign_in_per_client"), endless("sign_in_per_address")];
    App::start(Options { variables, ..Options::default() })
}

/// Somebody who has something of everything, and the ids of it.
fn somebody(app: &App) -> (User, Vec<String>) {
    let user = app.somebody();
    let mut made = vec![
        make(&user, "/api/logbook/entries", &entry()),
        make(&user, "/api/goals", &goal("Scales")),
        make(&user, "/api/repertoire", &json!({ "title": "Arabesque", "status": "learning" })),
        make(&user, "/api/templates", &json!({ "title": "Bach", "visibility": "public" })),
    ];
    let plan = make(&user, "/api/plans", &json!({ "title": "Bach" }));
    made.push(make(&user, &format!("{}/occurrences", place("/api/plans", &plan)), &json!({ "status": "scheduled" })));
    made.push(plan);
    let mut ids: Vec<_> = made.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    ids.push(items(&user, "/api/auth/sessions")[0]["id"].as_str().unwrap().to_owned());
    (user, ids)
}

/// Makes calls of an operation out of its documentation.
struct Caller<'a> {
    document: &'a Value,
    dice: Dice,
    ids: Vec<String>,
}

impl Caller<'_> {
    /// A value that a schema asks for, mostly; somewhere in it is one that it does not.
    fn plausible(&mut self, schema: &Value, depth: u32) -> Value {
        if self.dice.once_in(6) || depth == 0 {
            return self.dice.value(3);
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self.document.pointer(&reference[1..]).unwrap();
            return self.plausible(target, depth - 1);
        }
        for several in ["allOf", "oneOf", "anyOf"] {
            if let Some(schemas) = schema[several].as_array() {
                let mut merged = Map::new();
                for schema in schemas {
                    match self.plausible(schema, depth - 1) {
                        Value::Object(members) => merged.extend(members),
                        other => return other,
                    }
                }
                return merged.into();
            }
        }
        if let Some(words) = schema["enum"].as_array() {
            return self.dice.one_of(words).clone();
        }
        let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or_default();
        match kind {
            "object" => self.object(schema, depth),
            "array" => (0..self.dice.next() % 3).map(|_| self.plausible(&schema["items"], depth - 1)).collect(),
            "string" => self.string(schema),
            "integer" | "number" => json!(self.dice.next() % 100),
            "boolean" => json!(self.dice.once_in(2)),
            _ => self.dice.value(2),
        }
    }

    fn object(&mut self, schema: &Value, depth: u32) -> Value {
        let empty = Map::new();
        let properties = schema["properties"].as_object().unwrap_or(&empty);
        let mut object = Map::new();
        for (name, schema) in properties {
            if !self.dice.once_in(3) {
                object.insert(name.clone(), self.plausible(schema, depth - 1));
            }
        }
        if self.dice.once_in(4) {
            object.insert(self.dice.text(), self.dice.value(2));
        }
        object.into()
    }

    fn string(&mut self, schema: &Value) -> Value {
        let stamp = format!("{:013}-0000-{}", crate::story::now(), id());
        let usual = [
            "practice",
            "goal",
            "set",
            "delete",
            "public",
            "2026-03-02",
            "2026-03-02T10:00:00Z",
            "clara@example.org",
            "nine bars rest",
            &stamp,
        ];
        match schema["format"].as_str() {
            Some("uuid") => json!(self.id()),
            _ if self.dice.once_in(3) => json!(self.id()),
            _ => json!(self.dice.one_of(&usual)),
        }
    }

    fn id(&mut self) -> String {
        if self.dice.once_in(4) { id() } else { self.dice.one_of(&self.ids).clone() }
    }

    /// One call of an operation.
    fn call(&mut self, base: &str, path: &str, method: &str, operation: &Value) -> Call {
        let mut path = path.to_owned();
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let hostile = self.dice.once_in(3);
            // The line of a request has its limit, and beyond it nobody reads on.
            let text = if hostile { self.dice.text().chars().take(500).collect() } else { self.id() };
            match parameter["in"].as_str().unwrap() {
                "path" => path = path.replace(&format!("{{{name}}}"), &encoded(&text)),
                "query" if !self.dice.once_in(3) => query.push(format!("{name}={}", encoded(&text))),
                "header" if self.dice.once_in(3) => {
                    // What is no text cannot be sent in a header at all.
                    headers.push((
                        name.to_owned(),
                        text.chars().filter(|c| (' '..='~').contains(c)).take(2_000).collect::<String>(),
                    ));
                }
                _ => {}
            }
        }
        let url = format!("{base}{path}{}{}", if query.is_empty() { "" } else { "?" }, query.join("&"));
        let call = headers.into_iter().fold(Call::new(method, url), |call, (name, value)| call.header(&name, value));
        // Nobody reads the body of a GET, and a client that is still sending it may lose the answer.
        if method == "GET" { call } else { self.with_body(call, operation) }
    }

    fn with_body(&mut self, call: Call, operation: &Value) -> Call {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() && !self.dice.once_in(4) {
            return call;
        }
        match self.dice.next() % 10 {
            0 => call,
            1 => call.header("content-type", "application/json").bytes(self.dice.bytes()),
            2 => call.header("content-type", "text/plain").bytes(self.dice.text()),
            3 => call.json(&self.dice.value(4)),
            _ => call.json(&self.plausible(schema, 8)),
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || byte == b'-' {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// Fails unless the answer is one that a client can make something of.
fn check(reply: &Reply, what: &str) {
    let text = String::from_utf8_lossy(&reply.body);
    assert!(reply.status < 500, "{what}: {} {text}", reply.status);
    assert!(!reply.header("x-request-id").is_empty(), "{what}: no request id");
    let kind = reply.header("content-type");
    if reply.status >= 400 {
        assert_eq!(kind, "application/problem+json", "{what}: {} {text}", reply.status);
        let problem: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{what}: {error} in {text}"));
        assert_eq!(problem["status"], reply.status, "{what}: {text}");
        assert_eq!(problem["requestId"], reply.header("x-request-id"), "{what}: {text}");
        assert!(problem["type"].as_str().is_some_and(|uri| uri.starts_with("urn:mirubato:problem:")), "{what}: {text}");
        assert!(problem["title"].is_string(), "{what}: {text}");
    } else if reply.body.is_empty() {
        assert!([200, 202, 204, 303, 304].contains(&reply.status), "{what}: {} with nothing in it", reply.status);
    } else if kind.contains("json") {
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{what}: no JSON: {text}");
    }
}

#[test]
fn nonsense_is_refused_in_the_right_form_and_breaks_nothing() {
    let seed = std::env::var("MIRUBATO_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
    println!("MIRUBATO_FUZZ_SEED={seed}");
    let app = app();
    let document = app.get("/openapi.json").send().expect(200).json();
    let (mut user, ids) = somebody(&app);
    let mut caller = Caller { document: &document, dice: Dice::new(seed), ids };
    let mut taken = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method = method.to_uppercase();
            for n in 0..CALLS_SIGNED_IN + CALLS_SIGNED_OUT {
                let call = caller.call(&app.url(), path, &method, operation);
                let signed_in = n < CALLS_SIGNED_IN;
                let what = format!(
                    "seed {seed}, call {n} of {method} {path}, {}",
                    if signed_in { "signed in" } else { "signed out" }
                );
                let call =
                    if signed_in { call.header("authorization", format!("Bearer {}", user.token())) } else { call };
                let reply = call.outcome().unwrap_or_else(|error| panic!("{what}: no answer: {error}"));
                check(&reply, &what);
                taken += usize::from(signed_in && (200..300).contains(&reply.status));
                let needs_session = !signed_in
                    && operation["security"]
                        .as_array()
                        .is_some_and(|ways| ways.iter().any(|way| way["bearer"].is_array()));
                // Signing out is open to everybody: there is nothing to lose.
                if needs_session && path != "/api/auth/logout" {
                    assert!(reply.status >= 400, "{what}: {}", reply.status);
                }
                if signed_in && reply.status != 200 && user.get("/api/sync/status").send().status == 401 {
                    // It signed out, or deleted the account.
                    (user, caller.ids) = somebody(&app);
                }
            }
        }
    }
    // Were everything refused at the door, nothing would have been tried.
    assert!(taken > 300, "only {taken} calls were taken");
    let _ = app.get("/livez").send().expect(200);
    assert!(!app.log().contains("panicked"), "{}", app.log());
}
