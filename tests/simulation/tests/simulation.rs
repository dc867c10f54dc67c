//! Sync under every accident that one seed can think of.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use mirubato_simulation::{Defect, Found, Schedule, Tally, generate, run, search};

/// How many schedules are run, unless `SIMULATION_SCHEDULES` says otherwise.
const SCHEDULES: u64 = 10_000;
/// The first seed, unless `SIMULATION_SEED` says otherwise.
const SEED: u64 = 1;
/// Within how many schedules a broken rule is to be noticed.
const NOTICED_WITHIN: u64 = 5_000;

static SEARCHED: LazyLock<(Tally, Option<Found>)> = LazyLock::new(|| {
    let seed = given("SIMULATION_SEED").unwrap_or(SEED);
    search(seed..seed + schedules(), None)
});

#[expect(clippy::expect_used, reason = "whoever mistypes it is to see that")]
fn given(name: &str) -> Option<u64> {
    env::var(name).ok().map(|number| number.parse().expect("a number"))
}

fn schedules() -> u64 {
    given("SIMULATION_SCHEDULES").unwrap_or(SCHEDULES)
}

#[test]
fn ten_thousand_schedules_break_no_rule() {
    if let Some(found) = SEARCHED.1.clone() {
        panic!("{}", found.shrunk());
    }
}

#[test]
fn every_case_comes_up_in_them() {
    let tally = &SEARCHED.0;
    println!("{tally}");
    let missing: Vec<_> = Tally::INTERESTING.into_iter().filter(|case| tally.count(case) == 0).collect();
    assert!(missing.is_empty() || schedules() < SCHEDULES || SEARCHED.1.is_some(), "never: {missing:?}");
}

#[test]
fn every_broken_rule_is_noticed() {
    for defect in Defect::ALL {
        let found = search(SEED..SEED + NOTICED_WITHIN, Some(defect)).1;
        let found = found.unwrap_or_else(|| panic!("{defect:?} is not noticed"));
        println!("{defect:?}: seed {}, {}", found.seed, found.failure.check);
    }
}

#[test]
fn what_broke_a_rule_once_breaks_none_now() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("kept");
    let files: BTreeSet<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        let schedule: Schedule = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        if let (_, Some(failure)) = run(&schedule, None) {
            panic!("{}: {failure}", file.display());
        }
    }
}

#[test]
fn a_seed_leads_to_the_same_run_every_time() {
    for seed in 0..50 {
        assert_eq!(generate(seed), generate(seed));
        assert_eq!(run(&generate(seed), None), run(&generate(seed), None));
    }
}

#[test]
fn a_schedule_that_breaks_a_rule_is_shrunk_to_what_matters_and_can_be_kept() {
    let defect = Some(Defect::ReplacesOnPull);
    let found = search(SEED..SEED + NOTICED_WITHIN, defect).1.expect("it is noticed");
    let before = found.schedule.events();
    let shrunk = found.shrunk();
    // Something to pull, an edit that waits, and the pull.
    assert!(shrunk.schedule.events() <= 4 && shrunk.schedule.events() < before, "{shrunk}");
    let text = shrunk.to_string();
    let kept: Schedule = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(run(&kept, defect).1, Some(shrunk.failure));
    assert_eq!(run(&kept, None).1, None);
}
