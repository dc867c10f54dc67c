//! Which trigger answers a path. Of several that match, the most exact one does, as in Spin: segment by segment, text before `:name` before
//! `/...`, and then the shorter route.

use http::HeaderValue;

use crate::manifest::{HttpTrigger, ManifestError, Route};

/// Paths below this belong to the host, whatever the manifest says.
pub(crate) const RESERVED: &str = "/.well-known/spin/";

/// The public routes of an application, the most exact first.
#[derive(Debug)]
pub(crate) struct Router(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    trigger: usize,
    pattern: Vec<Segment>,
    route: RouteHeaders,
}

/// What one part of a path must be. The order is the order of precedence.
#[derive(Debug, PartialEq, Eq)]
enum Segment {
    Text(String),
    /// `:name`.
    Name(String),
    /// `...`, always the last.
    Rest,
}

/// What a component is told about the route it was reached by. The same for every request, so the values are made once.
#[derive(Clone, Debug)]
pub(crate) struct RouteHeaders {
    /// The route as written.
    pub(crate) raw: HeaderValue,
    /// The route as written, without `/...`.
    pub(crate) prefix: HeaderValue,
    /// The route with a slash in front and none at the end.
    pub(crate) matched: HeaderValue,
}

/// A path that some trigger answers.
#[derive(Debug)]
pub(crate) struct Match<'a> {
    /// The index of the trigger.
    pub(crate) trigger: usize,
    /// Its route.
    pub(crate) route: &'a RouteHeaders,
    /// What `/...` stands for, with the slash before it and any at the end; empty without `/...`.
    pub(crate) rest: String,
    /// What each `:name` stands for.
    pub(crate) captures: Vec<(&'a str, &'a str)>,
}

impl RouteHeaders {
    fn new(raw: &str) -> Option<Self> {
        let value = |text: &str| HeaderValue::from_str(text).ok().filter(|_| text.is_ascii());
        Some(Self {
            raw: value(raw)?,
            prefix: value(raw.strip_suffix("/...").unwrap_or(raw))?,
            matched: value(&normal(raw))?,
        })
    }

    /// The route a called component is told it was reached by.
    #[must_use]
    pub(crate) fn of_service() -> Self {
        let all = HeaderValue::from_static("/...");
        Self { raw: all.clone(), prefix: HeaderValue::from_static(""), matched: all }
    }
}

fn normal(route: &str) -> String {
    let route = route.strip_suffix('/').unwrap_or(route);
    if route.is_empty() || route.starts_with('/') { route.to_owned() } else { format!("/{route}") }
}

impl Router {
    /// Builds the router. Of several triggers with the same route the last one counts; the others are returned with it.
    ///
    /// # Errors
    /// When a route cannot be read.
    pub(crate) fn new(triggers: &[HttpTrigger]) -> Result<(Self, Vec<usize>), ManifestError> {
        let mut entries = Vec::new();
        let mut shadowed = Vec::new();
        for (index, trigger) in triggers.iter().enumerate() {
            let Route::Path(raw) = &trigger.route else { continue };
            if triggers[index + 1..].iter().any(|later| later.route == trigger.route) {
                shadowed.push(index);
                continue;
            }
            let place = || format!("trigger.http[{index}].route");
            let pattern = read(raw).map_err(|problem| ManifestError::new(place(), format!("{raw:?}: {problem}")))?;
            let route = RouteHeaders::new(raw)
                .ok_or_else(|| ManifestError::new(place(), format!("{raw:?} has characters that no URL has")))?;
            entries.push(Entry { trigger: index, pattern, route });
        }
        entries.sort_by_key(|entry| entry.pattern.iter().map(Segment::rank).collect::<Vec<_>>());
        Ok((Self(entries), shadowed))
    }

    /// Finds the trigger for a path, percent-encoding left as it is.
    #[must_use]
    pub(crate) fn find<'a>(&'a self, path: &'a str) -> Option<Match<'a>> {
        let trimmed = path.trim_matches('/');
        self.0.iter().find_map(|entry| {
            let (rest, captures) = matches(&entry.pattern, trimmed)?;
            let rest = rest.map_or_else(String::new, |rest| {
                let (before, after) =
                    (if rest.is_empty() { "" } else { "/" }, if path.ends_with('/') { "/" } else { "" });
                format!("{before}{rest}{after}")
            });
            Some(Match { trigger: entry.trigger, route: &entry.route, rest, captures })
        })
    }
}

impl Segment {
    fn rank(&self) -> u8 {
        match self {
            Self::Text(_) => 0,
            Self::Name(_) => 1,
            Self::Rest => 2,
        }
    }
}

type Captures<'a> = Vec<(&'a str, &'a str)>;

