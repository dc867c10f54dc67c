//! Mail: in production over an HTTP API, and no outbox.

use mirubato_support::{App, Options};
use serde_json::{Value, json};

use crate::upstream::Upstream;

fn production(mail: &Upstream) -> App {
    let variables = vec![
        ("environment", "production".to_owned()),
        ("mail_url", mail.url()),
        ("mail_key", "key-of-the-mail-server".to_owned()),
        ("mail_from", "Mirubato <practice@example.org>".to_owned()),
    ];
    App::start(Options { variables, ..Options::default() })
}

#[test]
fn a_link_is_sent_by_mail_and_shown_nowhere() {
    let mail = Upstream::start(json!({ "id": "1" }).to_string());
    let app = production(&mail);
    let call = app.post("/api/auth/magic-link").header("accept-language", "de-AT, en;q=0.5");
    let _ = call.json(&json!({ "email": "clara@example.org" })).send().expect(202);

    let asked = mail.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].line, "POST /emails");
    assert!(asked[0].headers.contains(&"authorization: Bearer key-of-the-mail-server".to_owned()));
    let sent: Value = serde_json::from_slice(&asked[0].body).unwrap();
    assert_eq!(
        (&sent["from"], &sent["to"]),
        (&json!("Mirubato <practice@example.org>"), &json!(["clara@example.org"]))
    );
    assert!(sent["subject"].as_str().unwrap().contains("Mirubato"));
    let text = sent["text"].as_str().unwrap();
    let token = text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap();
    let session = app.post("/api/auth/verify").json(&json!({ "token": token })).send().expect(200).json();
    assert_eq!(session["user"]["email"], "clara@example.org");

    let _ = app.get("/api/dev/outbox").send().expect_problem(404, "not-found");
    assert_eq!(app.get("/api/about").send().expect(200).json()["environment"], "production");
    for secret in [token, "clara@example.org", "key-of-the-mail-server"] {
        assert!(!app.log().contains(secret), "{secret} is in the log");
    }
}

#[test]
fn a_mail_server_that_refuses_is_no_fault_of_the_reader() {
    let mail = Upstream::start("");
    mail.answer(500, "sorry");
    let app = production(&mail);
    let ask = || app.post("/api/auth/magic-link").json(&json!({ "email": "clara@example.org" })).send();
    let problem = ask().expect_problem(502, "upstream").json();
    assert!(!problem.to_string().contains("sorry"));
    mail.answer(200, "{}");
    let _ = ask().expect(202);
}
