//! Mail addresses, as accounts are known by them.

/// The form in which an address is stored and compared, or `None` where it cannot be one.
///
/// Lower case throughout: a mailbox name may in theory differ by case, and in practice two accounts that do are one person who mistyped.
/// Only what mail servers take without quoting is accepted (RFC 5321's `Dot-string`), in ASCII or beyond it (RFC 6531).
#[must_use]
pub fn normalise(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (local, domain) = text.rsplit_once('@')?;
    let fits = text.len() <= 254 && (1..=64).contains(&local.len());
    (fits && is_local(local) && is_domain(domain)).then_some(text)
}

fn is_local(local: &str) -> bool {
    let atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

fn is_domain(domain: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    domain == "localhost" || (domain.contains('.') && domain.split('.').all(label))
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn one_person_one_account() {
        assert_eq!(normalise(" Clara.Wieck+piano@Example.ORG "), Some("clara.wieck+piano@example.org".to_owned()));
        assert_eq!(normalise("用户@例子.测试"), Some("用户@例子.测试".to_owned()));
    }

    #[test]
    fn what_could_end_up_in_a_mail_header_is_refused() {
        for bad in [
            "",
            "clara",
            "@example.org",
            "clara@",
            "clara@example",
            "a@b@example.org",
            "clara@example..org",
            ".clara@example.org",
            "clara@-example.org",
            "clara@example.org\r\nBcc: all@example.org",
            "\"clara wieck\"@example.org",
            "clara <clara@example.org>",
            &format!("{}@example.org", "a".repeat(65)),
            &format!("a@{}.org", "b.".repeat(130)),
        ] {
            assert_eq!(normalise(bad), None, "{bad}");
        }
    }
}
