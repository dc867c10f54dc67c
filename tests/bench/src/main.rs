//! Measures the app: `api` and `dictionary` beside a baseline, `realtime` from one device to another.
//!
//! Nothing here asserts a time: a figure is only worth something beside another taken at the same moment.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

mod api;
mod beside;
mod dictionary;
mod document;
mod entry;
mod load;
mod memory;
mod realtime;
mod report;
mod wire;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["api"] => api::run(3),
        ["api", seconds] => api::run(seconds.parse()?),
        ["dictionary"] => dictionary::run(3),
        ["dictionary", seconds] => dictionary::run(seconds.parse()?),
        ["realtime"] => realtime::run(),
        _ => bail!("there are `api` and `dictionary`, with a number of seconds where wanted, and `realtime`"),
    }
}

/// Limits that nobody reaches. Requests are counted all the same.
fn unlimited() -> Vec<(&'static str, String)> {
    let names = ["sign_in_per_client", "sign_in_per_address", "reads_per_minute", "writes_per_minute"];
    names.map(|name| (name, "100000000".to_owned())).to_vec()
}
