//! Runs the stories against the gateway of the embedded host and against Pushpin.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that goes wrong panics"
)]

mod stories;

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Arguments, Trial};
use mirubato_conformance::gateway::{Gateway, Kind};
use mirubato_support::pushpin::Pushpin;

/// A story.
struct Story {
    name: &'static str,
    run: Run,
    /// Why it is told of the host's own gateway only.
    otherwise: Option<&'static str>,
}

enum Run {
    /// With a gateway that all such stories share.
    Shared(fn(&Gateway)),
    /// With one of its own.
    Own(fn(Kind)),
}

impl Story {
    const fn shared(name: &'static str, run: fn(&Gateway)) -> Self {
        Self { name, run: Run::Shared(run), otherwise: None }
    }

    const fn own(name: &'static str, run: fn(Kind)) -> Self {
        Self { name, run: Run::Own(run), otherwise: None }
    }

    const fn built_in_only(self, why: &'static str) -> Self {
        Self { otherwise: Some(why), ..self }
    }
}

/// A story has its component trap, and that would end the requests of others in the same instance.
const ALONE: &[&str] = &["--max-instance-concurrent-reuse-count", "1"];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    let mut shared = Vec::new();
    for kind in [Kind::BuiltIn, Kind::Pushpin] {
        if kind == Kind::Pushpin && !Pushpin::is_installed() {
            println!("SKIPPED: the stories of Pushpin, which is not installed (`apt install pushpin`)");
            continue;
        }
        let gateway: Arc<OnceLock<Gateway>> = Arc::default();
        shared.push(gateway.clone());
        for (module, stories) in stories::ALL {
            for story in *stories {
                if let (Kind::Pushpin, Some(why)) = (kind, story.otherwise) {
                    println!("{module}::{} is told of the host's own gateway only: {why}", story.name);
                    continue;
                }
                let gateway = gateway.clone();
                let name = match kind {
                    Kind::BuiltIn => format!("built-in::{module}::{}", story.name),
                    Kind::Pushpin => format!("pushpin::{module}::{}", story.name),
                };
                trials.push(match story.run {
                    Run::Shared(run) => Trial::test(name, move || {
                        run(gateway.get_or_init(|| Gateway::start_with(kind, ALONE)));
                        Ok(())
                    }),
                    Run::Own(run) => Trial::test(name, move || {
                        run(kind);
                        Ok(())
                    }),
                });
            }
        }
    }
    // The gateways are ended when the last story has let go of them, which is before the process exits.
    let conclusion = libtest_mimic::run(&arguments, trials);
    drop(shared);
    conclusion.exit_code()
}
