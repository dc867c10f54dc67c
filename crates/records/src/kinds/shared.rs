//! Fields that several kinds have.

use super::rule::{Field, Rule, filled, optional, required, text};

pub(super) const TITLE: Field = required("title", filled(255), "What the piece is called.");
pub(super) const COMPOSER: Field = optional("composer", text(255), "Who wrote it.");
pub(super) const TAG: Rule = filled(50);
pub(super) const TAGS: Field = optional("tags", Rule::List { max: 10, of: &TAG }, "Words to find it by.");
pub(super) const WORD: Rule = filled(100);
pub(super) const TECHNIQUES: Field =
    optional("techniques", Rule::List { max: 20, of: &WORD }, "Techniques worked on, such as scales or octaves.");
pub(super) const NOTES: Field = optional("notes", text(5_000), "Free text.");
pub(super) const TEMPO: Rule = Rule::Integer { min: 1, max: 1_000 };
pub(super) const OPEN: Rule = Rule::Anything { max_bytes: 16_384 };
pub(super) const METADATA: Field = optional("metadata", OPEN, "Anything a client wants to keep with it.");

/// A piece as it is referred to.
pub(super) const PIECE_REFERENCE: Rule = Rule::Object(&[
    optional("scoreId", Rule::ScoreId, "The identity of the piece."),
    optional("title", text(255), "What the piece is called."),
    COMPOSER,
]);
pub(super) const PIECE_REFERENCES: Field =
    optional("pieceRefs", Rule::List { max: 50, of: &PIECE_REFERENCE }, "The pieces it is about.");
