//! `/api/auth`: signing in and out.

mod google;
mod links;
mod mail;
mod passwords;
mod refresh;
mod sessions;
