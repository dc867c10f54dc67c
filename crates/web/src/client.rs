//! Who counts as one client where requests are counted by address.

use std::net::IpAddr;

/// The network that an address speaks for: an IPv4 address itself, of an IPv6 address the first 64 bits, which one household or server has
/// all to itself. Anything else counts as one and the same client.
#[must_use]
pub fn network(address: &str) -> String {
    let address = address.trim().trim_start_matches('[').trim_end_matches(']');
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Err(_) => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn a_household_does_not_become_many_by_changing_its_address() {
        assert_eq!(network("203.0.113.9"), "203.0.113.9");
        assert_eq!(network("[2001:db8:1:2:3:4:5:6]"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn what_is_no_address_is_one_client() {
        for text in ["", "unknown", "1.2.3", "203.0.113.9, 6.6.6.6", "a\nb"] {
            assert_eq!(network(text), "unknown");
        }
    }
}
