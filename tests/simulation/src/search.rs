//! Many schedules, on as many threads as there are processors.

use std::fmt;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use mirubato_kit::sql::native::in_memory;

use crate::defect::Defect;
use crate::generate::generate;
use crate::run::{Failure, again};
use crate::schedule::Schedule;
use crate::shrink::shrink;
use crate::tally::Tally;

/// A schedule that breaks a rule.
#[derive(Clone, Debug)]
pub struct Found {
    /// The seed it came from.
    pub seed: u64,
    /// What breaks it.
    pub schedule: Schedule,
    /// What it breaks.
    pub failure: Failure,
    defect: Option<Defect>,
}

impl Found {
    /// The smallest schedule found from there on that breaks the same rule.
    #[must_use]
    pub fn shrunk(self) -> Self {
        let Self { seed, schedule, failure, defect } = self;
        let (schedule, failure) = in_memory(|| shrink(schedule, failure, defect));
        Self { seed, schedule, failure, defect }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schedule = serde_json::to_string(&self.schedule).map_err(|_| fmt::Error)?;
        writeln!(f, "{}", self.failure)?;
        writeln!(f, "Seed {}. To keep it, put this into a file in tests/simulation/kept:", self.seed)?;
        write!(f, "{schedule}")
    }
}

/// Runs the schedules of these seeds until one breaks a rule. What came up in all of them.
#[must_use]
pub fn search(seeds: Range<u64>, defect: Option<Defect>) -> (Tally, Option<Found>) {
    let next = AtomicU64::new(seeds.start);
    let result = Mutex::new((Tally::default(), None::<Found>));
    let work = || {
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                break;
            }
            let schedule = generate(seed);
            let (counted, failure) = again(&schedule, defect);
            tally.merge(&counted);
            if let Some(failure) = failure {
                // Nobody begins another.
                next.store(seeds.end, Ordering::Relaxed);
                let found = &mut result.lock().unwrap_or_else(PoisonError::into_inner).1;
                if found.as_ref().is_none_or(|found| found.seed > seed) {
                    *found = Some(Found { seed, schedule, failure, defect });
                }
            }
        }
        result.lock().unwrap_or_else(PoisonError::into_inner).0.merge(&tally);
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| in_memory(work));
        }
    });
    result.into_inner().unwrap_or_else(PoisonError::into_inner)
}
