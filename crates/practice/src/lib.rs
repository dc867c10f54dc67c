#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod calendar;
mod divide;
mod entry;
mod group;
mod log;
mod repertoire;
mod streak;
mod summarise;
mod summary;

pub use entry::{Entry, Piece};
pub use summarise::{Options, summarise};
pub use summary::{Consistency, Day, Group, Period, Periods, Range, Session, Streak, Summary, Totals, Trend};
