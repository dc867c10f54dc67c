//! Folds and sorts `composers.txt`, so that a look-up is a binary search in constant data.

#[path = "src/fold.rs"]
pub mod fold;

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=composers.txt");
    println!("cargo::rerun-if-changed=src/fold.rs");
    let table = fs::read_to_string("composers.txt")?;
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));

    let mut composers = String::new();
    let mut spellings: Vec<(String, u8, bool)> = Vec::new();
    for (at, line) in lines.enumerate() {
        let at = u8::try_from(at)?;
        let mut columns = line.split('|').map(str::trim);
        let name = columns.next().ok_or("a line without a name")?;
        let (given, family) = name
            .split_once('/')
            .ok_or_else(|| format!("no slash before the family name: {line}"))?;
        let (given, family) = (given.trim(), family.trim());
        let full = format!("{given} {}", family.trim_start_matches('*'));
        for spelling in std::iter::once(family).chain(columns.next().unwrap_or_default().split(',')) {
            let key = words(spelling).concat();
            if !key.is_empty() {
                spellings.push((key, at, spelling.trim().starts_with('*')));
            }
        }
        let mut known: Vec<String> = words(given);
        known.extend(words(columns.next().unwrap_or_default()));
        known.sort();
        known.dedup();
        writeln!(
            composers,
            "    Composer {{ name: {:?}, given: &{known:?} }},",
            full.trim()
        )?;
    }
    spellings.sort();
    spellings.dedup();

    let mut code = format!("static COMPOSERS: &[Composer] = &[\n{composers}];\n\nstatic SPELLINGS: &[Spelling] = &[\n");
    for (key, composer, common) in spellings {
        writeln!(
            code,
            "    Spelling {{ key: {key:?}, composer: {composer}, common: {common} }},"
        )?;
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("composers.rs"), code)?;
    Ok(())
}

fn words(text: &str) -> Vec<String> {
    fold::fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
