//! What the endpoints of `/api/auth` and `/api/user` do: limits, links, passwords, Google, sessions, erasure.

pub mod attempts;
pub mod erasure;
pub mod google;
pub mod google_keys;
pub mod housekeeping;
pub mod links;
pub mod passwords;
pub mod profile;
pub mod sessions;
