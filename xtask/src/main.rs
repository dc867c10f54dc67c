//! Every chore of the project, in one place: `cargo xtask <chore>`.
#![expect(clippy::print_stdout, reason = "a command talks to whoever runs it")]

mod bench;
mod build;
mod env;
mod openapi;
mod packs;
mod redis;
mod steps;
mod terms;
mod test;
mod tools;
mod up;
mod vectors;
mod weights;

use std::process::ExitCode;

const USAGE: &str = "\
Chores of Mirubato: cargo xtask <chore>

  up [--host spin] [--listen ADDRESS]   build everything and run the app
  build [PART]                          build everything, or one part: frontend, api, sync, dictionary, embedder, rules, host
  test [SUITE...] [--host spin]         run every test, or some suites
  bench [api|dictionary [SECONDS]]      measure a service beside a native baseline
  bench realtime                        measure the way from device to device
  weights                               prepare the weights of the dictionary's sentence encoder
  openapi                               write openapi.json anew from the code
  env                                   print the variables for running the app by `spin up`
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let result = match arguments.first().map(String::as_str) {
        Some("up") => up::run(rest),
        Some("build") => build::run(rest),
        Some("test") => test::run(rest),
        Some("bench") => bench::run(rest),
        Some("openapi") => openapi::run(),
        Some("weights") => weights::make(),
        Some("env") => env::run(),
        Some("help" | "--help" | "-h") | None => {
            print!("{USAGE}");
            Ok(())
        }
        Some(other) => Err(anyhow::anyhow!("there is no chore `{other}`\n\n{USAGE}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}
