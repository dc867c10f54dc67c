//! How like a name is to what was typed.

use super::rank::{By, Called, LEAST_OF_A_NAME};
use super::{allowance, slips};
use crate::Naming;
use crate::search::{Form, Query};

/// Shorter texts are signs, and as long as they are not the same they are not alike.
const SHORT: usize = 3;

/// How sure it is that a name is meant, 0.6 to 1, and why; nothing where it is not.
pub(super) fn likeness(query: &Query, name: &Called) -> Option<(f64, By)> {
    let best = query.forms.iter().filter_map(|form| {
        let (likeness, by) = of_form(form, name)?;
        Some((likeness * form.weight, by))
    });
    let (likeness, by) = best.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let less = match name.naming {
        Naming::Headword => 0.0,
        Naming::Abbreviation => 0.005,
        Naming::Translation if query.language.is_some_and(|language| name.languages.contain(language)) => 0.005,
        Naming::Translation => 0.015,
        Naming::Synonym => 0.02,
    };
    Some(((likeness - less).max(LEAST_OF_A_NAME), by))
}

fn of_form(form: &Form, name: &Called) -> Option<(f64, By)> {
    if form.folded == name.folded {
        // `P` and `p` are not the same sign.
        let likeness = if form.typed == name.name { 1.0 } else { 0.99 };
        return Some((likeness, By::Name));
    }
    let length = form.folded.chars().count();
    if let Some(rest) = name.folded.strip_prefix(form.folded.as_str()) {
        // A whole word of it is more than a part of one.
        let least = if rest.starts_with(' ') { 0.8 } else { 0.7 };
        return Some((least + 0.15 * share(length, name.folded.chars().count()), By::Beginning));
    }
    if form.sound == name.sound {
        return Some((0.95, By::Likeness));
    }
    let heard = form.sound.chars().count();
    let most = allowance(heard.min(name.sound.chars().count()));
    if heard > SHORT
        && let Some(slips) = slips(&form.sound, &name.sound, most)
    {
        return Some((0.9 * (1.0 - share(slips, heard)), By::Likeness))
            .filter(|(likeness, _)| *likeness >= LEAST_OF_A_NAME);
    }
    // What was misspelt may also be the beginning.
    let begins = heard > SHORT && name.sound.starts_with(&form.sound);
    begins.then(|| (0.65 + 0.15 * share(heard, name.sound.chars().count()), By::Beginning))
}

#[expect(clippy::cast_precision_loss, reason = "names are short")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
