//! Signing in, staying signed in and being forgotten, by a clock that the stories set.

use mirubato_api::accounts::attempts::{self, Purpose, Try};
use mirubato_api::accounts::sessions::{self, Device, Opened};
use mirubato_api::accounts::{erasure, links};
use mirubato_api::app::SignInLimits;
use mirubato_api::{DATABASE, store};
use mirubato_identity::refresh::{ABSOLUTE, GRACE_MILLIS, IDLE};
use mirubato_kit::{Result, platform, values};
use mirubato_web::rate_limit::Policy;
use serde_json::json;

use crate::story::{CLARA, FANNY, push, set, sql, story};

const EMAIL: &str = "clara@example.org";
const SECRET: &[u8] = b"a secret of the server's";
const MINUTE: u64 = 60_000;

async fn signed_in(now: u64) -> Opened {
    let token = links::make(&DATABASE, EMAIL, now).await.unwrap();
    links::sign_in(&DATABASE, &token, Device::default(), now).await.unwrap()
}

async fn refresh(token: &str, now: u64) -> Result<String, &'static str> {
    let opened = sessions::refresh(&DATABASE, SECRET, "", token, now).await;
    opened.map(|opened| opened.refresh_token).map_err(|error| error.failure.problem.slug)
}

#[test]
fn a_link_works_once_and_for_a_quarter_of_an_hour() {
    story(|| async {
        let now = platform::now();
        let sign_in = async |token: &str, now| {
            let opened = links::sign_in(&DATABASE, token, Device::default(), now).await;
            opened.map(|opened| opened.user.id).map_err(|error| error.failure.problem.slug)
        };
        let token = links::make(&DATABASE, EMAIL, now).await.unwrap();
        assert_eq!(sign_in(&token, now + 15 * MINUTE).await, Err("invalid-token"), "too late");
        assert_eq!(sign_in(&token, now + 15 * MINUTE - 1).await.as_deref(), Ok(CLARA));
        assert_eq!(sign_in(&token, now).await, Err("invalid-token"), "used");
        assert_eq!(sign_in("", now).await, Err("invalid-token"));
        assert_eq!(sign_in(&"a".repeat(43), now).await, Err("invalid-token"));
    });
}

#[test]
fn two_tabs_refresh_to_the_same_token_and_a_copy_of_it_ends_the_session() {
    story(|| async {
        let now = platform::now();
        let first = signed_in(now).await.refresh_token;
        let second = refresh(&first, now).await.unwrap();
        assert_eq!(refresh(&first, now + GRACE_MILLIS - 1).await.as_ref(), Ok(&second), "the other tab");
        let third = refresh(&second, now + MINUTE).await.unwrap();
        assert_eq!(refresh(&first, now + MINUTE).await, Err("session-ended"), "somebody has copied it");
        assert_eq!(refresh(&third, now + MINUTE).await, Err("session-ended"), "so nobody goes on");
    });
}

#[test]
fn a_session_ends_when_it_is_not_used_and_some_day_anyway() {
    story(|| async {
        let began = platform::now();
        let (day, idle) = (86_400_000, IDLE * 1_000);
        let unused = signed_in(began).await.refresh_token;
        assert_eq!(refresh(&unused, began + idle).await, Err("session-ended"));
        let mut token = signed_in(began).await.refresh_token;
        for days in (25..90).step_by(25) {
            token = refresh(&token, began + days * day).await.unwrap();
        }
        assert_eq!(refresh(&token, began + ABSOLUTE * 1_000).await, Err("session-ended"));
    });
}

#[test]
fn nobody_is_signed_in_in_more_than_fifty_places() {
    story(|| async {
        let now = platform::now();
        let first = signed_in(now).await;
        for n in 1..=50 {
            signed_in(now + n).await;
        }
        let open = store::sessions::list(&DATABASE, CLARA, 0).await.unwrap();
        assert_eq!(open.len(), 50);
        assert!(open.iter().all(|session| session.id != first.session), "the one not used for longest ended");
    });
}

