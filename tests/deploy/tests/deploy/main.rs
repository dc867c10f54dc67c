//! What is in `deploy/` is what Kubernetes, SpinKube, systemd and Spin take, and speaks of the application that `spin.toml` describes.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod kubernetes;
mod machine;
