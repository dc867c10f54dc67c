//! Values that somebody who means harm, or a program that is broken, would send.

use serde_json::{Map, Value, json};

/// Numbers that follow from a seed (`SplitMix64`), so that what was found once is found again.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Whether something happens that does so once in `times`.
    pub(super) const fn once_in(&mut self, times: u64) -> bool {
        self.next().is_multiple_of(times)
    }

    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.next() % all.len() as u64).unwrap()]
    }

    /// Text that breaks what is careless with text.
    pub(super) fn text(&mut self) -> String {
        const TEXTS: [&str; 24] = [
            "",
            " ",
            "\0",
            "a\0b",
            "\r\nx-evil: 1",
            "\u{7}\u{1b}[2J",
            "\u{202e}txet",
            "\u{feff}",
            "\u{200b}",
            "e\u{301}",
            "🎼🎼",
            "\u{10ffff}",
            "'; DROP TABLE records; --",
            "\" OR 1=1 --",
            "%' ESCAPE '",
            "../../etc/passwd",
            "${jndi:ldap://x}",
            "<script>alert(1)</script>",
            "null",
            "[]",
            "{\"a\":1}",
            "NaN",
            "-0",
            "1e999",
        ];
        match self.next() % 8 {
            0 => "x".repeat(10_000),
            1 => "é".repeat(5_000),
            2 => (0..self.next() % 40)
                .filter_map(|_| char::from_u32(u32::try_from(self.next() % 0x11_0000).unwrap()))
                .collect(),
            _ => (*self.one_of(&TEXTS)).to_owned(),
        }
    }

    /// Any JSON value.
    pub(super) fn value(&mut self, depth: u32) -> Value {
        let numbers = [
            json!(0),
            json!(-1),
            json!(1),
            json!(0.5),
            json!(-0.0),
            json!(1e308),
            json!(5e-324),
            json!(u64::MAX),
            json!(i64::MIN),
            json!(9_007_199_254_740_993_u64),
            json!(86_401),
            json!(1_790_000_000_000_u64),
        ];
        match self.next() % if depth == 0 { 5 } else { 8 } {
            0 => Value::Null,
            1 => json!(self.once_in(2)),
            2 => self.one_of(&numbers).clone(),
            3 | 4 => json!(self.text()),
            5 => (0..self.next() % 5).map(|_| self.value(depth - 1)).collect(),
            6 => {
                Value::Object((0..self.next() % 5).map(|_| (self.text(), self.value(depth - 1))).collect::<Map<_, _>>())
            }
            _ => json!(vec![self.next(); 600]),
        }
    }

    /// A body that is hardly JSON.
    pub(super) fn bytes(&mut self) -> Vec<u8> {
        let texts: [&[u8]; 15] = [
            b"",
            b"{",
            b"[1,]",
            b"{\"a\":1",
            b"\xff\xfe",
            b"\xef\xbb\xbf{}",
            b"{\"title\":\"\xc3\"}",
            b"{\"title\":\"\\ud800\"}",
            b"1e400",
            b"-",
            b"{\"duration\":1e400}",
            b"{\"duration\":99999999999999999999999999}",
            b"{\"a\":1,\"a\":2}",
            b"nulll",
            b"\0\0\0\0",
        ];
        match self.next() % 4 {
            0 => "[".repeat(20_000).into_bytes(),
            1 => "{\"a\":".repeat(20_000).into_bytes(),
            _ => self.one_of(&texts).to_vec(),
        }
    }
}
