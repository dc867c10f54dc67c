//! The encoder against the package that its weights are from, against hostile texts and files, and the search among vectors.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

mod golden;
mod hostile;
mod vectors;
mod weights;
