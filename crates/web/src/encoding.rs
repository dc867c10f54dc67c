//! Which compressed copy a client takes (RFC 9110, section 12.5.3).

/// A copy of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// gzip.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// What stands in `Content-Encoding`.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// What the copy's name ends in.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }
}

/// The smallest copy there is that the client takes.
#[must_use]
pub fn choose(accept: &str, brotli: bool, gzip: bool) -> Encoding {
    if brotli && takes(accept, "br") {
        Encoding::Brotli
    } else if gzip && takes(accept, "gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

fn takes(accept: &str, name: &str) -> bool {
    accept.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|found| found.eq_ignore_ascii_case(name));
        let refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32)));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_copy_a_client_takes() {
        assert_eq!(choose("gzip, deflate, br, zstd", true, true), Encoding::Brotli);
        assert_eq!(choose("gzip, br;q=0", true, true), Encoding::Gzip);
        assert_eq!(choose("GZIP;q=0.5", true, true), Encoding::Gzip);
        assert_eq!(choose("br", false, true), Encoding::Identity);
        assert_eq!(choose("", true, true), Encoding::Identity);
        assert_eq!(choose("brotli", true, true), Encoding::Identity);
    }
}
