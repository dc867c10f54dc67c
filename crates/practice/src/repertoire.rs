//! Pieces and composers, summed under one name however they were typed.

use std::collections::BTreeMap;

use mirubato_names::{composer, normalise_score_id, score_id};

use crate::entry::Piece;
use crate::group::{Groups, NONE, Sitting, Slot};

/// The sums by piece and by composer. What a name means is worked out once: a log has many entries of few pieces.
#[derive(Debug, Default)]
pub(crate) struct Repertoire {
    pub(crate) pieces: Groups,
    pub(crate) composers: Groups,
    /// Pieces by the id they came with.
    by_id: BTreeMap<String, Slot>,
    /// Pieces that came without one, by composer and title as typed.
    by_words: BTreeMap<String, BTreeMap<String, Slot>>,
    /// Composers as typed.
    by_name: BTreeMap<String, Slot>,
}

impl Repertoire {
    /// Adds what a session gives to a piece, and through it to its composer.
    pub(crate) fn add(&mut self, piece: &Piece, seconds: u64, sitting: Sitting) {
        let composer = self.composer(piece.composer.as_deref().unwrap_or_default());
        self.composers.add(composer, seconds, sitting);
        let slot = self.piece(piece);
        self.pieces.add(slot, seconds, sitting);
        let name = Some(self.composers.key(composer)).filter(|name| *name != NONE);
        self.pieces.call(slot, &piece.title, name, sitting.at);
    }

    /// Adds what a session gives to no piece.
    pub(crate) fn add_rest(&mut self, seconds: u64, sitting: Sitting) {
        for groups in [&mut self.pieces, &mut self.composers] {
            let slot = groups.slot(NONE);
            groups.add(slot, seconds, sitting);
        }
    }

    fn piece(&mut self, piece: &Piece) -> Slot {
        if let Some(id) = piece.score_id.as_deref().filter(|id| !id.is_empty()) {
            return find(&mut self.by_id, id, || self.pieces.slot(&normalise_score_id(id)));
        }
        let composer = piece.composer.as_deref().unwrap_or_default();
        let titles = self.by_words.entry(composer.to_owned()).or_default();
        find(titles, &piece.title, || self.pieces.slot(&score_id(&piece.title, Some(composer))))
    }

    /// The composer of a name. Nobody where it is empty or says that it is unknown.
    fn composer(&mut self, typed: &str) -> Slot {
        find(&mut self.by_name, typed, || match composer(typed).as_str() {
            "Unknown" => self.composers.slot(NONE),
            name => self.composers.slot(name),
        })
    }
}

fn find(known: &mut BTreeMap<String, Slot>, typed: &str, make: impl FnOnce() -> Slot) -> Slot {
    if let Some(slot) = known.get(typed) {
        return *slot;
    }
    let slot = make();
    known.insert(typed.to_owned(), slot);
    slot
}
