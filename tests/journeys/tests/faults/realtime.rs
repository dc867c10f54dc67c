//! Devices write, connected and by requests, while the host and Redis are killed without warning at points that a seed decides.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fastrand::Rng;
use mirubato_support::pushpin::{Ports, Pushpin};
use mirubato_support::redis::Redis;
use mirubato_support::{App, Options, User};
use serde_json::Value;

use super::device::{Device, Way};
use crate::story::standing;

/// What is killed, in an order that the seed decides: the host, Redis. Where Pushpin is the gateway, it is killed with either.
const KILLS: [(bool, bool); 6] =
    [(true, false), (true, false), (false, true), (false, true), (true, true), (true, true)];
/// Of one user and of another.
const DEVICES: [(usize, Way); 6] =
    [(0, Way::Socket), (0, Way::Socket), (0, Way::Socket), (0, Way::Requests), (1, Way::Socket), (1, Way::Requests)];

/// All devices, each of which another thread moves.
struct Devices(Vec<Mutex<Device>>);

impl Devices {
    fn each<T>(&self, of: impl Fn(&mut Device) -> T) -> Vec<T> {
        self.0.iter().map(|device| of(&mut device.lock().unwrap())).collect()
    }

    fn acknowledged(&self) -> usize {
        self.each(|device| device.acknowledged.len()).iter().sum()
    }

    /// Waits until so many more writes are acknowledged.
    fn write_on(&self, more: usize) {
        let enough = self.acknowledged() + more;
        in_time("writes are acknowledged", || self.acknowledged() >= enough);
    }
}

#[track_caller]
fn in_time(what: &str, mut holds: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(90);
    while !holds() {
        assert!(Instant::now() < patience, "in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// What the server has of a user, by id.
fn on_server(user: &User) -> BTreeMap<String, Value> {
    let (mut since, mut records) = (0, BTreeMap::new());
    loop {
        let page = user.pull(since);
        let changes = page["changes"].as_array().unwrap();
        records.extend(changes.iter().map(|change| (change["recordId"].as_str().unwrap().to_owned(), change.clone())));
        since = page["version"].as_u64().unwrap();
        if page["hasMore"] == false {
            return records;
        }
    }
}

/// Whether a record holds a mutation, or something later.
fn holds(record: &Value, mutation: &Value) -> bool {
    let field = if mutation["op"] == "delete" { &record["deletedStamp"] } else { &record["stamps"]["title"] };
    field.as_str() >= mutation["stamp"].as_str()
}

#[test]
fn whatever_is_killed_nothing_acknowledged_is_lost_and_all_devices_agree() {
    kill_and_compare(None);
}

#[test]
fn the_same_through_pushpin() {
    if Pushpin::is_installed() {
        kill_and_compare(Some(Ports::free()));
    } else {
        println!("SKIPPED: Pushpin is not installed");
    }
}

/// `pushpin` is where a Pushpin is to listen; without, the gateway is the host's own.
fn kill_and_compare(pushpin: Option<Ports>) {
    let seed = std::env::var("FAULTS_SEED").map_or_else(|_| fastrand::u64(..), |seed| seed.parse().unwrap());
    println!("FAULTS_SEED={seed}");
    let mut rng = Rng::with_seed(seed);
    let mut kills = KILLS;
    rng.shuffle(&mut kills);
    let mut redis = Redis::start();
    let mut variables = vec![("redis_url", redis.url()), ("changes_redis_url", redis.url())];
    variables.extend(pushpin.map(|ports| ("gateway_publish", format!("http://127.0.0.1:{}", ports.publish))));
    let mut app = App::start(Options { variables, gateway: pushpin.is_none(), ..Options::default() });
    let mut pushpin = pushpin.map(|ports| Pushpin::start(app.port(), ports, &App::gateway_key()));
    let gateway = pushpin.as_ref().map_or(app.port(), |pushpin| pushpin.ports.clients);
    let users = [app.somebody(), app.somebody()];
    let device = |(user, way): (usize, Way)| Device::new(gateway, users[user].on_another_device(), way, rng.u64(..));
    let devices = Devices(DEVICES.map(device).into_iter().map(Mutex::new).collect());
    let (writing, over) = (AtomicBool::new(true), AtomicBool::new(false));

    std::thread::scope(|scope| {
        // A test that fails ends its devices too.
        let _end = End(&over);
        for device in &devices.0 {
            let (writing, over) = (&writing, &over);
            scope.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    device.lock().unwrap().step(writing.load(Ordering::Relaxed));
                    std::thread::yield_now();
                }
            });
        }
        for (host, messages) in kills {
            devices.write_on(rng.usize(20..200));
            println!("killed after {} writes: host {host}, Redis {messages}", devices.acknowledged());
            if messages {
                redis.kill();
            }
            if host {
                app.crash();
                app.restart();
            }
            if let Some(pushpin) = &mut pushpin {
                pushpin.crash_and_restart();
            }
            if messages {
                devices.write_on(rng.usize(1..100));
                redis = Redis::start_at(redis.port());
            }
        }
        devices.write_on(100);
        writing.store(false, Ordering::Relaxed);
        in_time("everything is sent", || devices.each(|device| device.queue.len()).iter().all(|queue| *queue == 0));
        let versions = users.each_ref().map(|user| standing(user).0);
        let version = |device: &Device| versions[usize::from(device.user.id() == users[1].id())];
        in_time("everybody is up to date", || {
            devices.each(|device| device.is_at(version(device))).into_iter().all(|is_there| is_there)
        });

        // Everything is back: what one device writes, those that are connected hear without asking.
        in_time("news arrive again", || news_arrive(&devices, &users[0]));
    });

    let devices: Vec<_> = devices.0.into_iter().map(|device| device.into_inner().unwrap()).collect();
    for user in &users {
        let (there, own) = (on_server(user), || devices.iter().filter(|device| device.user.id() == user.id()));
        // With what is deleted, as the server told it.
        let known: BTreeMap<_, _> = own().flat_map(|device| &device.records).collect();
        for device in own() {
            let mut here = device.records.clone();
            here.retain(|id, record| there.contains_key(id) || record["deleted"] == false);
            assert!(here == there, "{} and not {} records", here.len(), there.len());
            for mutation in &device.acknowledged {
                let record = known.get(&mutation["recordId"].as_str().unwrap().to_owned());
                assert!(record.is_some_and(|record| holds(record, mutation)), "acknowledged and lost: {mutation}");
            }
            let ([greeted, news, pulls], written) = (device.counts, device.acknowledged.len());
            println!("{:?}: {written} writes, greeted {greeted} times, news {news} times, {pulls} pulls", device.way);
        }
    }
}

/// Whether what the first device writes reaches the other connected devices of its user as news, without a pull.
fn news_arrive(devices: &Devices, user: &User) -> bool {
    let others = |device: &Device| device.way == Way::Socket && device.user.id() == user.id();
    let counts = devices.each(|device| device.counts);
    devices.0[0].lock().unwrap().write();
    let mut version = 0;
    in_time("it is sent", || devices.0[0].lock().unwrap().queue.is_empty());
    in_time("everybody has it", || {
        version = standing(user).0;
        devices.each(|device| device.user.id() != user.id() || device.is_at(version)).into_iter().all(|is_at| is_at)
    });
    let now = devices.each(|device| (others(device), device.counts));
    let mut others = counts.into_iter().zip(now).skip(1).filter(|(_, (is_other, _))| *is_other);
    others.all(|([_, news, pulls], (_, [_, later, pulled]))| later > news && pulled == pulls)
}

/// Ends the devices however the test ends.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
