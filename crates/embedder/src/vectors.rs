//! Vectors in a file, and the terms nearest to another vector.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `mirub-v1` |
//! | 3 × 4 | the vectors' dimensions, a multiple of 8, and how many bytes the model's name and the slugs have; little-endian like every number here |
//! | … | the model's name; the slugs, each ended by a line feed |
//! | 8 + dimensions each | the rows: number of the slug (2), of the language (1), of the part of the term (1), scale (4), a signed byte for each dimension |

use std::collections::BTreeMap;

use crate::dense::Quantised;
use crate::lanes::WIDTH;
use crate::layout::{Fault, words};

const MAGIC: &[u8; 8] = b"mirub-v1";
/// The most dimensions a vector has.
const MOST: usize = 4_096;
/// What stands before the numbers of a row.
const LABEL: usize = 8;

/// What a vector is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The term, by its number among the slugs.
    pub slug: u16,
    /// The language, by whatever number the writer gave it.
    pub language: u8,
    /// The part of the term, by whatever number the writer gave it.
    pub part: u8,
}

/// A term and how close it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match<'a> {
    /// The term.
    pub slug: &'a str,
    /// How close: 1 for the same direction.
    pub score: f32,
    /// Its vector that is closest.
    pub label: Label,
}

/// Vectors of terms, read where they lie.
pub struct Table<'a> {
    model: &'a str,
    slugs: Vec<&'a str>,
    rows: &'a [u8],
    dimensions: usize,
}

impl<'a> Table<'a> {
    /// Reads a file of vectors: its slugs, not its rows.
    ///
    /// # Errors
    ///
    /// It is not such a file.
    pub fn read(file: &'a [u8]) -> Result<Self, Fault> {
        let fault = Fault("the file of vectors");
        let (header, rest) = file.strip_prefix(MAGIC).and_then(|rest| rest.split_first_chunk::<12>()).ok_or(fault)?;
        let mut numbers = words(header).map(|number| number as usize);
        let mut number = || numbers.next().unwrap_or_default();
        let dimensions = number();
        let (model, rest) = rest.split_at_checked(number()).ok_or(fault)?;
        let (slugs, rows) = rest.split_at_checked(number()).ok_or(fault)?;
        if !dimensions.is_multiple_of(WIDTH) || dimensions > MOST || !rows.len().is_multiple_of(LABEL + dimensions) {
            return Err(fault);
        }
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| fault);
        Ok(Self { model: text(model)?, slugs: text(slugs)?.lines().collect(), rows, dimensions })
    }

    /// The name of the model that made the vectors.
    #[must_use]
    pub fn model(&self) -> &'a str {
        self.model
    }

    /// How many vectors there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() / (LABEL + self.dimensions)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The `count` terms nearest to `query`, nearest first, each by the nearest of its vectors among those that `counts` lets count. None where
    /// `query` has other dimensions.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    #[must_use]
    pub fn nearest(&self, query: &[f32], count: usize, counts: impl Fn(Label) -> bool) -> Vec<Match<'a>> {
        if query.len() != self.dimensions {
            return Vec::new();
        }
        let query = Quantised::new(query, self.dimensions, 0, 0);
        let mut best: BTreeMap<u16, (f32, Label)> = BTreeMap::new();
        for row in self.rows.chunks_exact(LABEL + self.dimensions) {
            let Some(([low, high, language, part, a, b, c, d], numbers)) = row.split_first_chunk() else { continue };
            let label = Label { slug: u16::from_le_bytes([*low, *high]), language: *language, part: *part };
            if counts(label) {
                let score = query.dot(numbers) * f32::from_le_bytes([*a, *b, *c, *d]);
                let entry = best.entry(label.slug).or_insert((score, label));
                if score > entry.0 {
                    *entry = (score, label);
                }
            }
        }
        let slug = |label: Label| self.slugs.get(usize::from(label.slug)).copied();
        let found = best.into_values().filter_map(|(score, label)| Some(Match { slug: slug(label)?, score, label }));
        let mut matches: Vec<_> = found.collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score));
        matches.truncate(count);
        matches
    }
}

/// Writes a file of vectors.
#[derive(Clone, Debug)]
pub struct Writer {
    model: String,
    dimensions: usize,
    slugs: Vec<String>,
    rows: Vec<u8>,
}

impl Writer {
    /// A file of vectors that a model makes, of so many dimensions: a multiple of 8, at most 4,096.
    #[must_use]
    pub fn new(model: &str, dimensions: usize) -> Self {
        Self { model: model.to_owned(), dimensions, slugs: Vec::new(), rows: Vec::new() }
    }

    /// Adds a vector of a term. Vectors of one term come one after another.
    pub fn push(&mut self, slug: &str, language: u8, part: u8, vector: &[f32]) {
        if self.slugs.last().is_none_or(|last| last != slug) {
            self.slugs.push(slug.to_owned());
        }
        let number = (self.slugs.len() - 1) as u16;
        let largest = vector.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
        let scale = largest / 127.0;
        self.rows.extend(number.to_le_bytes());
        self.rows.extend([language, part]);
        self.rows.extend(scale.to_le_bytes());
        let numbers = vector.iter().chain(std::iter::repeat(&0.0)).take(self.dimensions);
        self.rows.extend(numbers.map(|value| ((value / scale).round_ties_even() as i8).cast_unsigned()));
    }

    /// The file.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let slugs: String = self.slugs.iter().flat_map(|slug| [slug, "\n"]).collect();
        let mut file = MAGIC.to_vec();
        for number in [self.dimensions, self.model.len(), slugs.len()] {
            file.extend((number as u32).to_le_bytes());
        }
        file.extend(self.model.as_bytes());
        file.extend(slugs.as_bytes());
        file.extend(self.rows);
        file
    }
}
