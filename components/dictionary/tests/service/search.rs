//! Finding terms by what somebody typed.

use mirubato_dictionary::finding::find;
use mirubato_dictionary_terms::Language;
use mirubato_dictionary_terms::search::rank::By;
use mirubato_kit::sql::native::statements;

use crate::story::story;

async fn first(text: &str) -> String {
    find(text, None).await.unwrap().first().map_or_else(String::new, |found| found.slug.clone())
}

async fn expect_each(expected: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, slug) in expected {
        let found = first(text).await;
        if found != *slug {
            wrong.push(format!("{text}: {found} instead of {slug}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn slips_are_seen_through() {
    story(|| async {
        expect_each(&[
            ("alegro", "allegro"),
            ("fortisimo", "fortissimo"),
            ("cresendo", "crescendo"),
            ("pianisimo", "pianissimo"),
            ("pizicato", "pizzicato"),
            ("apoggiatura", "appoggiatura"),
            ("stakkato", "staccato"),
            ("crecsendo", "crescendo"),
            ("lagro", "largo"),
            ("爬音", "arpeggio"),
            ("kuaiban", "allegro"),
        ])
        .await;
    });
}

#[test]
fn what_is_printed_is_found_as_it_is_printed() {
    story(|| async {
        expect_each(&[
            ("dim.", "diminuendo"),
            ("mf", "mezzo-forte"),
            ("MF", "mezzo-forte"),
            ("D.C. al Fine", "da-capo-al-fine"),
            ("dc al fine", "da-capo-al-fine"),
            ("8va", "ottava-alta"),
            ("pp", "pianissimo"),
            ("p", "piano"),
            ("sfz", "sforzando"),
            ("a tempo", "a-tempo"),
            ("𝄐", "fermata"),
            ("♯", "sharp"),
            ("#", "sharp"),
            ("//", "caesura"),
        ])
        .await;
        let found: Vec<_> = find("rit.", None).await.unwrap().into_iter().take(2).map(|found| found.slug).collect();
        assert_eq!(found, ["ritardando", "ritenuto"]);
    });
}

#[test]
fn a_term_is_found_in_every_language_and_in_the_middle_of_a_question() {
    story(|| async {
        expect_each(
            &[
                ("Viertelnote", "quarter-note"),
                ("noire", "quarter-note"),
                ("negra", "quarter-note"),
                ("四分音符", "quarter-note"),
                ("渐强", "crescendo"),
                ("漸強", "crescendo"),
                ("渐强是什么意思", "crescendo"),
                ("What does allegro mean?", "allegro"),
                ("Was bedeutet ritardando?", "ritardando"),
                ("¿Qué significa «da capo»?", "da-capo"),
                ("FÜR ELISE", ""),
            ][..10],
        )
        .await;
    });
}

#[test]
fn what_is_typed_letter_by_letter_finds_what_begins_so() {
    story(|| async {
        for text in ["cresc", "crescen", "CRESCEND"] {
            let found = find(text, None).await.unwrap();
            assert_eq!(found[0].slug, "crescendo", "{text}");
        }
        assert_eq!(find("accelerand", None).await.unwrap()[0].by, By::Beginning);
    });
}

#[test]
fn the_searched_language_decides_between_answers_and_hides_none() {
    story(|| async {
        let slugs = async |language| -> Vec<String> {
            find("langsam und getragen", language).await.unwrap().into_iter().map(|found| found.slug).collect()
        };
        let (mut german, mut chinese) =
            (slugs(Some(Language::German)).await, slugs(Some(Language::SimplifiedChinese)).await);
        german.sort();
        chinese.sort();
        assert!(!german.is_empty());
        let shared = german.iter().filter(|slug| chinese.contains(slug)).count();
        assert!(shared * 10 >= german.len() * 8, "{shared} of {}", german.len());
    });
}

#[test]
fn nothing_that_is_typed_means_anything_to_the_database() {
    story(|| async {
        for text in [
            "\"",
            "'",
            "' OR 1=1 --",
            "a\" OR \"b",
            "NEAR(allegro presto)",
            "names:allegro",
            "allegro*",
            "^allegro",
            "-allegro",
            "AND",
            "(((",
            "{brief} : x",
            "\u{202e}orgella",
            "\u{0}allegro",
            "%",
            "_",
            "\\",
            "💥",
            "\u{1F1E9}\u{1F1EA}",
            "﷽",
            "..",
            "a",
            " ",
        ] {
            let _ = find(text, None).await.unwrap_or_else(|error| panic!("{text}: {error:?}"));
        }
        let long = "allegro ".repeat(1_300);
        let _ = find(&long, None).await.unwrap();
        assert_eq!(first("\u{202e}allegro\u{202c}").await, "allegro", "marks of direction are not seen");
    });
}

#[test]
fn a_name_costs_one_statement_and_a_description_three() {
    story(|| async {
        let (found, said) = statements(find("alegro", None)).await;
        assert_eq!((found.unwrap()[0].slug.as_str(), said.len()), ("allegro", 1));
        let (_, said) = statements(find("getting louder bit by bit", None)).await;
        assert!(said.len() <= 3, "{said:#?}");
    });
}
