//! `docs/benchmarks.md`, where the last measurements are kept.

use anyhow::{Context, Result};
use mirubato_support::app::root;

/// Puts a text between the marks `<!-- place -->` and `<!-- /place -->`, in place of the last, with the date and the machine.
pub(crate) fn write(place: &str, text: &str) -> Result<()> {
    let path = root().join("docs/benchmarks.md");
    let whole = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let (begin, end) = (format!("<!-- {place} -->\n"), format!("<!-- /{place} -->"));
    let missing = || format!("docs/benchmarks.md has no place for {place}");
    let (before, rest) = whole.split_once(&begin).with_context(missing)?;
    let (_, after) = rest.split_once(&end).with_context(missing)?;
    std::fs::write(&path, format!("{before}{begin}{}, {}\n\n{text}{end}{after}", date(), machine()))?;
    Ok(())
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name.to_owned()));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{} × {}", cores, name.unwrap_or_else(|| "unknown processor".to_owned()))
}

fn date() -> String {
    let output = std::process::Command::new("date").arg("+%Y-%m-%d").output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
