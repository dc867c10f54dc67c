//! Folds and sorts `composers.txt`, so that a look-up is a binary search in constant data.

#[path = "src/compose.rs"]
mod compose;
#[path = "src/fold.rs"]
pub mod fold;

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    for source in ["composers.txt", "src/compose.rs", "src/fold.rs"] {
        println!("cargo::rerun-if-changed={source}");
    }
    let table = fs::read_to_string("composers.txt")?;
    let mut composers = String::from("static COMPOSERS: &[Composer] = &[\n");
    let mut spellings: Vec<(String, u16, bool)> = Vec::new();

    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for (at, line) in lines.enumerate() {
        let at = u16::try_from(at)?;
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [name, others, beside] = columns[..] else {
            return Err(format!("three columns are expected: {line}").into());
        };
        let (given, family) = name.split_once('/').ok_or_else(|| format!("no slash before the family name: {line}"))?;
        for spelling in std::iter::once(family).chain(others.split(',')).map(str::trim).filter(|it| !it.is_empty()) {
            spellings.push((words(spelling).concat(), at, spelling.starts_with('*')));
        }
        let mut given_words = words(&format!("{given} {beside}"));
        given_words.sort();
        given_words.dedup();
        let full_name = format!("{} {}", given.trim(), family.trim().trim_start_matches('*'));
        writeln!(composers, "    Composer {{ name: {:?}, given: &{given_words:?} }},", full_name.trim())?;
    }
    spellings.sort();
    spellings.dedup();

    let mut code = format!("{composers}];\n\nstatic SPELLINGS: &[Spelling] = &[\n");
    for (key, composer, is_common) in spellings {
        writeln!(code, "    Spelling {{ key: {key:?}, composer: {composer}, is_common: {is_common} }},")?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("composers.rs"), code)?;
    Ok(())
}

fn words(text: &str) -> Vec<String> {
    fold::fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
