//! Tokens of every kind but the right one.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use mirubato_identity::Role;
use mirubato_identity::access::Issuer;
use mirubato_identity::service::ServiceKey;
use mirubato_support::{App, Reply, User};
use serde_json::{Value, json};

use crate::story::{app, goal, id, items, merged, now, standing};

/// The app's own key, which an attacker does not have. With it, tokens are forged that are wrong in one way only.
fn own_key() -> EncodingKey {
    ed25519(&App::service_secret())
}

fn ed25519(seed: &str) -> EncodingKey {
    let pkcs8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    EncodingKey::from_ed_der(&[pkcs8.to_vec(), URL_SAFE_NO_PAD.decode(seed).unwrap()].concat())
}

/// The claims and the header of a good token.
fn parts(user: &User) -> (Value, Value) {
    let mut parts = user.token().split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    let mut next = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    let header = next();
    (next(), header)
}

fn signed(key: &EncodingKey, algorithm: Algorithm, header: &Value, claims: &Value) -> String {
    let mut signed = Header::new(algorithm);
    signed.typ = header["typ"].as_str().map(ToOwned::to_owned);
    signed.kid = header["kid"].as_str().map(ToOwned::to_owned);
    jsonwebtoken::encode(&signed, claims, key).unwrap()
}

fn present(token: &str) -> Reply {
    app().post("/api/goals").header("authorization", format!("Bearer {token}")).json(&goal("Forged")).send()
}

#[test]
fn a_token_that_is_wrong_in_one_way_is_refused_and_writes_nothing() {
    let user = app().somebody();
    let (claims, header) = parts(&user);
    let seconds = now() / 1_000;
    let mut forged: Vec<(String, String)> = [
        ("expired", json!({ "iat": seconds - 1_000, "exp": seconds - 1 })),
        ("from the future", json!({ "iat": seconds + 600, "exp": seconds + 1_200 })),
        ("another issuer", json!({ "iss": "https://evil.example" })),
        ("another audience", json!({ "aud": "another" })),
        ("no user", json!({ "sub": null })),
        ("no end", json!({ "exp": null })),
        ("an end that is no number", json!({ "exp": "never" })),
        ("a role that does not exist", json!({ "role": "emperor" })),
    ]
    .into_iter()
    .map(|(what, change)| {
        (what.to_owned(), signed(&own_key(), Algorithm::EdDSA, &header, &merged(claims.clone(), &change)))
    })
    .collect();
    for (what, change) in [
        ("another type", json!({ "typ": "JWT" })),
        ("no type", json!({ "typ": null })),
        ("another key's name", json!({ "kid": "x" })),
        ("no key's name", json!({ "kid": null })),
    ] {
        forged.push((what.to_owned(), signed(&own_key(), Algorithm::EdDSA, &merged(header.clone(), &change), &claims)));
    }
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    for algorithm in ["none", "None", "nOnE", "HS256", "RS256", ""] {
        let header = merged(header.clone(), &json!({ "alg": algorithm }));
        forged.push((format!("alg {algorithm}, no signature"), format!("{}.{}.", encode(&header), encode(&claims))));
    }
    let public =
        app().get("/.well-known/jwks.json").send().expect(200).json()["keys"][0]["x"].as_str().unwrap().to_owned();
    let public_as_secret = EncodingKey::from_secret(&URL_SAFE_NO_PAD.decode(&public).unwrap());
    let (good_head, rest) = user.token().split_once('.').unwrap();
    let (good_claims, good_signature) = rest.split_once('.').unwrap();
    let other = app().somebody();
    let admin = encode(&merged(claims.clone(), &json!({ "role": "admin" })));
    forged.extend([
        ("the public key as a secret".to_owned(), signed(&public_as_secret, Algorithm::HS256, &header, &claims)),
        (
            "another key".to_owned(),
            signed(&ed25519(&URL_SAFE_NO_PAD.encode([8; 32])), Algorithm::EdDSA, &header, &claims),
        ),
        ("claims that were changed".to_owned(), format!("{good_head}.{admin}.{good_signature}")),
        (
            "the signature of another".to_owned(),
            format!("{good_head}.{good_claims}.{}", other.token().rsplit('.').next().unwrap()),
        ),
        ("half a signature".to_owned(), format!("{good_head}.{good_claims}.{}", &good_signature[..40])),
        ("four parts".to_owned(), format!("{}.x", user.token())),
        ("two parts".to_owned(), format!("{good_head}.{good_claims}")),
        (
            "a service's".to_owned(),
            ServiceKey::new(&App::service_secret()).unwrap().issue("sync", "api", now()).unwrap(),
        ),
        ("a refresh token".to_owned(), user.session["refreshToken"].as_str().unwrap().to_owned()),
        ("a link's".to_owned(), app().link_token(&format!("{}@example.org", id()))),
        ("nothing".to_owned(), String::new()),
        ("words".to_owned(), "let me in".to_owned()),
        ("a very long one".to_owned(), "a.".repeat(10_000)),
    ]);
    for (what, token) in forged {
        let reply = present(&token);
        // A host may refuse a header of that size before anybody reads it.
        if reply.status == 431 {
            continue;
        }
        assert_eq!(reply.status, 401, "{what}: {}", String::from_utf8_lossy(&reply.body));
        let _ = reply.expect_problem(401, "not-signed-in");
    }
    assert_eq!(standing(&user), (0, 0));
    // And what is wrong in none is taken: the forgeries above fail for the reason they are there for.
    let _ = present(&signed(&own_key(), Algorithm::EdDSA, &header, &claims)).expect(201);
}

