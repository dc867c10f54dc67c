//! Whether a recurrence rule is one. What dates it means is another matter.
//!
//! RFC 5545, section 3.3.10, without the parts finer than a day: practice is planned by days.

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Whether `text` is a recurrence rule, `FREQ` daily or coarser, every part at most once, and not both `COUNT` and `UNTIL`.
pub(super) fn is_rule(text: &str) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    let fine = text.split(';').all(|part| {
        part.split_once('=').is_some_and(|(name, value)| {
            let first_time = !seen.contains(&name);
            seen.push(name);
            first_time && is_part(name, value)
        })
    });
    fine && seen.contains(&"FREQ") && !(seen.contains(&"COUNT") && seen.contains(&"UNTIL"))
}

fn is_part(name: &str, value: &str) -> bool {
    let each = |fits: &dyn Fn(&str) -> bool| value.split(',').all(fits);
    match name {
        "FREQ" => ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].contains(&value),
        "INTERVAL" => number(value, 1, 1_000),
        "COUNT" => number(value, 1, 10_000),
        "UNTIL" => is_until(value),
        "WKST" => DAYS.contains(&value),
        "BYDAY" => each(&is_day),
        "BYMONTHDAY" => each(&|item| signed(item, 31)),
        "BYYEARDAY" => each(&|item| signed(item, 366)),
        "BYWEEKNO" => each(&|item| signed(item, 53)),
        "BYMONTH" => each(&|item| number(item, 1, 12)),
        "BYSETPOS" => each(&|item| signed(item, 366)),
        _ => false,
    }
}

fn is_day(item: &str) -> bool {
    let Some(at) = item.len().checked_sub(2) else {
        return false;
    };
    item.is_char_boundary(at) && DAYS.contains(&&item[at..]) && (at == 0 || signed(&item[..at], 53))
}

/// `20261231`, `20261231T235959` or the latter with `Z`.
fn is_until(value: &str) -> bool {
    let value = value.strip_suffix('Z').unwrap_or(value);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match value.split_once('T') {
        Some((day, time)) => day.len() == 8 && time.len() == 6 && digits(day) && digits(time),
        None => value.len() == 8 && digits(value),
    }
}

fn number(text: &str, min: u32, max: u32) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && text.parse().is_ok_and(|n| (min..=max).contains(&n))
}

fn signed(text: &str, max: u32) -> bool {
    number(text.strip_prefix(['+', '-']).unwrap_or(text), 1, max)
}

#[cfg(test)]
mod tests {
    use super::is_rule;

    #[test]
    fn rules_of_the_standard_pass() {
        for rule in [
            "FREQ=DAILY",
            "FREQ=WEEKLY;BYDAY=MO,TH",
            "FREQ=MONTHLY;BYDAY=-1SU;COUNT=12",
            "FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=2;UNTIL=20261231T235959Z",
            "FREQ=YEARLY;BYMONTH=6,7;BYSETPOS=-1;BYDAY=1MO,+2TU;WKST=SU",
            "COUNT=3;FREQ=DAILY",
        ] {
            assert!(is_rule(rule), "{rule}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for rule in [
            "",
            "DAILY",
            "FREQ=",
            "FREQ=HOURLY",
            "BYDAY=MO",
            "FREQ=DAILY;FREQ=WEEKLY",
            "FREQ=DAILY;COUNT=0",
            "FREQ=DAILY;COUNT=2;UNTIL=20261231",
            "FREQ=DAILY;UNTIL=tomorrow",
            "FREQ=WEEKLY;BYDAY=MON",
            "FREQ=WEEKLY;BYDAY=é",
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=DAILY;INTERVAL=99999999999999999999",
            "FREQ=DAILY;",
            "freq=daily",
        ] {
            assert!(!is_rule(rule), "{rule}");
        }
    }
}
