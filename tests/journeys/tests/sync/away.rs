//! Sixty days away with five thousand changes, and a device that comes back.

use std::collections::BTreeMap;

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{DAY, app, delete_at, entry_with, id, now, set_at, statuses};

const CHANGES: u64 = 5_000;

/// What a device holds: the fields of each record.
type Copy = BTreeMap<String, Value>;

/// Pulls until there is no more, and keeps count.
fn catch_up(user: &User, copy: &mut Copy, mut since: u64) -> u64 {
    loop {
        let page = user.pull(since);
        for change in page["changes"].as_array().unwrap() {
            let record = change["recordId"].as_str().unwrap().to_owned();
            if change["deleted"] == true {
                copy.remove(&record);
            } else {
                copy.insert(record, change["fields"].clone());
            }
        }
        since = page["version"].as_u64().unwrap();
        if page["hasMore"] == false {
            assert_eq!(page["count"], copy.len(), "the device holds as much as the server");
            return since;
        }
    }
}

#[test]
fn sixty_days_of_changes_arrive_on_both_sides() {
    let phone = app().somebody();
    let tablet = phone.on_another_device();
    let left = now() - 60 * DAY;
    let records: Vec<String> = (0..CHANGES / 2).map(|_| id()).collect();

    // Both know the first hundred entries. Then the tablet is away.
    let known: Vec<_> =
        records[..100].iter().map(|id| set_at(&tablet, "logbook_entry", id, &practice(left, "before"), left)).collect();
    tablet.push(&known);
    let mut on_tablet = Copy::new();
    let tablet_stands = catch_up(&tablet, &mut on_tablet, 0);

    // Day after day the phone writes, edits and deletes, and sends it all.
    let mut changes = Vec::new();
    for n in 0..CHANGES {
        let record = &records[usize::try_from(n % (CHANGES / 2)).unwrap()];
        let at = left + 1_000 + n * (60 * DAY / CHANGES);
        changes.push(match n {
            n if n < CHANGES / 2 => set_at(&phone, "logbook_entry", record, &practice(at, "phone"), at),
            n if n % 10 == 0 => delete_at(&phone, "logbook_entry", record, at),
            _ => set_at(&phone, "logbook_entry", record, &json!({ "notes": format!("edit {n}") }), at),
        });
    }
    for some in changes.chunks(500) {
        assert!(statuses(&phone.push(some)).iter().all(|status| *status == "applied"));
    }

    // Meanwhile, offline, the tablet edited what it had, at noon of the thirtieth day.
    let noon = left + 30 * DAY;
    let offline: Vec<_> = records[..100]
        .iter()
        .map(|id| set_at(&tablet, "logbook_entry", id, &json!({ "mood": "excited" }), noon))
        .collect();
    assert!(statuses(&tablet.push(&offline)).iter().all(|status| *status == "applied"));

    catch_up(&tablet, &mut on_tablet, tablet_stands);
    let mut on_phone = Copy::new();
    catch_up(&phone, &mut on_phone, 0);
    assert_eq!(on_tablet, on_phone);
    let gone = usize::try_from(CHANGES / 2 / 10).unwrap();
    assert_eq!(on_tablet.len(), records.len() - gone);
    // The second half of its days is the phone's: what it deleted after noon stays deleted, what it edited keeps the tablet's mood.
    assert!(!on_tablet.contains_key(&records[0]));
    assert_eq!(on_tablet[&records[1]]["mood"], "excited");
    assert_eq!(on_tablet[&records[1]]["notes"], format!("edit {}", CHANGES / 2 + 1));
}

fn practice(at: u64, by: &str) -> Value {
    entry_with(&json!({ "timestamp": at, "notes": by }))
}
