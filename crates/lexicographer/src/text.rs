//! Which characters a text may be made of. What is not listed is not let in, so nobody has to think of everything that could do harm.

use std::fmt;

use mirubato_dictionary_terms::Language;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::chinese::{is_han, is_simplified, is_traditional};
use crate::language::is_chinese;

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing.
    Empty,
    /// It is longer than it may be.
    TooLong,
    /// It has a character that does not belong into it: a line break, an invisible one, one that turns the direction, another alphabet,
    /// or what markup is made of.
    Character,
    /// It leads to another place.
    Link,
    /// It is not written in the characters of its language.
    Script,
    /// It is none of those there are.
    Unknown,
}

impl Fault {
    /// A name for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong => "too_long",
            Self::Character => "character",
            Self::Link => "link",
            Self::Script => "script",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::TooLong => "is too long",
            Self::Character => "has a character that does not belong there",
            Self::Link => "has a link in it",
            Self::Script => "is not written in the characters of its language",
            Self::Unknown => "is none of those there are",
        })
    }
}

/// Marks of a sentence and signs of music that any text may have. Markdown's `*_#[]|~` and back ticks, HTML's `<`, and braces are not among them.
const MARKS: &str = " \u{a0}\u{202f}.,;:!?¡¿'\"()‘’‚“”„«»‹›-–—…/%+=>^°′″ªº¹²³½¼¾·•×÷±∽√&§†‖⊓ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ";
/// Marks that only Chinese texts have.
const CHINESE_MARKS: &str = "、。〈〉《》「」『』【】〔〕・～！（），．：；？＝－＋／％";
/// The last label of names of servers, as far as somebody would fall for one.
const TOP_LEVEL: &[&str] = &[
    "com", "net", "org", "info", "edu", "gov", "io", "co", "me", "tv", "app", "dev", "xyz", "site", "online", "shop",
    "top", "club", "biz", "ru", "cn", "tw", "uk", "us", "eu", "ai", "ly", "link", "page",
];
const SCHEMES: &[&str] =
    &["://", "www.", "http:", "https:", "javascript:", "vbscript:", "mailto:", "data:", "file:", "ftp:", "tel:"];

/// A text in a language, tidied: composed, and without space around it.
pub(crate) fn check(text: &str, language: Language, max: usize) -> Result<String, Fault> {
    let is_own = |c| if is_chinese(language) { is_chinese_text(c) } else { is_latin_text(c) };
    let text = plain(text, max, is_own)?;
    if is_chinese(language) && !is_written_in(&text, language) {
        return Err(Fault::Script);
    }
    if !is_chinese(language) && !text.chars().any(is_latin) {
        return Err(Fault::Script);
    }
    Ok(text)
}

/// A word or two in any of the languages.
pub(crate) fn check_name(text: &str, max: usize) -> Result<String, Fault> {
    plain(text, max, is_chinese_text)
}

/// What a term is called in a language.
pub(crate) fn check_name_in(text: &str, language: Language, max: usize) -> Result<String, Fault> {
    let text = plain(text, max, if is_chinese(language) { is_chinese_text } else { is_latin_text })?;
    let is_foreign = match language {
        Language::SimplifiedChinese => is_traditional,
        Language::TraditionalChinese => is_simplified,
        _ => |_| false,
    };
    let is_own = if is_chinese(language) { is_han } else { is_latin };
    if text.chars().any(is_own) && !text.chars().any(is_foreign) { Ok(text) } else { Err(Fault::Script) }
}

/// A sign or a word that stands in scores, as a person copies it. Anything one can see.
pub(crate) fn check_sign(text: &str, max: usize) -> Result<String, Fault> {
    let text = capped(text, max)?;
    let is_seen = |c: char| !c.is_control() && (is_chinese_text(c) || c.is_ascii_graphic() || is_shown(c));
    match text.is_empty() {
        true => Err(Fault::Empty),
        false if text.chars().all(is_seen) => Ok(text),
        false => Err(Fault::Character),
    }
}

