//! Every kind of token that must not pass, and the one of each kind that does.
#![cfg(test)]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use mirubato_identity::access::{AUDIENCE, Claims, Issuer, LIFETIME, Verifier};
use mirubato_identity::service::ServiceKey;
use mirubato_identity::{Role, TokenError};
use serde_json::{Value, json};

const NOW: u64 = 1_790_000_000_000;
const HOME: &str = "https://journal.example";
const USER: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77";
const SESSION: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a78";
const SECRET: &str = "a secret of more than thirty-two characters";

fn issuer(seed: u8) -> Issuer {
    Issuer::new(&URL_SAFE_NO_PAD.encode([seed; 32]), HOME).unwrap()
}

fn key_set(issuer: &Issuer) -> String {
    serde_json::to_string(&issuer.key_set("")).unwrap()
}

fn verifier() -> Verifier {
    Verifier::new(&key_set(&issuer(1)), HOME).unwrap()
}

fn token() -> String {
    issuer(1).issue(USER, SESSION, Role::Teacher, NOW).unwrap()
}

/// A token with its header and claims changed, its signature left as it was.
fn forged(token: &str, change: impl Fn(&mut Value, &mut Value)) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    let read = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    let (mut header, mut claims) = (read(parts[0]), read(parts[1]));
    change(&mut header, &mut claims);
    let write = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", write(&header), write(&claims), parts[2])
}

#[test]
fn an_access_token_says_who_it_is() {
    let claims = verifier().verify(&token(), NOW).unwrap();
    assert_eq!((claims.sub.as_str(), claims.sid.as_str(), claims.role), (USER, SESSION, Role::Teacher));
    assert_eq!(claims.exp, NOW / 1_000 + LIFETIME);
}

#[test]
fn an_access_token_ends_when_it_says() {
    assert!(verifier().verify(&token(), NOW + LIFETIME * 1_000 - 1).is_ok());
    assert_eq!(verifier().verify(&token(), NOW + LIFETIME * 1_000), Err(TokenError::Expired));
}

#[test]
fn a_token_from_the_future_is_not_good_yet() {
    assert!(verifier().verify(&token(), NOW - 60_000).is_ok(), "clocks differ a little");
    assert_eq!(verifier().verify(&token(), NOW - 61_000), Err(TokenError::NotYet));
}

#[test]
fn a_changed_token_does_not_pass() {
    let changes: [fn(&mut Value, &mut Value); 5] = [
        |_, claims| claims["role"] = json!("admin"),
        |_, claims| claims["sub"] = json!(SESSION),
        |header, _| header["alg"] = json!("none"),
        |header, _| header["alg"] = json!("HS256"),
        |header, _| header["typ"] = json!("JWT"),
    ];
    for change in changes {
        assert_eq!(verifier().verify(&forged(&token(), change), NOW), Err(TokenError::Invalid));
    }
    let other_key = forged(&token(), |header, _| header["kid"] = json!("another"));
    assert_eq!(verifier().verify(&other_key, NOW), Err(TokenError::UnknownKey));
}

#[test]
fn an_unsigned_token_does_not_pass() {
    let bare = forged(&token(), |header, _| header["alg"] = json!("none"));
    let (signed, _) = bare.rsplit_once('.').unwrap();
    assert_eq!(verifier().verify(&format!("{signed}."), NOW), Err(TokenError::Invalid));
    assert_eq!(verifier().verify(signed, NOW), Err(TokenError::Invalid));
}

#[test]
fn a_token_of_another_key_issuer_audience_or_type_does_not_pass() {
    let other_key = issuer(2).issue(USER, SESSION, Role::User, NOW).unwrap();
    assert_eq!(verifier().verify(&other_key, NOW), Err(TokenError::UnknownKey));

    let elsewhere = Issuer::new(&URL_SAFE_NO_PAD.encode([1; 32]), "https://evil.example").unwrap();
    let other_issuer = elsewhere.issue(USER, SESSION, Role::User, NOW).unwrap();
    assert_eq!(verifier().verify(&other_issuer, NOW), Err(TokenError::Invalid));

    let service = ServiceKey::new(SECRET).unwrap().issue("sync", AUDIENCE, NOW).unwrap();
    assert_eq!(verifier().verify(&service, NOW), Err(TokenError::Invalid));
}

#[test]
fn the_public_key_does_not_serve_as_an_hmac_secret() {
    let public = issuer(1).key_set("");
    let claims = Claims {
        iss: HOME.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: USER.to_owned(),
        sid: SESSION.to_owned(),
        role: Role::Admin,
        iat: NOW / 1_000,
        exp: NOW / 1_000 + LIFETIME,
    };
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some("at+jwt".to_owned());
    header.kid = public.keys[0].common.key_id.clone();
    let secret = serde_json::to_vec(&public).unwrap();
    let forged = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&secret)).unwrap();
    assert_eq!(verifier().verify(&forged, NOW), Err(TokenError::Invalid));
}

#[test]
fn what_is_no_token_is_none() {
    for text in ["", ".", "..", "a.b.c", "Bearer x", &"a".repeat(10_000), "ey\u{0}J.e.e"] {
        assert_eq!(verifier().verify(text, NOW), Err(TokenError::Invalid), "{text}");
    }
}

#[test]
fn a_key_can_be_replaced_while_old_tokens_are_still_about() {
    let (old, new) = (issuer(1), issuer(2));
    let published = serde_json::to_string(&new.key_set(&key_set(&old))).unwrap();
    let verifier = Verifier::new(&published, HOME).unwrap();
    assert!(verifier.verify(&old.issue(USER, SESSION, Role::User, NOW).unwrap(), NOW).is_ok());
    assert!(verifier.verify(&new.issue(USER, SESSION, Role::User, NOW).unwrap(), NOW).is_ok());
    assert!(!published.contains("\"d\""), "no private part is published");
}

#[test]
fn a_service_token_is_for_one_callee_and_one_minute() {
    let key = ServiceKey::new(SECRET).unwrap();
    let token = key.issue("sync", "api", NOW).unwrap();
    assert_eq!(key.verify(&token, "sync", "api", NOW), Ok(()));
    assert_eq!(key.verify(&token, "sync", "scores", NOW), Err(TokenError::Invalid));
    assert_eq!(key.verify(&token, "scores", "api", NOW), Err(TokenError::Invalid));
    assert_eq!(key.verify(&token, "sync", "api", NOW + 60_000), Err(TokenError::Expired));
    let access = self::token();
    assert_eq!(key.verify(&access, "sync", "api", NOW), Err(TokenError::Invalid));
    assert!(ServiceKey::new("short").is_err());
}
