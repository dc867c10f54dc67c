//! Which passwords are good enough (NIST SP 800-63B, section 3.1.1), and how hard they are to try.

/// The shortest, in characters.
pub const MIN: usize = 10;
/// The longest, in bytes: enough for any sentence, and a bound on the work of hashing.
pub const MAX: usize = 256;

/// The cost of argon2id: 19 MiB of memory.
pub const MEMORY_KIB: u32 = 19 * 1_024;
/// The cost of argon2id: two passes.
pub const PASSES: u32 = 2;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`MIN`] characters.
    TooShort,
    /// More than [`MAX`] bytes.
    TooLong,
    /// One of the first that anybody tries: the address, a single character, a run.
    Guessable,
}

/// Holds a password against the rules. There are no others: no digits demanded, no symbols.
///
/// # Errors
/// Why it is refused.
pub fn check(password: &str, email: &str) -> Result<(), Weakness> {
    if password.len() > MAX {
        return Err(Weakness::TooLong);
    }
    if password.chars().count() < MIN {
        return Err(Weakness::TooShort);
    }
    let lower = password.to_lowercase();
    let name = email.split('@').next().unwrap_or_default();
    let is_name = lower == email || (lower.trim_end_matches(|c: char| c.is_ascii_digit()) == name);
    if is_name || is_run(&lower) || COMMON.iter().any(|word| lower.trim_end_matches(is_decoration) == *word) {
        return Err(Weakness::Guessable);
    }
    Ok(())
}

/// The usual first tries of ten characters and more, once digits and marks at the end are taken away.
const COMMON: [&str; 10] = [
    "",
    "password",
    "passwordpassword",
    "qwertyuiop",
    "asdfghjkl",
    "letmein",
    "iloveyou",
    "mirubato",
    "practice",
    "welcome",
];

fn is_decoration(c: char) -> bool {
    c.is_ascii_digit() || c.is_ascii_punctuation()
}

/// All one character, or each the next: `aaaaaaaaaa`, `abcdefghij`, `9876543210`.
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    [0, 1, -1].into_iter().any(|step| codes.windows(2).all(|pair| pair[1] - pair[0] == step))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMAIL: &str = "clara.wieck@example.org";

    #[test]
    fn a_sentence_is_a_good_password() {
        assert_eq!(check("nine bars rest", EMAIL), Ok(()));
        assert_eq!(check("一二三四五六七八九十", EMAIL), Ok(()));
    }

    #[test]
    fn the_first_things_anybody_tries_are_refused() {
        assert_eq!(check("short", EMAIL), Err(Weakness::TooShort));
        assert_eq!(check(&"a".repeat(257), EMAIL), Err(Weakness::TooLong));
        for guess in [
            "aaaaaaaaaa",
            "abcdefghij",
            "9876543210",
            "Password123!",
            "qwertyuiop",
            EMAIL,
            "clara.wieck1819",
            "1234554321",
        ] {
            assert_eq!(check(guess, EMAIL), Err(Weakness::Guessable), "{guess}");
        }
    }
}
