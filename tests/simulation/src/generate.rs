//! Schedules from seeds.

use fastrand::Rng;

use crate::clock::{Clock, DAY, HOUR, MINUTE, SECOND};
use crate::run::POOL;
use crate::schedule::{Event, Fate, Owned, Poke, Schedule, Trouble, What};
use crate::values::USERS;

/// The schedule of a seed: the same every time.
#[must_use]
pub fn generate(seed: u64) -> Schedule {
    let mut rng = Rng::with_seed(seed);
    let users = rng.usize(1..=USERS.len());
    let devices: Vec<_> = (0..rng.usize(2..=4))
        .map(|_| Owned { user: rng.usize(..users), clock: Clock { skew: skew(&mut rng), drift: drift(&mut rng) } })
        .collect();
    let mut mood = Mood::of(&mut rng);
    let page = if mood.is_busy { rng.u32(100..=1_000) } else { rng.u32(1..=12) };
    let mut events = Vec::new();
    if mood.is_live {
        let connected = (0..devices.len()).filter(|_| !one_in(&mut rng, 4)).collect::<Vec<_>>();
        events.extend(connected.into_iter().map(|device| Event { wait: 0, device, what: connect(&mut rng) }));
    }
    for _ in 0..rng.usize(8..=40) {
        let event = event(&mut rng, devices.len(), &mut mood);
        if mood.has_tabs && matches!(event.what, What::Sync { .. }) {
            let fates = (0..rng.usize(..4)).map(|_| fate(&mut rng, mood.trouble)).collect();
            let what = What::Sync { fates, crash: None };
            events.push(Event { wait: rng.u64(..100), device: event.device, what });
        }
        events.push(event);
    }
    let pokes =
        if mood.is_live { (0..events.len()).map(|_| poke(&mut rng, mood.trouble)).collect() } else { Vec::new() };
    Schedule { page, devices, events, pokes }
}

/// What is likely in a schedule. Those in which everything happens all the time are too alike.
struct Mood {
    /// How many in a hundred requests fare badly.
    trouble: u8,
    /// Whether two tabs of a device sync at the same time.
    has_tabs: bool,
    /// Whether there are hundreds of changes at once.
    is_busy: bool,
    /// Whether devices are away for as long as deletions are known.
    is_long: bool,
    /// Whether devices are connected.
    is_live: bool,
    /// How many records the users are at.
    records: usize,
    /// How many bursts may still come.
    bursts: u8,
}

impl Mood {
    fn of(rng: &mut Rng) -> Self {
        let is_busy = one_in(rng, 120);
        Self {
            trouble: *pick(rng, &[0, 10, 30, 60]),
            has_tabs: one_in(rng, 4),
            is_busy,
            is_long: one_in(rng, 6),
            is_live: !one_in(rng, 3),
            records: rng.usize(1..=POOL),
            bursts: if is_busy { 2 } else { 1 },
        }
    }
}

fn event(rng: &mut Rng, devices: usize, mood: &mut Mood) -> Event {
    let device = rng.usize(..devices);
    let record = u8::try_from(rng.usize(..mood.records)).unwrap_or_default();
    let value = rng.u16(..100);
    let what = match rng.u8(..100) {
        _ if mood.is_live && one_in(rng, 10) => live(rng),
        0..16 => What::Create { record, value, lacking: one_in(rng, 12) },
        16..36 => What::Edit { record, fields: rng.u8(1..128), value, wrong: one_in(rng, 15) },
        36..45 => What::Delete { record },
        45..48 => What::Undo { record },
        48..50 if mood.bursts > 0 => {
            mood.bursts -= 1;
            let count = if mood.is_busy { rng.u16(450..=620) } else { rng.u16(5..=30) };
            What::Burst { count, fresh: rng.bool() }
        }
        48..52 => What::Mend,
        52..54 => What::Discard,
        54..82 => {
            let fates = (0..rng.usize(..6)).map(|_| fate(rng, mood.trouble)).collect();
            What::Sync { fates, crash: (rng.u8(..100) < mood.trouble / 2).then(|| rng.u8(..10)) }
        }
        82..85 => What::Restart,
        85 => What::Wipe,
        86..88 => What::Lose { record },
        88..92 => What::SetClock { skew: skew(rng) },
        92..95 => What::Cut { requests: rng.bool(), answers: rng.bool() },
        _ => What::Rest { record, value, delete: one_in(rng, 4) },
    };
    Event { wait: wait(rng, mood), device, what }
}

/// What befalls the real-time path.
fn live(rng: &mut Rng) -> What {
    let gateway = rng.u8(..2);
    match rng.u8(..10) {
        0..4 => connect(rng),
        4 => What::Disconnect,
        5..8 => What::RestartGateway { gateway, down: rng.u64(..MINUTE), unnoticed: delay(rng) },
        _ => What::RestartRedis { down: rng.u64(..HOUR) },
    }
}

fn connect(rng: &mut Rng) -> What {
    What::Connect { gateway: rng.u8(..2), delay: rng.u64(1..200) }
}

fn poke(rng: &mut Rng, trouble: u8) -> Poke {
    let mut way = || (rng.u8(..100) >= trouble / 3).then(|| delay(rng));
    let ways = [way(), way()];
    Poke { ways, again: (rng.u8(..100) < trouble).then(|| delay(rng)), is_bare: one_in(rng, 20) }
}

fn wait(rng: &mut Rng, mood: &Mood) -> u64 {
    match rng.u8(..100) {
        0..20 => rng.u64(..4),
        20..55 => rng.u64(..2 * SECOND),
        55..80 => rng.u64(..MINUTE),
        80..93 => rng.u64(..HOUR),
        93..97 => rng.u64(..DAY),
        _ if mood.is_long => rng.u64(100 * DAY..250 * DAY),
        _ => rng.u64(..7 * DAY),
    }
}

/// How far a clock is off: mostly a little, now and then up to a day either way.
fn skew(rng: &mut Rng) -> i64 {
    let most = *pick(rng, &[0, 0, SECOND, MINUTE, 10 * MINUTE, 10 * MINUTE, HOUR, DAY]);
    let most = i64::try_from(most).unwrap_or_default();
    rng.i64(-most..=most)
}

fn drift(rng: &mut Rng) -> i64 {
    if one_in(rng, 4) { rng.i64(-500..=500) } else { 0 }
}

fn fate(rng: &mut Rng, trouble: u8) -> Fate {
    let mut fate = Fate { request: Some(delay(rng)), answer: Some(delay(rng)), again: None, trouble: None };
    if rng.u8(..100) < trouble {
        match rng.u8(..6) {
            0 => fate.request = None,
            1 => fate.answer = None,
            2 | 3 => fate.again = Some(delay(rng)),
            _ => {
                let statement = rng.u8(..8);
                fate.trouble = Some(*pick(
                    rng,
                    &[Trouble::Stop(statement), Trouble::Full(statement), Trouble::Busy(statement), Trouble::Silent],
                ));
            }
        }
    }
    fate
}

/// How long something is under way, sometimes for longer than anybody waits.
fn delay(rng: &mut Rng) -> u64 {
    match rng.u8(..10) {
        0..6 => rng.u64(1..50),
        6..9 => rng.u64(1..3 * SECOND),
        _ => rng.u64(1..2 * MINUTE),
    }
}

fn one_in(rng: &mut Rng, many: u32) -> bool {
    rng.u32(..many) == 0
}

fn pick<'a, T>(rng: &mut Rng, from: &'a [T]) -> &'a T {
    &from[rng.usize(..from.len())]
}
