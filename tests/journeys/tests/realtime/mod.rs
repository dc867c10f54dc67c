//! `/sync`: devices that are connected. The test is the gateway: it posts what happens on a socket, signed, and carries out nothing.

mod bad_input;
mod events;
mod fanout;
mod limits;
mod push;
mod sessions;
mod sign_in;
mod socket;
mod who_is_there;
