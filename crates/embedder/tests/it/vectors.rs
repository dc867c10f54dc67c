//! Vectors in a file, and the nearest of them.

use mirubato_embedder::vectors::{Label, Table, Writer};
use proptest::prelude::*;

const DIMENSIONS: usize = 16;

fn unit(values: &[f32]) -> Vec<f32> {
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-6);
    values.iter().map(|value| value / length).collect()
}

fn axis(index: usize) -> Vec<f32> {
    (0..DIMENSIONS).map(|i| if i == index { 1.0 } else { 0.0 }).collect()
}

#[test]
fn a_term_is_as_near_as_the_nearest_of_its_vectors() {
    let mut writer = Writer::new("m", DIMENSIONS);
    writer.push("forte", 0, 0, &axis(0));
    writer.push("forte", 1, 0, &axis(1));
    writer.push("piano", 0, 1, &unit(&[&[1.0, 1.0], &[0.0; DIMENSIONS - 2][..]].concat()));
    let file = writer.finish();
    let table = Table::read(&file).expect("a table");
    assert_eq!((table.model(), table.len()), ("m", 3));
    let found = table.nearest(&axis(1), 9, |_| true);
    let slugs: Vec<_> = found.iter().map(|found| found.slug).collect();
    assert_eq!(slugs, ["forte", "piano"]);
    assert_eq!(found[0].label, Label { slug: 0, language: 1, part: 0 });
    assert!((found[0].score - 1.0).abs() < 0.01 && (found[1].score - 0.707).abs() < 0.01);
    let english = table.nearest(&axis(1), 1, |label| label.language == 0);
    assert_eq!(english.iter().map(|found| found.slug).collect::<Vec<_>>(), ["piano"]);
    assert!(table.nearest(&[1.0; 8], 9, |_| true).is_empty());
}

proptest! {
    #[test]
    fn scores_are_the_products_of_the_vectors(
        vectors in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, DIMENSIONS), 1..20),
        query in prop::collection::vec(-1.0_f32..1.0, DIMENSIONS),
    ) {
        let (vectors, query): (Vec<_>, _) = (vectors.iter().map(|vector| unit(vector)).collect(), unit(&query));
        let mut writer = Writer::new("m", DIMENSIONS);
        for (index, vector) in vectors.iter().enumerate() {
            writer.push(&format!("t{index}"), 0, 0, vector);
        }
        let file = writer.finish();
        let found = Table::read(&file).expect("a table").nearest(&query, 99, |_| true);
        prop_assert_eq!(found.len(), vectors.len());
        for found in &found {
            let exact: f32 = vectors[usize::from(found.label.slug)].iter().zip(&query).map(|(a, b)| a * b).sum();
            prop_assert!((found.score - exact).abs() < 0.02, "{} {}", found.score, exact);
        }
        prop_assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    }

    #[test]
    fn a_file_that_is_something_else_is_refused_or_read_without_harm(mut file in prop::collection::vec(any::<u8>(), 0..200)) {
        if file.len() > 8 {
            file[..8].copy_from_slice(b"mirub-v1");
        }
        if let Ok(table) = Table::read(&file) {
            let found = table.nearest(&[0.1; DIMENSIONS], 5, |_| true);
            prop_assert!(found.len() <= 5);
        }
    }
}
