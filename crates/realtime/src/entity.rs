//! Kinds of records, as frames name them.

/// Each kind with its entity, the one that an entity means where no kind is said before the others.
const KINDS: [(&str, &str); 7] = [
    ("logbook_entry", "logbook"),
    ("repertoire_item", "repertoire"),
    ("goal", "goals"),
    ("practice_plan", "plans"),
    ("plan_occurrence", "plans"),
    ("plan_template", "plans"),
    ("preferences", "preferences"),
];

/// The entity of a kind. A kind that is not known is its own: a newer server may know more.
#[must_use]
pub fn of_kind(kind: &str) -> &str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or(kind, |(_, entity)| entity)
}

/// The kind that `entity` means, of which `kind` may choose one. `None` where the two do not go together.
#[must_use]
pub fn kind(entity: &str, kind: Option<&str>) -> Option<&'static str> {
    let fits = |known: &&(&str, &str)| known.1 == entity && kind.is_none_or(|kind| kind == known.0);
    KINDS.iter().find(fits).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_and_a_kind_have_to_go_together() {
        assert_eq!(kind("plans", None), Some("practice_plan"));
        assert_eq!(kind("plans", Some("plan_occurrence")), Some("plan_occurrence"));
        assert_eq!(kind("goals", Some("plan_occurrence")), None);
        assert_eq!(kind("scores", None), None);
        assert_eq!((of_kind("plan_template"), of_kind("score")), ("plans", "score"));
    }
}
