//! A check that finds nothing wrong says something only if it would find it.

use mirubato_dictionary_terms::files::File;

use crate::{Files, files, wrong};

/// A slip somebody may make in a file, what it is called, and a piece of what is said of it.
type Slip = (&'static str, fn(&mut File), &'static str);

const SLIPS: [Slip; 17] = [
    ("an empty brief", |file| file.fr.brief.clear(), "fr: brief has 0 characters"),
    ("a full text that is too short", |file| file.de.full = "Schnell.".to_owned(), "de: full has 8 characters"),
    ("a usage that is too long", |file| file.es.usage = "a".repeat(201), "es: usage has 201 characters"),
    ("a text without an end", |file| file.en.brief = "Fast and".to_owned(), "en: brief ends in the middle"),
    ("English in place of Chinese", |file| file.zh_cn.usage = "Fast.".to_owned(), "zh-CN: usage is not Chinese"),
    ("a definition of another language", |file| file.de.full = file.en.full.clone(), "de full is allegro's, en full"),
    ("a definition in another field", |file| file.en.usage = file.en.brief.clone(), "en usage is allegro's, en brief"),
    ("a simplified character", |file| file.zh_tw.brief = "快板：轻快。".to_owned(), "zh-TW has 轻"),
    ("a traditional character", |file| file.zh_cn.names = vec!["輕快".to_owned()], "zh-CN has 輕"),
    ("no Chinese name", |file| file.zh_tw.names.clear(), "zh-TW: it has no name"),
    ("a relation to nothing", |file| file.related.push("nowhere".to_owned()), "nowhere is not there"),
    ("a relation to itself", |file| file.related.push("allegro".to_owned()), "related to itself"),
    ("a difficulty there is not", |file| file.difficulty = 4, "difficulty 4"),
    ("letters for sounds", |file| file.ipa = "al-LEH-gro".to_owned(), "is no IPA"),
    ("an instrument there is not", |file| file.instruments.push("zither".to_owned()), "nobody plays the zither"),
    ("a synonym twice", |file| file.synonyms = vec!["vif".to_owned(); 2], "synonyms has one twice"),
    ("another headword", |file| file.term = "allegrissimo".to_owned(), "the slug of “allegrissimo”"),
];

fn of_allegro(files: &Files) -> Vec<String> {
    wrong(files).into_iter().filter(|fault| fault.contains("allegro")).collect()
}

/// A few terms, which are enough to make a slip in one of them.
fn few() -> Files {
    let wanted = |slug: &str| slug.starts_with("allegr") || ["presto", "vivace"].contains(&slug);
    files().into_iter().filter(|(slug, _)| wanted(slug)).collect()
}

#[test]
fn every_slip_is_noticed() {
    let clean = few();
    for (what, make, said) in SLIPS {
        let mut files = clean.clone();
        make(files.get_mut("allegro").unwrap());
        let faults = of_allegro(&files);
        assert!(faults.iter().any(|fault| fault.contains(said)), "{what}: {faults:?}");
    }
}

#[test]
fn a_definition_that_another_term_has_is_noticed() {
    let mut files = few();
    let brief = files["presto"].es.brief.clone();
    files.get_mut("allegro").unwrap().es.brief = brief;
    assert!(wrong(&files).iter().any(|fault| fault.contains("presto") && fault.contains("allegro")));
}
