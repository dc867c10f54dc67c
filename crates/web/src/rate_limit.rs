//! What a rate limit is, and what it says of itself (draft-ietf-httpapi-ratelimit-headers).

/// So many requests in so many seconds, counted in fixed windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is called in the headers and in the counter's name.
    pub name: &'static str,
    /// Requests allowed in a window.
    pub quota: u32,
    /// The length of a window in seconds.
    pub window: u32,
}

/// Where a caller stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether the request passes.
    pub allowed: bool,
    /// Requests left in this window.
    pub remaining: u32,
    /// Seconds until the next window begins.
    pub reset: u32,
}

impl Policy {
    /// The number of the window that `now` (Unix milliseconds) lies in.
    #[must_use]
    pub const fn window_at(&self, now: u64) -> u64 {
        now / 1_000 / self.window as u64
    }

    /// Where a caller stands who has made `count` requests in this window, the present one included.
    #[must_use]
    pub fn standing(&self, count: u64, now: u64) -> Standing {
        let into = u32::try_from(now / 1_000 % u64::from(self.window)).unwrap_or(0);
        Standing {
            allowed: count <= u64::from(self.quota),
            remaining: u32::try_from(u64::from(self.quota).saturating_sub(count)).unwrap_or(0),
            reset: self.window - into,
        }
    }

    /// `RateLimit-Policy`.
    #[must_use]
    pub fn policy_header(&self) -> String {
        format!("\"{}\";q={};w={}", self.name, self.quota, self.window)
    }

    /// `RateLimit`.
    #[must_use]
    pub fn header(&self, standing: Standing) -> String {
        format!("\"{}\";r={};t={}", self.name, standing.remaining, standing.reset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINKS: Policy = Policy { name: "magic-link", quota: 5, window: 3_600 };

    #[test]
    fn the_last_allowed_request_leaves_nothing_and_the_next_is_refused() {
        let now = 7_200_000 + 600_000;
        assert_eq!(LINKS.standing(5, now), Standing { allowed: true, remaining: 0, reset: 3_000 });
        assert_eq!(LINKS.standing(6, now), Standing { allowed: false, remaining: 0, reset: 3_000 });
    }

    #[test]
    fn a_window_ends_when_it_says_it_does() {
        let now = 7_200_000 + 600_000;
        let reset = u64::from(LINKS.standing(1, now).reset) * 1_000;
        assert_eq!(LINKS.window_at(now), LINKS.window_at(now + reset - 1));
        assert_eq!(LINKS.window_at(now) + 1, LINKS.window_at(now + reset));
    }

    #[test]
    fn it_says_so_as_the_draft_wants_it() {
        assert_eq!(LINKS.policy_header(), "\"magic-link\";q=5;w=3600");
        assert_eq!(LINKS.header(LINKS.standing(1, 0)), "\"magic-link\";r=4;t=3600");
    }
}
