//! What a connection may do, and until when.
#![cfg(test)]

use mirubato_realtime::Connection;
use mirubato_realtime::connection::{FAULTS, GRACE, Heard, IDLE, LOOK, MESSAGES, SIGN_IN, TOO_MANY, Token, Who};
use proptest::prelude::*;

const NOW: u64 = 1_790_000_000_000;
const MINUTE: u64 = 60_000;
const KEY: &[u8] = b"a key of the gateway and the backend";

fn connected() -> Connection {
    let mut connection = Connection::new("device".to_owned(), NOW);
    connection.sign_in(Who { user: "user".to_owned(), session: "session".to_owned(), expires: NOW + 15 * MINUTE }, NOW);
    connection
}

#[test]
fn whoever_says_too_much_is_refused_and_then_cut_off_until_the_minute_is_over() {
    let mut connection = connected();
    let heard: Vec<_> = (0..=TOO_MANY).map(|_| connection.hear(NOW)).collect();
    assert_eq!(heard.iter().filter(|heard| **heard == Heard::Dealt).count(), MESSAGES as usize);
    assert_eq!(heard.iter().filter(|heard| **heard == Heard::Refused).count(), (TOO_MANY - MESSAGES) as usize);
    assert_eq!(heard.last(), Some(&Heard::Closed));
    assert_eq!(connection.hear(NOW + MINUTE - 1), Heard::Closed);
    assert_eq!(connection.hear(NOW + MINUTE), Heard::Dealt);
}

#[test]
fn a_few_faults_are_forgiven() {
    let mut connection = connected();
    for _ in 1..FAULTS {
        assert!(!connection.fault(NOW));
    }
    assert!(connection.fault(NOW + MINUTE - 1));
    let mut slow = connected();
    assert!((0..20).all(|minute| !slow.fault(NOW + minute * MINUTE)));
}

#[test]
fn an_expired_token_is_told_once_and_tolerated_for_a_minute() {
    let mut connection = connected();
    let end = NOW + 15 * MINUTE;
    assert_eq!(connection.token(end - 1), Token::Good);
    assert_eq!(connection.token(end + 5), Token::Expired);
    assert_eq!(connection.token(end + 6), Token::Waiting);
    assert_eq!(connection.token(end + 5 + GRACE - 1), Token::Waiting);
    assert_eq!(connection.token(end + 5 + GRACE), Token::Over);
    let who = connection.who.clone().unwrap();
    connection.sign_in(Who { expires: end + 15 * MINUTE, ..who }, end + GRACE);
    assert_eq!(connection.token(end + GRACE + 1), Token::Good);
}

#[test]
fn silence_and_strangers_have_an_end() {
    let mut connection = connected();
    connection.hear(NOW + MINUTE);
    assert!(!connection.is_idle(NOW + MINUTE + IDLE / 2));
    assert!(connection.is_idle(NOW + MINUTE + IDLE));
    let stranger = Connection::new("device".to_owned(), NOW);
    assert!(!stranger.is_nobody_for_too_long(NOW + SIGN_IN - 1) && stranger.is_nobody_for_too_long(NOW + SIGN_IN));
    assert!(!connected().is_nobody_for_too_long(NOW + SIGN_IN));
    assert!(!connected().look_is_due(NOW + LOOK - 1) && connected().look_is_due(NOW + LOOK));
    assert!(!stranger.look_is_due(NOW + LOOK));
}

#[test]
fn the_state_is_good_for_its_connection_only_and_nobody_else_makes_it() {
    let sealed = connected().seal(KEY, "c1");
    assert!(sealed.is_ascii() && !sealed.contains([' ', ',', ';', '"']) && sealed.len() < 400, "{sealed}");
    assert_eq!(Connection::unseal(&sealed, KEY, "c1"), Some(connected()));
    assert_eq!(Connection::unseal(&sealed, KEY, "c2"), None);
    assert_eq!(Connection::unseal(&sealed, b"another key", "c1"), None);
    assert_eq!(Connection::unseal(&sealed.replacen("user", "user2", 1), KEY, "c1"), None);
    for nonsense in ["", ".", "1", "1.2.3"] {
        assert_eq!(Connection::unseal(nonsense, KEY, "c1"), None);
    }
}

proptest! {
    #[test]
    fn what_is_remembered_is_read_back(messages in 0_u64..300, faults in 0_u64..9, at in NOW..NOW + 3 * MINUTE, cursor: u64, signed_in: bool) {
        let mut connection = if signed_in { connected() } else { Connection::new("device".to_owned(), NOW) };
        connection.cursor = cursor;
        (0..messages).for_each(|_| { connection.hear(at); });
        (0..faults).for_each(|_| { connection.fault(at); });
        connection.token(at + 14 * MINUTE);
        prop_assert_eq!(Connection::unseal(&connection.seal(KEY, "c"), KEY, "c"), Some(connection));
    }

    #[test]
    fn a_changed_state_is_refused(place: prop::sample::Index, byte in 0x21_u8..0x7f) {
        let mut sealed = connected().seal(KEY, "c").into_bytes();
        let place = place.index(sealed.len());
        prop_assume!(sealed[place] != byte);
        sealed[place] = byte;
        prop_assert_eq!(Connection::unseal(std::str::from_utf8(&sealed).unwrap(), KEY, "c"), None);
    }
}