#[test]
fn a_good_signature_opens_no_session_that_is_not_open() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let issuer = Issuer::new(&App::service_secret(), &app().url()).unwrap();
    let session = items(&clara, "/api/auth/sessions")[0]["id"].as_str().unwrap().to_owned();
    for (user, session) in
        [(fanny.id(), session.as_str()), (clara.id(), &id()), (&id(), &session), ("", ""), (clara.id(), "' OR 1=1 --")]
    {
        let token = issuer.issue(user, session, Role::Admin, now()).unwrap();
        let _ = present(&token).expect_problem(401, "session-ended");
    }
    let _ = present(&issuer.issue(clara.id(), &session, Role::User, now()).unwrap()).expect(201);
    assert_eq!(standing(&fanny), (0, 0));
}

#[test]
fn other_ways_to_say_who_one_is_mean_nothing() {
    let user = app().somebody();
    let basic = STANDARD.encode(format!("{}:x", user.session["user"]["email"]));
    for value in [
        format!("Basic {basic}"),
        format!("Bearer{}", user.token()),
        user.token().to_owned(),
        format!("Token {}", user.token()),
        "Bearer".to_owned(),
    ] {
        let reply = app().get("/api/user/me").header("authorization", value.clone()).send();
        let _ = reply.expect_problem(401, "not-signed-in");
    }
    for path in [format!("/api/user/me?access_token={}", user.token()), format!("/api/user/me?token={}", user.token())]
    {
        let _ = app().get(&path).send().expect_problem(401, "not-signed-in");
    }
    for name in ["x-user-id", "x-service", "x-forwarded-user"] {
        let _ = app().get("/api/user/me").header(name, user.id()).send().expect_problem(401, "not-signed-in");
    }
    for cookie in [
        format!("__host-access={}", user.token()),
        format!("access={}", user.token()),
        format!("__Host-access=\"{}", user.token()),
    ] {
        let _ = app().get("/api/user/me").header("cookie", cookie).send().expect_problem(401, "not-signed-in");
    }
    let _ = app().get("/api/user/me").header("authorization", format!("bearer {}", user.token())).send().expect(200);
}

#[test]
fn a_device_that_is_none_is_refused() {
    let user = app().somebody();
    for device in ["phone", "", "0190B3C2-0000-7000-8000-000000000001"] {
        let mut stranger = user.clone();
        device.clone_into(&mut stranger.device);
        let _ = stranger.post("/api/goals").json(&goal("Scales")).send().expect_problem(400, "malformed-request");
    }
    assert_eq!(standing(&user), (0, 0));
}
