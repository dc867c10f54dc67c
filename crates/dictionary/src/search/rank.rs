//! Which of the terms that may be meant is meant.

use std::cmp::Ordering;

use serde::Serialize;

use super::likeness::likeness;
use crate::search::Query;
use crate::{Languages, Naming};

/// A name of a candidate that may be what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// As it is printed.
    pub name: String,
    /// As it is compared.
    pub folded: String,
    /// How it sounds.
    pub sound: String,
    /// How it belongs to the term.
    pub naming: Naming,
    /// The languages in which it is the word for it.
    pub languages: Languages,
}

/// A term that may be meant, and what speaks for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Its slug.
    pub slug: String,
    /// Its headword.
    pub headword: String,
    /// 1 to 3.
    pub difficulty: u8,
    /// How often it was opened.
    pub opened: u64,
    /// Its names that are anything like what was typed.
    pub names: Vec<Called>,
    /// How well the words fit what is said of it (bm25, the more the better); 0 where none does.
    pub words: f64,
    /// How near its meaning is, −1 to 1; where that is not known, nothing.
    pub cosine: Option<f32>,
}

/// What found a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum By {
    /// It is called what was typed.
    Name,
    /// What was typed is how its name begins.
    Beginning,
    /// It is called nearly so, or sounds so.
    Likeness,
    /// Words that are said of it.
    Words,
    /// What it means.
    Meaning,
}

/// A term that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its slug.
    pub slug: String,
    /// Its headword.
    pub headword: String,
    /// How sure that is, 0 to 1.
    pub score: f64,
    /// What found it.
    pub by: By,
}

/// A name that fits goes before everything that is said of a term: at least this much.
pub(super) const LEAST_OF_A_NAME: f64 = 0.6;
/// What words weigh beside a cosine.
const WORDS: f64 = 0.5;

/// The terms that are meant, the likeliest first, by everything that is known of them.
#[must_use]
pub fn rank(query: &Query, candidates: Vec<Candidate>) -> Vec<Found> {
    let best = candidates.iter().map(|candidate| candidate.words).fold(0.0, f64::max);
    sorted(candidates, |candidate| by_likeness(query, candidate).or_else(|| by_what_is_said(candidate, best)))
}

/// The terms that are called like what was typed, the likeliest first.
#[must_use]
pub fn by_name(query: &Query, candidates: Vec<Candidate>) -> Vec<Found> {
    sorted(candidates, |candidate| by_likeness(query, candidate))
}

fn by_likeness(query: &Query, candidate: &Candidate) -> Option<(f64, By)> {
    let best = candidate.names.iter().filter_map(|name| likeness(query, name));
    best.max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Words count against those of the candidate that has most of them, meaning as it is.
fn by_what_is_said(candidate: &Candidate, best: f64) -> Option<(f64, By)> {
    let words = if best > 0.0 { (candidate.words / best).clamp(0.0, 1.0) } else { 0.0 };
    let meaning = f64::from(candidate.cosine.unwrap_or(0.0)).clamp(0.0, 1.0);
    let by = if words * WORDS >= meaning { By::Words } else { By::Meaning };
    let score = LEAST_OF_A_NAME * (words * WORDS + meaning) / (WORDS + 1.0);
    (score > 0.0).then_some((score, by))
}

/// Of terms that are as likely, those that are met first go first, then those that are opened most.
fn sorted(candidates: Vec<Candidate>, judge: impl Fn(&Candidate) -> Option<(f64, By)>) -> Vec<Found> {
    let mut judged: Vec<_> =
        candidates.into_iter().filter_map(|candidate| Some((judge(&candidate)?, candidate))).collect();
    judged.sort_by(|((a, _), one), ((b, _), other)| {
        let likelier = b.total_cmp(a);
        let sooner = one.difficulty.cmp(&other.difficulty);
        let oftener = other.opened.cmp(&one.opened);
        likelier.then(sooner).then(oftener).then_with(|| one.slug.cmp(&other.slug))
    });
    debug_assert!(judged.is_sorted_by(|a, b| a.0.0.total_cmp(&b.0.0) != Ordering::Less));
    let found = judged.into_iter().map(|((score, by), candidate)| Found {
        slug: candidate.slug,
        headword: candidate.headword,
        score,
        by,
    });
    found.collect()
}
