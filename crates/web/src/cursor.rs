//! Where a list goes on. Opaque to clients.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The last item of a page: the value it was sorted by, and its id, which decides between equal values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The value sorted by, as text.
    pub key: String,
    /// The id.
    pub id: String,
}

impl Cursor {
    /// As it stands in `nextCursor`.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}\n{}", self.id, self.key))
    }

    /// Reads what [`Cursor::encode`] wrote; `None` for anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() <= 1_024)?;
        let (id, key) = std::str::from_utf8(&bytes).ok()?.split_once('\n')?;
        Some(Self { key: key.to_owned(), id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_back(key in "\\PC{0,40}", id in "[a-z0-9-]{0,36}") {
            let cursor = Cursor { key, id };
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }

        #[test]
        fn anything_else_is_none_or_a_cursor_and_never_a_panic(text in "\\PC{0,80}") {
            let _ = Cursor::decode(&text);
        }
    }
}
