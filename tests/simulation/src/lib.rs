#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod clock;
mod defect;
mod device;
mod generate;
mod ledger;
mod live;
mod network;
mod oracle;
mod row;
mod run;
mod schedule;
mod search;
mod server;
mod shrink;
mod sync;
mod tally;
mod tamper;
mod values;

pub use defect::Defect;
pub use generate::generate;
pub use run::{Failure, run};
pub use schedule::Schedule;
pub use search::{Found, search};
pub use tally::Tally;
