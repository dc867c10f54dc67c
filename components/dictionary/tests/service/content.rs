//! Loading what `terms/` holds.

use mirubato_dictionary::{DATABASE, content, store};
use mirubato_dictionary_terms::{Language, Provenance, Term};
use mirubato_kit::sql::native::statements;
use mirubato_kit::values;
use serde_json::json;

use crate::story::{look_up, story};

async fn forget_what_was_loaded() {
    DATABASE.query("DELETE FROM loaded", Vec::new()).await.unwrap();
}

async fn term(slug: &str) -> Term {
    serde_json::from_value(look_up(slug, None).await.unwrap()).unwrap()
}

#[test]
fn a_term_is_found_by_its_slug_and_by_whatever_it_is_called() {
    story(|| async {
        for name in ["allegro", "ALLEGRO", "Allegro", "all.", "快板"] {
            let found = look_up(name, None).await.unwrap_or_else(|| panic!("{name}"));
            assert_eq!(found["id"], "allegro", "{name}");
            assert_eq!(found["definitions"].as_object().unwrap().len(), 6);
        }
        let found = look_up("allegro", Some(Language::TraditionalChinese)).await.unwrap();
        assert_eq!(found["definitions"].as_object().unwrap().keys().collect::<Vec<_>>(), ["zh-TW"]);
        assert_eq!((&found["version"], &found["provenance"]), (&json!(1), &json!("curated")));
        assert_eq!(look_up("nothing of the sort", None).await, None);
    });
}

#[test]
fn content_that_is_loaded_is_not_loaded_again() {
    story(|| async {
        let (result, said) = statements(content::ensure()).await;
        result.unwrap();
        assert_eq!(said.len(), 1, "{said:?}");
        forget_what_was_loaded().await;
        content::ensure().await.unwrap();
        assert_eq!(term("allegro").await.version, 1, "nothing changed");
    });
}

#[test]
fn what_an_administrator_changed_stands_and_what_only_a_file_said_is_brought_up_to_date() {
    story(|| async {
        let mut reviewed = term("allegro").await;
        reviewed.provenance = Provenance::Reviewed;
        reviewed.difficulty = 3;
        store::terms::put(&DATABASE, &[reviewed], "2026-01-01T00:00:00.000Z", &[Provenance::Curated]).await.unwrap();
        let sql = "UPDATE terms SET head = replace(head, 'presto', 'prestissimo') WHERE slug = 'presto'";
        DATABASE.query(sql, Vec::new()).await.unwrap();
        forget_what_was_loaded().await;
        content::ensure().await.unwrap();
        let allegro = term("allegro").await;
        assert_eq!((allegro.provenance, allegro.difficulty, allegro.version), (Provenance::Reviewed, 3, 2));
        let presto = term("presto").await;
        assert_eq!((presto.term.as_str(), presto.version), ("presto", 2));
    });
}

#[test]
fn a_term_whose_file_is_gone_goes_and_one_that_was_generated_stays() {
    story(|| async {
        let mut first = term("allegro").await;
        (first.id, first.term) = ("gone".to_owned(), "gone".to_owned());
        let mut second = Term { id: "staying".to_owned(), provenance: Provenance::Generated, ..first.clone() };
        second.term = "staying".to_owned();
        store::terms::put(&DATABASE, &[first, second], "2026-01-01T00:00:00.000Z", &[]).await.unwrap();
        forget_what_was_loaded().await;
        content::ensure().await.unwrap();
        assert_eq!(look_up("gone", None).await, None);
        assert!(look_up("staying", None).await.is_some());
        for table in ["names", "grams"] {
            let sql = format!(
                "SELECT count(*) FROM {table} WHERE {} NOT IN (SELECT id FROM names WHERE term IN (SELECT number FROM terms))",
                if table == "names" { "id" } else { "name" }
            );
            let left = DATABASE.query(&sql, values![]).await.unwrap();
            assert_eq!(left[0].integer(0), Ok(0), "{table}");
        }
    });
}
