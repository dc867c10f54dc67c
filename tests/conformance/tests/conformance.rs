//! Runs the stories against the host that `MIRUBATO_TEST_HOST` names.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that goes wrong panics"
)]

mod stories;

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Arguments, Trial};
use mirubato_conformance::World;
use mirubato_support::Host;

/// A story, and what it needs.
struct Story {
    name: &'static str,
    run: Run,
    /// Why it is told of the embedded host only.
    otherwise: Option<&'static str>,
}

enum Run {
    /// With the application that all such stories share.
    Shared(fn(&World)),
    /// With an application of its own.
    Own(fn()),
}

impl Story {
    /// A story with the shared application.
    const fn shared(name: &'static str, run: fn(&World)) -> Self {
        Self { name, run: Run::Shared(run), otherwise: None }
    }

    /// A story that starts an application of its own.
    const fn own(name: &'static str, run: fn()) -> Self {
        Self { name, run: Run::Own(run), otherwise: None }
    }

    /// The same, told of the embedded host only.
    const fn embedded_only(self, why: &'static str) -> Self {
        Self { otherwise: Some(why), ..self }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let host = Host::chosen();
    let shared: Arc<OnceLock<World>> = Arc::default();
    let mut trials = Vec::new();
    for (module, stories) in stories::ALL {
        for story in *stories {
            if let (Host::Spin, Some(why)) = (host, story.otherwise) {
                println!("{module}::{} is told of the embedded host only: {why}", story.name);
                continue;
            }
            let shared = shared.clone();
            let name = format!("{module}::{}", story.name);
            trials.push(match story.run {
                Run::Shared(run) => Trial::test(name, move || {
                    run(shared.get_or_init(|| World::start(&[])));
                    Ok(())
                }),
                Run::Own(run) => Trial::test(name, move || {
                    run();
                    Ok(())
                }),
            });
        }
    }
    // The application is ended when the last story has let go of it, which is before the process exits.
    let conclusion = libtest_mimic::run(&arguments, trials);
    drop(shared);
    conclusion.exit_code()
}