#[test]
fn who_tries_too_often_waits_and_keeps_nobody_else_from_trying() {
    let policy = |name, quota| Policy { name, quota, window: 3_600 };
    let limits = SignInLimits { address: policy("address", 3), client: policy("client", 4) };
    story(|| async {
        let now = 1_790_002_800_000;
        let tries = async |email: &str, network: &str, now| {
            let one = Try { purpose: Purpose::Password, email, network, now };
            attempts::count(&DATABASE, &limits, one, None).await.map_err(|error| error.failure.retry_after)
        };
        for n in 0..3 {
            tries(EMAIL, "203.0.113.9", now + n).await.unwrap();
        }
        assert!(tries(EMAIL, "203.0.113.9", now).await.unwrap_err().is_some_and(|seconds| seconds <= 3_600));
        assert!(
            tries(EMAIL, "198.51.100.7", now).await.is_err(),
            "the address has had enough, wherever it is tried from"
        );
        tries("fanny@example.org", "203.0.113.9", now).await.unwrap();
        assert!(tries("ada@example.org", "203.0.113.9", now).await.is_err(), "the client has had enough");
        tries("ada@example.org", "198.51.100.7", now).await.unwrap();
        tries(EMAIL, "203.0.113.9", now + 3_600_000).await.unwrap();
    });
}

#[test]
fn a_try_that_succeeds_does_not_count() {
    let policy = |name| Policy { name, quota: 2, window: 3_600 };
    let limits = SignInLimits { address: policy("address"), client: policy("client") };
    story(|| async {
        let one = Try { purpose: Purpose::Password, email: EMAIL, network: "203.0.113.9", now: platform::now() };
        for _ in 0..5 {
            attempts::count(&DATABASE, &limits, one, None).await.unwrap();
            attempts::take_back(&DATABASE, &limits, one).await.unwrap();
        }
    });
}

#[test]
fn every_column_that_says_whose_a_row_is_is_known_to_erasure() {
    story(|| async {
        let columns = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c \
            WHERE t.type = 'table' AND (c.name IN ('email', 'recipient') OR c.name LIKE '%user_id' OR c.name LIKE '%author_id')";
        let mut found: Vec<_> = sql(columns, Vec::new())
            .await
            .iter()
            .map(|row| (row.text(0).unwrap().to_owned(), row.text(1).unwrap().to_owned()))
            // What is left to do is noted by id, and a user's row goes by its own.
            .filter(|(table, _)| table != "erasures" && table != "users")
            .collect();
        found.push(("users".to_owned(), "id".to_owned()));
        found.sort();
        let mut known: Vec<_> =
            store::erasures::OWNERS.iter().map(|(table, column)| ((*table).to_owned(), (*column).to_owned())).collect();
        known.sort();
        assert_eq!(known, found);
    });
}

#[test]
fn nothing_of_an_erased_user_is_left_and_everything_of_others() {
    story(|| async {
        let now = platform::now();
        signed_in(now).await;
        links::make(&DATABASE, EMAIL, now).await.unwrap();
        for user in [CLARA, FANNY] {
            push(user, &[set("goal", 1, &json!({ "title": user, "type": "custom" }))]).await;
        }
        erasure::forget(&DATABASE, CLARA, now).await.unwrap();
        let tables =
            sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", Vec::new()).await;
        for table in tables.iter().map(|row| row.text(0).unwrap()) {
            let columns = sql(
                "SELECT group_concat('coalesce(' || name || ', '''')', ' || '' '' || ') FROM pragma_table_info(?1)",
                values![table],
            )
            .await;
            let all = format!(
                "SELECT count(*) FROM {table} WHERE instr({0}, ?1) OR instr({0}, ?2)",
                columns[0].text(0).unwrap()
            );
            // Who has yet to forget is noted, by id alone, until every service has.
            let left = if table == "erasures" { erasure::KEEPERS.len() } else { 0 };
            let found = sql(&all, values![CLARA, EMAIL]).await[0].integer(0).unwrap();
            assert_eq!(usize::try_from(found), Ok(left), "{table}");
        }
        let again = erasure::forget(&DATABASE, CLARA, now).await;
        assert_eq!(again.unwrap_err().failure.problem.slug, "session-ended");
        assert_eq!(
            sql("SELECT count(*) FROM records WHERE user_id = ?1", values![FANNY]).await[0].integer(0).unwrap(),
            1
        );
    });
}
