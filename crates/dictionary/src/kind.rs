//! What sort of thing a term is.

use serde::{Deserialize, Serialize};

/// Defines the kinds and their names.
macro_rules! kinds {
    ($($variant:ident = $name:literal, $what:literal;)*) => {
        /// What sort of thing a term is. Also the folder of its file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind {
            $(#[doc = $what] #[serde(rename = $name)] $variant,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As it is written.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

kinds! {
    Tempo = "tempo", "How fast.";
    Dynamics = "dynamics", "How loud.";
    Articulation = "articulation", "How a note is begun, held and left.";
    Expression = "expression", "In which spirit.";
    Form = "form", "How a piece is built.";
    Genre = "genre", "What sort of piece it is.";
    Harmony = "harmony", "Chords and keys.";
    Theory = "theory", "What music is made of.";
    Notation = "notation", "How it is written.";
    Ornament = "ornament", "What decorates a note.";
    Technique = "technique", "How it is played or sung.";
    Instrument = "instrument", "What it is played on.";
    Practice = "practice", "How it is learnt.";
}

impl Kind {
    /// The kind of that name, in any case.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}
