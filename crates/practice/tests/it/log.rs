//! A practice log to ask about, in few words.

use jiff::civil::{DateTime, Weekday};
use jiff::tz::TimeZone;
use mirubato_practice::{Entry, Options, Piece, Range, Summary, summarise};

/// A user somewhere, at some moment, with a log.
pub(crate) struct Log {
    pub(crate) options: Options,
    pub(crate) entries: Vec<Entry>,
}

impl Log {
    /// In the time zone `zone`, when clocks there show `now`. Weeks begin on Monday.
    pub(crate) fn at(zone: &str, now: &str) -> Self {
        let zone = TimeZone::get(zone).expect("a time zone");
        let now = clock(now).to_zoned_datetime(zone.clone()).expect("a time").timestamp();
        let options = Options { range: Range::default(), zone, now, week_start: Weekday::Monday };
        Self { options, entries: Vec::new() }
    }

    pub(crate) fn in_range(mut self, from: &str, to: &str) -> Self {
        self.options.range = Range { from: Some(from.parse().expect("a date")), to: Some(to.parse().expect("a date")) };
        self
    }

    /// Practice of the piano from when clocks showed `start`, without pieces.
    pub(crate) fn practised(self, start: &str, minutes: u32) -> Self {
        self.played(start, minutes, &[])
    }

    /// Practice of pieces, each a title and composer parted by a slash, and after a second slash the minutes it took.
    pub(crate) fn played(self, start: &str, minutes: u32, pieces: &[&str]) -> Self {
        let pieces = pieces.iter().map(|piece| read_piece(piece)).collect();
        self.logged(start, Entry { duration_s: minutes * 60, pieces, ..Entry::default() })
    }

    /// An entry that began when clocks showed `start`.
    pub(crate) fn logged(mut self, start: &str, mut entry: Entry) -> Self {
        let start = clock(start).to_zoned_datetime(self.options.zone.clone()).expect("a time");
        entry.timestamp_ms = start.timestamp().as_millisecond();
        entry.id = format!("entry {}", self.entries.len() + 1);
        for (field, usual) in [(&mut entry.kind, "practice"), (&mut entry.instrument, "piano")] {
            if field.is_empty() {
                usual.clone_into(field);
            }
        }
        self.entries.push(entry);
        self
    }

    pub(crate) fn summary(&self) -> Summary {
        summarise(&self.entries, &self.options)
    }
}

fn clock(text: &str) -> DateTime {
    text.parse().expect("a date and time")
}

fn read_piece(text: &str) -> Piece {
    let mut parts = text.split('/').map(str::trim);
    Piece {
        score_id: None,
        title: parts.next().unwrap_or_default().to_owned(),
        composer: parts.next().filter(|name| !name.is_empty()).map(str::to_owned),
        duration: parts.next().and_then(|minutes| minutes.parse().ok()).map(|minutes: u32| minutes * 60),
    }
}