/// Mathematical operators and geometric shapes, of which signs of fingering and bowing are made, and whole notes in their parts; not what begins
/// and ends beams, which nobody sees.
const fn is_shown(c: char) -> bool {
    matches!(
        c,
        '\u{2190}'..='\u{22FF}'
            | '\u{2300}'..='\u{23FF}'
            | '\u{25A0}'..='\u{266F}'
            | '\u{2150}'..='\u{218F}'
            | '\u{1D100}'..='\u{1D172}'
            | '\u{1D17B}'..='\u{1D1E8}'
    )
}

/// A transcription, without the slashes or brackets around it.
pub(crate) fn check_ipa(text: &str, max: usize) -> Result<String, Fault> {
    let inner = capped(text, max)?;
    if has_link(&inner) {
        return Err(Fault::Link);
    }
    let inner: String =
        inner.trim_start_matches(['/', '[']).trim_end_matches(['/', ']']).trim().chars().flat_map(as_ipa).collect();
    if inner.is_empty() {
        return Err(Fault::Empty);
    }
    if inner.chars().all(is_ipa) { Ok(inner) } else { Err(Fault::Character) }
}

/// What stands for a character in a transcription: a keyboard has no `ɡ` and no `ː`, and nasal vowels are written as all of them can be, with a
/// tilde of its own.
fn as_ipa(c: char) -> impl Iterator<Item = char> {
    let (letter, tilde) = match c {
        'g' => ('ɡ', false),
        ':' => ('ː', false),
        '\'' => ('ˈ', false),
        'ã' => ('a', true),
        'ẽ' => ('e', true),
        'ĩ' => ('i', true),
        'õ' => ('o', true),
        'ũ' => ('u', true),
        other => (other, false),
    };
    std::iter::once(letter).chain(tilde.then_some('\u{303}'))
}

const fn is_ipa(c: char) -> bool {
    matches!(
        c,
        'a'..='z' | 'æ' | 'ç' | 'ð' | 'ø' | 'ħ' | 'ŋ' | 'œ' | 'β' | 'θ' | 'χ' | '\u{250}'..='\u{2AF}' | '\u{2B0}'..='\u{2FF}'
            | '\u{300}'..='\u{361}' | ' ' | '.' | '‿' | '(' | ')' | '-' | ',' | '~'
    )
}

fn plain(text: &str, max: usize, is_allowed: impl Fn(char) -> bool) -> Result<String, Fault> {
    let text = capped(text, max)?;
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    // A sharp follows the name of a note; at the beginning of a line it would be a heading.
    let mut before = ' ';
    for c in text.chars() {
        let is_sharp = c == '#' && matches!(before, 'A'..='H' | 'a'..='h');
        if !is_allowed(c) && !is_sharp {
            return Err(Fault::Character);
        }
        before = c;
    }
    // Alone it is the sign of an accent.
    if (text.len() > 1 && text.starts_with(['>', '=', '+'])) || has_entity(&text) {
        return Err(Fault::Character);
    }
    if has_link(&text) { Err(Fault::Link) } else { Ok(text) }
}

/// Composed and trimmed, once it is known to be short. `max` is in characters.
fn capped(text: &str, max: usize) -> Result<String, Fault> {
    let text = text.trim();
    if text.chars().take(max * 2 + 1).count() > max * 2 {
        return Err(Fault::TooLong);
    }
    let text: String = if is_nfc(text) { text.to_owned() } else { text.nfc().collect() };
    if text.chars().count() > max { Err(Fault::TooLong) } else { Ok(text) }
}

/// A letter of the Latin alphabet as European languages write it.
pub(crate) const fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

fn is_latin_text(c: char) -> bool {
    is_latin(c) || c.is_ascii_digit() || MARKS.contains(c) || is_musical(c)
}

fn is_chinese_text(c: char) -> bool {
    is_han(c) || CHINESE_MARKS.contains(c) || is_latin_text(c)
}

/// Signs of notation that are seen. The block has invisible ones too, which begin and end beams.
const fn is_musical(c: char) -> bool {
    matches!(c, '\u{2669}'..='\u{266F}' | '\u{1D100}'..='\u{1D126}' | '\u{1D129}'..='\u{1D164}' | '\u{1D18C}'..='\u{1D1A9}' | '\u{1D1AE}'..='\u{1D1E8}')
}

