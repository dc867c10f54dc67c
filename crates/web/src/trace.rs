//! W3C trace context: passing a trace on to the services called.

/// A `traceparent` that is well formed: `00-{32 hex}-{16 hex}-{2 hex}`, neither id all zeros.
#[must_use]
pub fn is_traceparent(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some("00"), Some(trace), Some(parent), Some(flags), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let hex = |part: &str, length| part.len() == length && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let filled = |part: &str| part.bytes().any(|b| b != b'0');
    hex(trace, 32) && filled(trace) && hex(parent, 16) && filled(parent) && hex(flags, 2)
}

/// The context to send on: the same trace with `span` (16 hex digits) as the parent, or a new trace where none came in.
#[must_use]
pub fn child(incoming: Option<&str>, trace: &str, span: &str) -> String {
    match incoming.filter(|text| is_traceparent(text)) {
        Some(text) => format!("{}{span}{}", &text[..36], &text[52..]),
        None => format!("00-{trace}-{span}-00"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INCOMING: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn the_trace_goes_on_under_a_new_span() {
        assert_eq!(
            child(Some(INCOMING), "", "b9c7c989f97918e1"),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-b9c7c989f97918e1-01"
        );
    }

    #[test]
    fn what_is_no_trace_context_begins_a_new_one() {
        let trace = "0af7651916cd43dd8448eb211c80319c";
        for bad in [None, Some(""), Some("00-0-0-00"), Some("01-é"), Some(&INCOMING.to_uppercase()[..])] {
            assert_eq!(child(bad, trace, "b9c7c989f97918e1"), format!("00-{trace}-b9c7c989f97918e1-00"));
        }
    }
}
