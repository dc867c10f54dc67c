//! The command `mirubato-host`.

use std::process::ExitCode;

fn main() -> ExitCode {
    mirubato_host::cli::main(std::env::args_os())
}
