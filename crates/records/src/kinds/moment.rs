//! Days and times as they are written in JSON.

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time, UtcOffset};

/// Reads RFC 3339.
pub(super) fn parse(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

/// Milliseconds since the epoch.
pub(super) fn millis(moment: OffsetDateTime) -> i64 {
    moment.unix_timestamp() * 1_000 + i64::from(moment.millisecond())
}

/// RFC 3339 in UTC with milliseconds, the form of every time in the API.
pub(super) fn in_utc(moment: OffsetDateTime) -> String {
    let utc = moment.to_offset(UtcOffset::UTC);
    let (year, month, day) = (utc.year(), u8::from(utc.month()), utc.day());
    let (hour, minute, second) = utc.to_hms();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", utc.millisecond())
}

/// Whether it is a day such as `2026-11-24`.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10 && Date::parse(text, format_description!("[year]-[month]-[day]")).is_ok()
}

/// Whether it is a time such as `18:30`.
pub(super) fn is_time_of_day(text: &str) -> bool {
    text.len() == 5 && Time::parse(text, format_description!("[hour]:[minute]")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_the_same_in_every_zone() {
        let moment = parse("2026-09-21T16:13:20.1239+02:00").unwrap();
        assert_eq!(millis(moment), 1_790_000_000_123);
        assert_eq!(in_utc(moment), "2026-09-21T14:13:20.123Z");
        assert_eq!(millis(parse("1969-12-31T23:59:59.5Z").unwrap()), -500);
        for bad in ["", "2026-09-21", "2026-09-21 16:13", "2026-02-30T00:00:00Z", "2026-09-21T16:13:20", "tomorrow"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn days_and_times_are_real_ones() {
        assert!(is_date("2028-02-29") && !is_date("2026-02-29") && !is_date("2026-2-9") && !is_date("20260209  "));
        assert!(
            is_time_of_day("00:00") && is_time_of_day("23:59") && !is_time_of_day("24:00") && !is_time_of_day("9:30")
        );
    }
}
