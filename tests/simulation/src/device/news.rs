//! Takes in what the server tells while a connection is open: `frontend/src/sync/news.ts`.

use super::{Device, News};
use crate::defect::Defect;

/// What became of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// They were what comes next.
    Next,
    /// They were known.
    Known,
    /// They were something else, and it takes a pull to know what.
    Gap,
}

impl Device {
    /// Takes news in where they are exactly what comes next here. Anything else changes nothing: news are lost, repeated and out of order.
    pub(crate) fn hear(&mut self, news: &News) -> Taken {
        let progress = &self.disk.progress;
        // A pull from 0 is told everything, and puts the cursor where it ends.
        if progress.sweep.is_some() || progress.cursor == 0 {
            return Taken::Gap;
        }
        if news.version <= progress.cursor {
            return Taken::Known;
        }
        let fresh: Vec<_> = news.changes.iter().filter(|change| change.version > progress.cursor).cloned().collect();
        let is_next = match self.defect {
            Some(Defect::TakesNewsWithGaps) => !fresh.is_empty(),
            Some(Defect::TakesNewsWithoutChanges) if fresh.is_empty() => true,
            _ => fresh.iter().map(|change| change.version).eq(progress.cursor + 1..=news.version),
        };
        if !is_next {
            return self.doubts();
        }
        self.merge(&fresh);
        self.disk.progress.cursor = news.version;
        Taken::Next
    }

    /// There is something to pull.
    pub(crate) fn doubts(&self) -> Taken {
        if self.defect == Some(Defect::IgnoresGaps) { Taken::Known } else { Taken::Gap }
    }

    /// Whether it has pulled everything up to the version that it is greeted with.
    pub(crate) fn is_at(&self, version: u64) -> bool {
        let progress = &self.disk.progress;
        self.defect == Some(Defect::IgnoresGreeting) || (progress.sweep.is_none() && progress.cursor == version)
    }
}
