//! The command `mirubato-host`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A request makes dozens of small allocations that another thread frees, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    mirubato_host::cli::main(std::env::args_os())
}