/// What `...` and the names stand for, if `path`, without slashes around it, fits.
fn matches<'a>(pattern: &'a [Segment], path: &'a str) -> Option<(Option<&'a str>, Captures<'a>)> {
    let mut left = Some(path).filter(|path| !path.is_empty());
    let mut captures = Vec::new();
    for segment in pattern {
        if *segment == Segment::Rest {
            return Some((Some(left.unwrap_or("")), captures));
        }
        let (part, rest) = match left?.split_once('/') {
            Some((part, rest)) => (part, Some(rest)),
            None => (left?, None),
        };
        match segment {
            Segment::Text(text) if text != part => return None,
            Segment::Name(name) => captures.push((name.as_str(), part)),
            Segment::Text(_) | Segment::Rest => {}
        }
        left = rest;
    }
    left.is_none().then_some((None, captures))
}

fn read(route: &str) -> Result<Vec<Segment>, &'static str> {
    let parts: Vec<_> = route.split('/').filter(|part| !part.is_empty()).collect();
    let last = parts.len().saturating_sub(1);
    let read_part = |(index, part): (usize, &&str)| match (*part, part.strip_prefix(':')) {
        ("..." | "*", _) if index == last => Ok(Segment::Rest),
        (part, _) if part == "..." || part.starts_with('*') => Err("a wildcard is `...` and stands only at the end"),
        (_, Some("")) => Err("`:` must be followed by a name"),
        (_, Some(name)) if name.contains(['.', ':']) => Err("this host wants `:name` to be a whole segment"),
        (_, Some(name)) => Ok(Segment::Name(name.to_owned())),
        (part, None) => Ok(Segment::Text(part.to_owned())),
    };
    parts.iter().enumerate().map(read_part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Target;

    fn trigger(route: &str) -> HttpTrigger {
        HttpTrigger { route: Route::Path(route.to_owned()), target: Target::Component(route.to_owned()) }
    }

    /// The route that answers `path`, and what `/...` stands for.
    fn answer(routes: &[&str], path: &str) -> Option<(String, String)> {
        let triggers: Vec<_> = routes.iter().map(|route| trigger(route)).collect();
        let (router, _) = Router::new(&triggers).unwrap();
        router.find(path).map(|found| (routes[found.trigger].to_owned(), found.rest))
    }

    #[track_caller]
    fn answers(routes: &[&str], path: &str, route: &str, rest: &str) {
        assert_eq!(answer(routes, path), Some((route.to_owned(), rest.to_owned())), "{path}");
    }

    #[test]
    fn the_most_exact_route_answers() {
        let routes = ["/...", "/api/...", "/api/users/:id", "/api/users/me", "/api/users/:id/posts/...", "/:page"];
        answers(&routes, "/", "/...", "/");
        answers(&routes, "/api", "/api/...", "");
        answers(&routes, "/about", "/:page", "");
        answers(&routes, "/about/us", "/...", "/about/us");
        answers(&routes, "/api/users/me", "/api/users/me", "");
        answers(&routes, "/api/users/7", "/api/users/:id", "");
        answers(&routes, "/api/users/7/posts/3", "/api/users/:id/posts/...", "/3");
        answers(&routes, "/api/other", "/api/...", "/other");
    }

    #[test]
    fn the_rest_keeps_its_slashes() {
        answers(&["/a/..."], "/a", "/a/...", "");
        answers(&["/a/..."], "/a/", "/a/...", "/");
        answers(&["/a/..."], "/a/b", "/a/...", "/b");
        answers(&["/a/..."], "/a/b/", "/a/...", "/b/");
        assert_eq!(answer(&["/a/..."], "/ab"), None);
    }

    #[test]
    fn paths_are_matched_as_they_come() {
        answers(&["/a/..."], "/a/%2e%2e/b", "/a/...", "/%2e%2e/b");
        answers(&["/a/..."], "/a//b", "/a/...", "//b");
        answers(&["/a/b"], "//a/b//", "/a/b", "");
        assert_eq!(answer(&["/a/b"], "/a//b"), None);
        assert_eq!(answer(&["/a"], "/%61"), None);
        assert_eq!(answer(&["/:a"], "/"), None);
    }

    #[test]
    fn names_capture_whole_segments() {
        let triggers = [trigger("/:first/x/:second")];
        let (router, _) = Router::new(&triggers).unwrap();
        let found = router.find("/1/x/2").unwrap();
        assert_eq!(found.captures, [("first", "1"), ("second", "2")]);
        assert!(router.find("/1/x").is_none());
    }

    #[test]
    fn of_two_equal_routes_the_later_one_counts() {
        let (router, shadowed) = Router::new(&[trigger("/a"), trigger("/b"), trigger("/a")]).unwrap();
        assert_eq!(router.find("/a").unwrap().trigger, 2);
        assert_eq!(shadowed, [0]);
    }

    #[test]
    fn private_routes_are_reached_by_no_path() {
        let private = HttpTrigger { route: Route::Private, target: Target::Component("a".to_owned()) };
        let (router, _) = Router::new(&[private]).unwrap();
        assert!(router.find("/").is_none() && router.find("/private").is_none());
    }

    #[test]
    fn routes_that_mean_nothing_are_refused() {
        for route in ["/a/*/b", "/*.js", "/a/*b", "/a/.../b", "/:", "/:a:b", "/ä", "/a b\n"] {
            let error = Router::new(&[trigger(route)]).unwrap_err();
            assert_eq!(error.place, "trigger.http[0].route", "{route}");
        }
    }
}
