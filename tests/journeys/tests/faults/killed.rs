//! The host is killed without warning, as by a power cut.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use mirubato_support::{App, Options, User};
use serde_json::{Value, json};

use crate::story::{eventually, goal, id, set, statuses};

/// A device that pushes until it gets no answer, and keeps what was acknowledged and what was not.
#[derive(Default)]
struct Queue {
    acknowledged: Vec<Value>,
    sent: Vec<Value>,
}

impl Queue {
    /// Pushes batches of different sizes while the host answers.
    fn push_until_cut(&mut self, user: &User, acknowledged: &AtomicUsize, over: &AtomicBool) {
        for size in [1, 7, 100, 3, 40, 1].into_iter().cycle() {
            if over.load(Ordering::Relaxed) {
                return;
            }
            let batch: Vec<_> = (0..size).map(|_| set(user, "goal", &id(), &goal("Scales"))).collect();
            self.sent.extend(batch.iter().cloned());
            let body = json!({ "deviceId": user.device, "mutations": batch });
            // The reply may break off in the middle, and then nothing was acknowledged.
            match user.post("/api/sync/push").json(&body).attempt() {
                Some(reply) if reply.status == 200 => {
                    assert!(statuses(&reply.json()).iter().all(|status| *status == "applied"));
                    self.acknowledged.extend(batch);
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                }
                Some(reply) => assert!(reply.status >= 500, "{}", String::from_utf8_lossy(&reply.body)),
                None => return,
            }
        }
    }
}

/// The ids of everything the user has on the server.
fn on_server(user: &User) -> Vec<String> {
    let (mut since, mut ids) = (0, Vec::new());
    loop {
        let page = user.pull(since);
        let changes = page["changes"].as_array().unwrap();
        ids.extend(changes.iter().map(|change| change["recordId"].as_str().unwrap().to_owned()));
        since = page["version"].as_u64().unwrap();
        if page["hasMore"] == false {
            assert_eq!(page["count"], ids.len());
            return ids;
        }
    }
}

#[test]
fn what_was_acknowledged_is_there_after_a_power_cut() {
    let mut app = App::start(Options::default());
    let clara = app.somebody();
    // Two devices of one user and one of another, so that some pushes wait for each other.
    let devices = [clara.clone(), clara.on_another_device(), app.somebody()];
    let queues: Vec<_> = devices.iter().map(|_| Mutex::new(Queue::default())).collect();
    for cut in 1..=3 {
        let (acknowledged, over) = (AtomicUsize::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            for (device, queue) in devices.iter().zip(&queues) {
                let (acknowledged, over) = (&acknowledged, &over);
                scope.spawn(move || queue.lock().unwrap().push_until_cut(device, acknowledged, over));
            }
            eventually("some pushes are acknowledged", || acknowledged.load(Ordering::Relaxed) >= 10 * cut);
            app.crash();
            over.store(true, Ordering::Relaxed);
        });
        app.restart();
        for (device, queue) in devices.iter().zip(&queues) {
            let queue = queue.lock().unwrap();
            let there = on_server(device);
            let lost = queue.acknowledged.iter().filter(|one| !there.iter().any(|id| one["recordId"] == id.as_str()));
            assert_eq!(lost.count(), 0, "of {} acknowledged", queue.acknowledged.len());
        }
    }

    // Each device sends all of its queue again, also what it had no answer to.
    for (device, queue) in devices.iter().zip(&queues) {
        let queue = queue.lock().unwrap();
        for batch in queue.acknowledged.chunks(500) {
            let again = device.push(batch);
            assert!(statuses(&again).iter().all(|status| *status == "unchanged"));
        }
        for batch in queue.sent.chunks(500) {
            device.push(batch);
        }
    }
    for (users, expected) in [(&devices[0], &queues[..2]), (&devices[2], &queues[2..])] {
        let sent: usize = expected.iter().map(|queue| queue.lock().unwrap().sent.len()).sum();
        let there = on_server(users);
        assert_eq!(there.len(), sent, "everything once");
    }
}

#[test]
fn people_stay_signed_in_and_keys_are_remembered() {
    let mut app = App::start(Options::default());
    let user = app.somebody();
    let key = id();
    let post = || user.post("/api/goals").header("idempotency-key", key.clone()).json(&goal("Scales")).send();
    let made = post().expect(201);
    let link = app.link_token("later@example.org");
    app.crash_and_restart();
    assert_eq!(post().expect(201).body, made.body);
    let refresh = json!({ "refreshToken": user.session["refreshToken"] });
    let _ = app.post("/api/auth/refresh").json(&refresh).send().expect(200);
    let _ = app.post("/api/auth/verify").json(&json!({ "token": link })).send().expect(200);
}
