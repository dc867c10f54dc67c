//! `DELETE /api/user/me`.

use serde_json::json;

use crate::story::{app, entry, eventually, goal, make, place};

#[test]
fn nothing_is_left_of_somebody_who_leaves() {
    let user = app().somebody();
    let email = user.session["user"]["email"].as_str().unwrap().to_owned();
    let path = place("/api/goals", &make(&user, "/api/goals", &goal("Scales")));
    let _ = make(&user, "/api/logbook/entries", &entry());
    let _ = user.put("/api/user/password").json(&json!({ "password": "nine bars rest" })).send().expect(204);
    let other = app().sign_in(&email);

    let gone = user.delete("/api/user/me").send().expect(204);
    assert_eq!(gone.cookies(), ["__Host-access=", "__Secure-refresh="]);
    eventually("every session has ended", || {
        [&user, &other].iter().all(|user| user.get("/api/user/me").send().status == 401)
    });
    // A copy of the service that has not heard of it believes the token for some seconds more, and finds nothing.
    assert!([401, 404].contains(&user.get(&path).send().status));
    let pushed = user.post("/api/sync/push").json(&json!({ "deviceId": user.device, "mutations": [] })).send();
    let _ = pushed.expect_problem(401, "session-ended");
    let refresh = json!({ "refreshToken": other.session["refreshToken"] });
    let _ = app().post("/api/auth/refresh").json(&refresh).send().expect_problem(401, "session-ended");
    let log_in = json!({ "email": email, "password": "nine bars rest" });
    let _ = app().post("/api/auth/login").json(&log_in).send().expect_problem(401, "wrong-credentials");

    // Whoever has the address next finds nothing.
    let next = app().sign_in(&email);
    assert_ne!(next.id(), user.id());
    assert_eq!(crate::story::standing(&next), (0, 0));
    let _ = next.get(&path).send().expect_problem(404, "not-found");
}

#[test]
fn what_somebody_published_goes_with_them_and_what_others_made_of_it_stays() {
    let (author, pupil) = (app().somebody(), app().somebody());
    let template = make(&author, "/api/templates", &json!({ "title": "Bach in a month", "visibility": "public" }));
    let path = place("/api/templates", &template);
    let plan = make(&pupil, &format!("{path}/adopt"), &json!({}));
    let _ = author.delete("/api/user/me").send().expect(204);
    let _ = pupil.get(&path).send().expect_problem(404, "not-found");
    assert_eq!(pupil.get(&place("/api/plans", &plan)).send().expect(200).json()["title"], "Bach in a month");
}

#[test]
fn a_link_sent_before_leaving_does_not_lead_back() {
    let user = app().somebody();
    let email = user.session["user"]["email"].as_str().unwrap();
    let token = app().link_token(email);
    let _ = user.delete("/api/user/me").send().expect(204);
    let reply = app().post("/api/auth/verify").json(&json!({ "token": token })).send();
    let _ = reply.expect_problem(400, "invalid-token");
}
