//! How the seconds of an entry are divided over what was played in it. Every division adds up to the whole.

use std::cmp::Reverse;

/// What a whole is divided into.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shares {
    /// One for each part, in their order.
    pub(crate) parts: Vec<u64>,
    /// What belongs to no part.
    pub(crate) rest: u64,
}

/// Divides `total` over parts of which some say what is theirs.
///
/// What is left goes evenly to those that do not say, or to none where all do. Where they claim more than there is, each gets its proportion.
pub(crate) fn divide(total: u32, claims: &[Option<u32>]) -> Shares {
    let claimed: u64 = claims.iter().flatten().copied().map(u64::from).sum();
    let Some(left) = u64::from(total).checked_sub(claimed) else {
        return Shares { parts: in_proportion(total, claims, claimed), rest: 0 };
    };
    let open = claims.iter().filter(|claim| claim.is_none()).count();
    let mut evenly = even_parts(left, open);
    let part = |claim: &Option<u32>| claim.map_or_else(|| evenly.next().unwrap_or(0), u64::from);
    Shares { parts: claims.iter().map(part).collect(), rest: if open == 0 { left } else { 0 } }
}

/// `count` whole numbers that add up to `total`, the larger first.
pub(crate) fn even_parts(total: u64, count: usize) -> impl Iterator<Item = u64> {
    let count = count as u64;
    let each = total.checked_div(count).unwrap_or(0);
    let larger = total.checked_rem(count).unwrap_or(0);
    (0..count).map(move |at| each + u64::from(at < larger))
}

/// Whole numbers that add up to `total`, in proportion to `claims`, whose sum `claimed` is greater.
///
/// By the method of the largest remainder: all are rounded down, and what is missing goes to those that lost most by it, the first of equals.
fn in_proportion(total: u32, claims: &[Option<u32>], claimed: u64) -> Vec<u64> {
    let exact: Vec<u64> = claims.iter().map(|claim| u64::from(total) * u64::from(claim.unwrap_or(0))).collect();
    let mut parts: Vec<u64> = exact.iter().map(|exact| exact / claimed).collect();
    let missing = u64::from(total) - parts.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by_key(|at| Reverse(exact[*at] % claimed));
    for (at, _) in order.into_iter().zip(0..missing) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn seconds_are_divided_as_the_pieces_say_or_else_evenly() {
        // total, what the pieces say, what they get, what is left
        for (total, claims, parts, rest) in [
            (600, vec![], vec![], 600),
            (600, vec![None], vec![600], 0),
            (600, vec![None, None], vec![300, 300], 0),
            (100, vec![None, None, None], vec![34, 33, 33], 0),
            (2, vec![None, None, None], vec![1, 1, 0], 0),
            (600, vec![Some(200), Some(100)], vec![200, 100], 300),
            (600, vec![Some(200), None, None], vec![200, 200, 200], 0),
            (600, vec![Some(600), None], vec![600, 0], 0),
            (600, vec![Some(0), Some(0)], vec![0, 0], 600),
            (600, vec![Some(900), Some(300)], vec![450, 150], 0),
            (100, vec![Some(100), Some(100), Some(100), None], vec![34, 33, 33, 0], 0),
            (0, vec![Some(5), None], vec![0, 0], 0),
        ] {
            assert_eq!(divide(total, &claims), Shares { parts, rest }, "{total} {claims:?}");
        }
    }

    #[test]
    fn even_parts_differ_by_a_second_at_most() {
        assert_eq!(even_parts(11, 3).collect::<Vec<_>>(), [4, 4, 3]);
        assert_eq!(even_parts(11, 0).collect::<Vec<_>>(), []);
    }

    proptest! {
        #[test]
        fn shares_add_up_to_the_whole(total: u32, claims in prop::collection::vec(prop::option::of(any::<u32>()), 0..20)) {
            let shares = divide(total, &claims);
            prop_assert_eq!(shares.parts.iter().sum::<u64>() + shares.rest, u64::from(total));
            prop_assert_eq!(shares.parts.len(), claims.len());
        }

        #[test]
        fn no_share_is_further_than_a_second_from_its_proportion(
            total in 0..90_000_u32,
            claims in prop::collection::vec(90_000..200_000_u32, 1..20),
        ) {
            let claimed: f64 = claims.iter().copied().map(f64::from).sum();
            let shares = divide(total, &claims.iter().copied().map(Some).collect::<Vec<_>>());
            for (part, claim) in shares.parts.into_iter().zip(claims) {
                let exact = f64::from(total) * f64::from(claim) / claimed;
                prop_assert!((part as f64 - exact).abs() < 1.0);
            }
        }
    }
}