/// Whether a Chinese text is one, foreign words in it notwithstanding, and in its own kind of characters.
fn is_written_in(text: &str, language: Language) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let latin = text.chars().filter(|c| is_latin(*c)).count();
    let foreign = if language == Language::SimplifiedChinese { is_traditional } else { is_simplified };
    han >= 3 && han * 3 >= latin && !text.chars().any(foreign)
}

/// `&amp;` and its like.
fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        name > 0 && rest.get(name..).is_some_and(|rest| rest.starts_with(';'))
    })
}

fn has_link(text: &str) -> bool {
    let text = text.to_lowercase();
    if SCHEMES.iter().any(|scheme| text.contains(scheme)) {
        return true;
    }
    let mut names = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
    names.any(|name| {
        let name = name.trim_matches(['.', '-']);
        name.rsplit_once('.').is_some_and(|(before, last)| before.len() > 1 && TOP_LEVEL.contains(&last))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_as_people_write_them_are_let_in() {
        for (language, text) in [
            (Language::English, "A quick pace; in Mozart's K. 331, F# minor & 6/8 (♩. = 132)."),
            (Language::French, "C’est « gai » ; une allure rapide…"),
            (Language::German, "Wie »Allegro«, z. B. in op. 10 Nr. 3 – auch „heiter“."),
            (Language::SimplifiedChinese, "快板：快速而活泼（♩ = 132），见《月光》。"),
            (Language::TraditionalChinese, "快板：快速而活潑，見〈月光〉。"),
        ] {
            assert_eq!(check(text, language, 100).as_deref(), Ok(text));
        }
        assert_eq!(check("  cafe\u{301} ", Language::English, 10).as_deref(), Ok("café"));
    }

    #[test]
    fn nothing_that_a_page_or_a_terminal_would_act_upon_is() {
        for text in [
            "<b>loud</b>",
            "a < b",
            "[loud](x)",
            "**loud**",
            "`loud`",
            "# Loud",
            "> loud",
            "loud &lt;",
            "&#60;script",
            "{{loud}}",
            "loud\nly",
            "loud\u{0}",
            "loud\u{202e}",
            "lo\u{ad}ud",
            "lo\u{200b}ud",
            "loud\u{2066}",
            "\u{feff}loud",
            "громко",
            "=1+1",
            "loud\u{e0041}",
            "\u{1d173}loud",
            "a@b",
            "a_b_c",
            "a|b",
            "a\\b",
            "快板",
        ] {
            assert!(matches!(check(text, Language::English, 100), Err(Fault::Character)), "{text:?}");
        }
        for text in
            ["see https://x", "see www.x", "javascript:x", "Read more at example.com.", "at evil-site.co/x", "x.y.org"]
        {
            assert_eq!(check(text, Language::English, 100), Err(Fault::Link), "{text}");
        }
    }

    #[test]
    fn each_language_has_its_own_characters() {
        assert_eq!(check("快板：快速而活潑", Language::SimplifiedChinese, 100), Err(Fault::Script));
        assert_eq!(check("快板：轻快", Language::TraditionalChinese, 100), Err(Fault::Script));
        assert_eq!(check("Fast and lively 快", Language::TraditionalChinese, 100), Err(Fault::Script));
        assert_eq!(check("... 123", Language::German, 100), Err(Fault::Script));
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(check(&"é".repeat(10), Language::French, 10).is_ok());
        assert_eq!(check(&"é".repeat(11), Language::French, 10), Err(Fault::TooLong));
        assert_eq!(check(" ", Language::French, 10), Err(Fault::Empty));
    }

    #[test]
    fn a_transcription_is_written_in_the_phonetic_alphabet() {
        assert_eq!(check_ipa("/alˈle:gro/", 60).as_deref(), Ok("alˈleːɡro"));
        assert_eq!(check_ipa("[se.de]", 60).as_deref(), Ok("se.de"));
        assert_eq!(check_ipa("ɑ̃ mezyʁ", 60), check_ipa("ɑ̃ mezyʁ", 60));
        assert_eq!(check_ipa("ã", 60).as_deref(), Ok("a\u{303}"));
        for text in ["<i>", "Allegro", "快", "1", "a\u{202e}"] {
            assert_eq!(check_ipa(text, 60), Err(Fault::Character), "{text}");
        }
        assert_eq!(check_ipa("//", 60), Err(Fault::Empty));
    }
}
