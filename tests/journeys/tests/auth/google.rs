//! `POST /api/auth/google`, with keys of the test's own in the place of Google's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use mirubato_support::{App, Options, Reply};
use serde_json::{Value, json};

use crate::story::{app, id, merged, now};
use crate::upstream::Upstream;

const CLIENT: &str = "mirubato.apps.example";

/// Made for this test and used nowhere else.
fn key(pem: &str) -> EncodingKey {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    EncodingKey::from_rsa_der(&STANDARD.decode(base64).unwrap())
}

fn google_key() -> EncodingKey {
    key(include_str!("google_key.pem"))
}

/// A key set with Google's key under a name.
fn key_set(kid: &str) -> String {
    let mut public = Jwk::from_encoding_key(&google_key(), Algorithm::RS256).unwrap();
    public.common.key_id = Some(kid.to_owned());
    serde_json::to_string(&JwkSet { keys: vec![public] }).unwrap()
}

fn claims(email: &str) -> Value {
    let now = now() / 1_000;
    json!({ "iss": "https://accounts.google.com", "aud": CLIENT, "sub": id(), "email": email, "email_verified": true,
        "name": "Clara Wieck", "iat": now, "exp": now + 3_600 })
}

fn token_by(key: &EncodingKey, kid: Option<&str>, claims: &Value) -> String {
    let mut header = Header::new(Algorithm::RS256);
    header.kid = kid.map(ToOwned::to_owned);
    jsonwebtoken::encode(&header, claims, key).unwrap()
}

fn token(claims: &Value) -> String {
    token_by(&google_key(), Some("one"), claims)
}

fn offering(google: &Upstream) -> App {
    let variables = vec![("google_client_id", CLIENT.to_owned()), ("google_keys_origin", google.url())];
    App::start(Options { variables, ..Options::default() })
}

fn sign_in(app: &App, credential: &str) -> Reply {
    app.post("/api/auth/google").json(&json!({ "credential": credential })).send()
}

#[test]
fn a_google_account_signs_in_and_finds_the_account_of_its_address() {
    let google = Upstream::start(key_set("one"));
    let app = offering(&google);
    assert_eq!(app.get("/api/about").send().expect(200).json()["signIn"]["googleClientId"], CLIENT);

    let fanny = app.sign_in("fanny@example.org");
    let theirs = claims("Fanny@Example.org");
    let session = sign_in(&app, &token(&theirs)).expect(200);
    assert_eq!(session.json()["user"]["id"], fanny.id());
    assert_eq!(session.json()["user"]["displayName"], "Clara Wieck");
    assert_eq!(session.cookies().len(), 2);

    // Google's id never changes, the address may.
    let moved = merged(theirs, &json!({ "email": "fanny@elsewhere.example" }));
    assert_eq!(sign_in(&app, &token(&moved)).expect(200).json()["user"]["id"], fanny.id());
    let new = sign_in(&app, &token(&claims("new@example.org"))).expect(200).json();
    assert_eq!(new["user"]["email"], "new@example.org");
    // An address that changed hands does not hand over the account.
    let other = claims("new@example.org");
    let _ = sign_in(&app, &token(&other)).expect_problem(401, "credential-refused");

    let asked = google.asked();
    assert_eq!(asked.len(), 1, "the keys are kept");
    assert_eq!(asked[0].line, "GET /oauth2/v3/certs");
}

#[test]
fn a_token_that_google_did_not_issue_for_us_is_refused() {
    let google = Upstream::start(key_set("one"));
    let app = offering(&google);
    let good = || claims("clara@example.org");
    let past = now() / 1_000 - 10;
    let other = key(include_str!("other_key.pem"));
    let mut forged: Vec<(&str, String)> = [
        ("another audience", json!({ "aud": "another.apps.example" })),
        ("another issuer", json!({ "iss": "https://accounts.evil.example" })),
        ("expired", json!({ "exp": past })),
        ("from the future", json!({ "iat": now() / 1_000 + 3_600 })),
        ("an address that is not verified", json!({ "email_verified": false })),
        ("verified by a word", json!({ "email_verified": "false" })),
        ("no address", json!({ "email": "clara" })),
        ("no id", json!({ "sub": null })),
    ]
    .into_iter()
    .map(|(what, change)| (what, token(&merged(good(), &change))))
    .collect();
    let by_google = token(&good());
    let (signed, signature) = by_google.rsplit_once('.').unwrap();
    let mut without = good();
    without.as_object_mut().unwrap().remove("email_verified");
    forged.extend([
        ("another key under Google's name", token_by(&other, Some("one"), &good())),
        ("a key that Google does not have", token_by(&google_key(), Some("two"), &good())),
        ("no key named", token_by(&google_key(), None, &good())),
        ("nothing said of verification", token(&without)),
        ("no signature", format!("{signed}.")),
        ("half a signature", format!("{signed}.{}", &signature[..20])),
        ("no token", "x".to_owned()),
        ("nothing", String::new()),
        ("one of ours", app.somebody().token().to_owned()),
    ]);
    for (what, credential) in forged {
        let reply = sign_in(&app, &credential);
        assert_eq!(reply.status, 401, "{what}: {}", String::from_utf8_lossy(&reply.body));
        assert!(reply.expect_problem(401, "credential-refused").cookies().is_empty(), "{what}");
    }
    let _ = sign_in(&app, &by_google).expect(200);
}

#[test]
fn without_google_one_signs_in_otherwise() {
    let google = Upstream::start("");
    google.answer(503, "down");
    let down = offering(&google);
    let _ = sign_in(&down, &token(&claims("clara@example.org"))).expect_problem(502, "upstream");
    let _ = down.somebody();
    google.answer(200, key_set("one"));
    let _ = sign_in(&down, &token(&claims("clara@example.org"))).expect(200);

    assert_eq!(app().get("/api/about").send().expect(200).json()["signIn"]["googleClientId"], json!(null));
    let _ = sign_in(app(), &token(&claims("clara@example.org"))).expect_problem(404, "not-found");
}
