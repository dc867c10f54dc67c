//! Questions, read.

use mirubato_dictionary_terms::search::{Query, sound};
use proptest::prelude::*;

fn asked(text: &str) -> String {
    let forms = Query::read(text, None).forms;
    forms.get(1).or(forms.first()).map_or_else(String::new, |form| form.folded.clone())
}

#[test]
fn what_is_asked_for_is_taken_out_of_the_question() {
    for (question, expected) in [
        ("What does allegro mean?", "allegro"),
        ("what is the meaning of rubato", "rubato"),
        ("¿Qué significa «da capo»?", "da capo"),
        ("Que veut dire sforzando ?", "sforzando"),
        ("Was bedeutet eine Fermate?", "fermate"),
        ("渐强是什么意思", "渐强"),
        ("什麼是賦格", "賦格"),
    ] {
        assert_eq!(asked(question), expected, "{question}");
    }
}

#[test]
fn words_of_asking_that_are_all_there_is_stay() {
    for text in ["the", "la", "was ist", "什么是", "a"] {
        assert!(!asked(text).is_empty(), "{text}");
    }
    assert_eq!(Query::read("a tempo", None).forms[0].folded, "a tempo", "it may be a name as it is");
    assert_eq!(Query::read("\u{202e} ", None).forms, []);
}

#[test]
fn pinyin_sounds_like_what_it_is_pinyin_of() {
    let query = Query::read("kuai ban", None);
    assert!(query.forms.iter().any(|form| form.sound == sound("快板")));
}

#[test]
fn words_that_are_everywhere_are_not_looked_for() {
    assert_eq!(Query::read("the end of a section", None).words, ["end", "sectio"]);
    assert_eq!(Query::read("声音的强弱", None).words, ["声", "声音", "音", "音的", "的强", "强", "强弱", "弱"]);
}

proptest! {
    #[test]
    fn anything_can_be_asked(text in "\\PC{0,400}") {
        let query = Query::read(&text, None);
        prop_assert!(query.forms.len() <= 3 && query.words.len() <= 32);
        prop_assert!(query.forms.iter().all(|form| !form.folded.is_empty()));
        // What goes to the full text search in quotes may hold none.
        prop_assert!(query.words.iter().all(|word| !word.contains('"') && !word.contains(' ')));
    }
}
