#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

use std::fmt;

/// How far ahead of the server a stamp may be, in milliseconds. Further ahead is refused as `stamp-in-future`.
pub const MAX_AHEAD_MILLIS: u64 = 5 * 60 * 1000;

/// The characters of a stamp: 13 digits, a hyphen, 4 hexadecimal digits, a hyphen, a UUID.
pub const LENGTH: usize = 13 + 1 + 4 + 1 + 36;

/// The last millisecond that 13 digits can name, in the year 2286.
pub const MAX_MILLIS: u64 = 9_999_999_999_999;

/// The device under which the server stamps what comes in over REST.
pub const SERVER_DEVICE: &str = "00000000-0000-8000-8000-000000000000";

/// A well-formed stamp.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    millis: u64,
    counter: u16,
    device: String,
}

impl Stamp {
    /// Reads a stamp. `None` unless it is exactly in the form above, letters in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != LENGTH || !text.is_ascii() {
            return None;
        }
        let (millis, rest) = text.split_at(13);
        let (counter, device) = (rest.get(1..5)?, rest.get(6..)?);
        let well_formed = rest.starts_with('-')
            && rest.as_bytes()[5] == b'-'
            && millis.bytes().all(|b| b.is_ascii_digit())
            && counter.bytes().all(is_lower_hex)
            && is_uuid(device);
        well_formed.then_some(())?;
        Some(Self {
            millis: millis.parse().ok()?,
            counter: u16::from_str_radix(counter, 16).ok()?,
            device: device.to_owned(),
        })
    }

    /// The next stamp of `device`: not before `now` and later than `last`, the greatest stamp it has made or seen.
    ///
    /// `device` must be a UUID in lower case; see [`is_uuid`].
    #[must_use]
    pub fn next(last: Option<&Self>, now: u64, device: &str) -> Self {
        let now = now.min(MAX_MILLIS);
        let (millis, counter) = match last {
            Some(last) if last.millis >= now => match last.counter.checked_add(1) {
                Some(counter) => (last.millis, counter),
                None => (last.millis + 1, 0),
            },
            _ => (now, 0),
        };
        Self { millis, counter, device: device.to_owned() }
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn millis(&self) -> u64 {
        self.millis
    }

    /// The device that made it.
    #[must_use]
    pub fn device(&self) -> &str {
        &self.device
    }

    /// Whether it lies further ahead of `now` than a server accepts.
    #[must_use]
    pub const fn is_too_far_ahead(&self, now: u64) -> bool {
        self.millis > now.saturating_add(MAX_AHEAD_MILLIS)
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:013}-{:04x}-{}", self.millis, self.counter, self.device)
    }
}

/// Whether `text` is a UUID in lower case with hyphens.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => is_lower_hex(b),
        })
}

const fn is_lower_hex(b: u8) -> bool {
    matches!(b, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PHONE: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77";
    const TABLET: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a78";

    #[test]
    fn a_stamp_is_read_back_as_it_was_written() {
        let stamp = Stamp::next(None, 1_790_000_000_000, PHONE);
        assert_eq!(stamp.to_string(), format!("1790000000000-0000-{PHONE}"));
        assert_eq!(Stamp::parse(&stamp.to_string()), Some(stamp));
    }

    #[test]
    fn other_forms_are_refused() {
        let good = Stamp::next(None, 1_790_000_000_000, PHONE).to_string();
        for bad in [
            "",
            "1790000000000",
            &good[1..],
            &format!("{good} "),
            &good.to_uppercase(),
            &good.replace('-', "_"),
            &good.replacen("1790", "+790", 1),
            &good.replacen("0000-0190", "00g0-0190", 1),
            &good.replacen("8f3e", "8é3", 1),
        ] {
            assert_eq!(Stamp::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_clock_that_went_back_still_moves_forward() {
        let first = Stamp::next(None, 2_000, PHONE);
        let second = Stamp::next(Some(&first), 1_000, PHONE);
        assert!(second > first);
        assert_eq!(second.millis(), 2_000);
    }

    #[test]
    fn a_full_counter_moves_to_the_next_millisecond() {
        let full = Stamp::parse(&format!("0000000002000-ffff-{PHONE}")).unwrap();
        let next = Stamp::next(Some(&full), 1_000, PHONE);
        assert_eq!(next.to_string(), format!("0000000002001-0000-{PHONE}"));
    }

    #[test]
    fn five_minutes_ahead_is_the_limit() {
        let stamp = Stamp::next(None, 10_000_000, PHONE);
        assert!(!stamp.is_too_far_ahead(10_000_000 - MAX_AHEAD_MILLIS));
        assert!(stamp.is_too_far_ahead(10_000_000 - MAX_AHEAD_MILLIS - 1));
    }

    proptest! {
        #[test]
        fn text_order_is_time_order(a in 0..MAX_MILLIS, b in 0..MAX_MILLIS, ca: u16, cb: u16) {
            let (a, b) = (
                Stamp { millis: a, counter: ca, device: PHONE.into() },
                Stamp { millis: b, counter: cb, device: TABLET.into() },
            );
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn the_next_stamp_is_later_than_the_last(last in 0..MAX_MILLIS - 1, counter: u16, now in 0..MAX_MILLIS) {
            let last = Stamp { millis: last, counter, device: TABLET.into() };
            let next = Stamp::next(Some(&last), now, PHONE);
            prop_assert!(next > last);
            prop_assert!(next.millis() >= now);
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,60}") {
            let _ = Stamp::parse(&text);
        }
    }
}
