//! What becomes of deletions in the long run.

use mirubato_kit::{platform, values};
use serde_json::json;

use crate::story::{CLARA, FANNY, delete, pull, push, set, sql, story};

/// Makes all deletions of everybody `days` old.
async fn age(days: u64) {
    let then = platform::rfc3339(platform::now() - days * 86_400_000);
    sql("UPDATE records SET updated_on = ?1 WHERE deleted = 1", values![then]).await;
    sql("UPDATE users SET purged_at = 0", Vec::new()).await;
}

async fn deletions(user: &str) -> i64 {
    let rows = sql("SELECT count(*) FROM records WHERE user_id = ?1 AND deleted = 1", values![user]).await;
    rows[0].integer(0).unwrap()
}

#[test]
fn a_deletion_is_known_for_180_days_and_then_a_cursor_before_it_has_expired() {
    story(|| async {
        let goal = |n| set("goal", n, &json!({ "title": "Scales", "type": "custom" }));
        push(CLARA, &[goal(1), goal(2)]).await;
        push(CLARA, &[delete("goal", 1)]).await;
        push(FANNY, &[goal(1)]).await;
        push(FANNY, &[delete("goal", 1)]).await;

        age(179).await;
        push(CLARA, &[goal(3)]).await;
        assert_eq!(deletions(CLARA).await, 1);
        assert_eq!(pull(CLARA, 1).await.unwrap()["changes"].as_array().unwrap().len(), 3);

        age(181).await;
        push(CLARA, &[goal(4)]).await;
        assert_eq!(deletions(CLARA).await, 0);
        assert_eq!(deletions(FANNY).await, 1, "nobody else's");
        assert_eq!(pull(CLARA, 2).await.unwrap_err().failure.problem.slug, "cursor-expired");
        assert_eq!(pull(CLARA, 3).await.unwrap()["version"], 5, "who saw the deletion needs no other");
        assert_eq!(pull(CLARA, 0).await.unwrap()["count"], 3);
    });
}

#[test]
fn many_old_deletions_go_by_and_by() {
    story(|| async {
        let goals: Vec<_> = (0..700).map(|n| set("goal", n, &json!({ "title": "A", "type": "custom" }))).collect();
        push(CLARA, &goals).await;
        let gone: Vec<_> = (0..700).map(|n| delete("goal", n)).collect();
        push(CLARA, &gone).await;
        age(200).await;
        let write = async |n| push(CLARA, &[set("goal", n, &json!({ "title": "B", "type": "custom" }))]).await;
        write(1_000).await;
        assert_eq!(deletions(CLARA).await, 200);
        write(1_001).await;
        assert_eq!(deletions(CLARA).await, 0);
        assert_eq!(pull(CLARA, 1_399).await.unwrap_err().failure.problem.slug, "cursor-expired");
        assert_eq!(pull(CLARA, 1_400).await.unwrap()["version"], 1_402);
    });
}

#[test]
fn deletions_are_looked_through_once_a_day() {
    story(|| async {
        let goal = |n| set("goal", n, &json!({ "title": "Scales", "type": "custom" }));
        push(CLARA, &[goal(1), goal(2)]).await;
        push(CLARA, &[delete("goal", 1)]).await;
        age(181).await;
        sql("UPDATE users SET purged_at = ?1", values![platform::now() - 3_600_000]).await;
        push(CLARA, &[goal(3)]).await;
        assert_eq!(deletions(CLARA).await, 1);
    });
}
