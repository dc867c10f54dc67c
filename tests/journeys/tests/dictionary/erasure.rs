//! Whoever deletes their account is forgotten here as well.

use mirubato_support::{App, User};
use rusqlite::Connection;
use serde_json::json;

use super::written::{app_with, ask, frettoloso, place};
use crate::provider::Provider;
use crate::story::eventually;

/// How many rows of a user there are, in every table that says whose its rows are.
fn rows(app: &App, user: &User) -> i64 {
    let connection = Connection::open(app.folder().join("dictionary.db")).unwrap();
    let mut tables = connection
        .prepare("SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'user_id'")
        .unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() >= 3, "{tables:?}");
    let count = |table: &String| -> i64 {
        connection
            .query_row(&format!("SELECT count(*) FROM {table} WHERE user_id = ?1"), [user.id()], |row| row.get(0))
            .unwrap()
    };
    tables.iter().map(count).sum()
}

#[test]
fn nothing_of_somebody_who_leaves_is_kept_but_what_was_written_for_everybody() {
    let model = Provider::start(&frettoloso());
    let app = app_with(&model);
    let (user, other) = (app.somebody(), app.somebody());
    for user in [&user, &other] {
        let _ = user.post("/dictionary/api/terms/allegro/feedback").json(&json!({ "rating": 1 })).send().expect(201);
        let report = json!({ "kind": "spam", "text": "This is why I say so." });
        let _ = user.post("/dictionary/api/terms/allegro/report").json(&report).send().expect(201);
    }
    let _ = ask(&user, "frettoloso").expect(201);
    assert_eq!((rows(&app, &user), rows(&app, &other)), (3, 2));

    let _ = user.delete("/api/user/me").send().expect(204);
    eventually("the dictionary has forgotten", || rows(&app, &user) == 0);
    assert_eq!(rows(&app, &other), 2);
    let _ = app.get(&place("frettoloso")).send().expect(200);
}
