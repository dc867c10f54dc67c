//! What renaming a piece does to a record.

use mirubato_names::{fold, score_id};
use mirubato_records::Record;
use serde_json::{Map, Value};

use crate::resource::Values;
use crate::store::pieces::Occurrences;

/// What a piece is called.
#[derive(Clone, Debug)]
pub struct Name {
    /// The title.
    pub title: String,
    /// The composer, or none. Where this is not set: any, or the same as before.
    pub composer: Option<Option<String>>,
}

/// From one name to another.
#[derive(Clone, Debug)]
pub struct Renaming {
    old: Name,
    new: Name,
    /// The identity of the old name, where it names one piece.
    identity: Option<String>,
    /// The identity of the old title, whoever wrote it.
    title: String,
}

/// Lists of pieces and, in `segments`, of what has such lists.
const LISTS: [&str; 3] = ["pieces", "pieceRefs", "segments"];

impl Renaming {
    /// From one name to another.
    #[must_use]
    pub fn new(old: Name, new: Name) -> Self {
        let identity = old.composer.as_ref().map(|composer| score_id(&old.title, composer.as_deref()));
        let title = score_id(&old.title, None);
        Self { old, new, identity, title }
    }

    /// Where the piece may occur.
    #[must_use]
    pub fn occurrences(&self) -> Occurrences {
        let kinds =
            vec!["logbook_entry", "repertoire_item", "goal", "practice_plan", "plan_occurrence", "plan_template"];
        Occurrences { kinds, score_id: self.identity.clone(), title: Some(fold(&self.old.title)) }
    }

    /// The fields of a record that change.
    #[must_use]
    pub fn of(&self, kind: &str, record: &Record) -> Values {
        let read = |name: &str| serde_json::from_str::<Value>(record.value(name)?).ok();
        let mut fields = Map::new();
        let own: &[&str] = match kind {
            "repertoire_item" => &["scoreId", "title", "composer"],
            "goal" => &["scoreId"],
            _ => &[],
        };
        for name in own.iter().chain(&LISTS) {
            fields.extend(read(name).map(|value| ((*name).to_owned(), value)));
        }
        let before = fields.clone();
        if kind == "goal" {
            // Its title says what is to be reached, and is not the piece's.
            self.identify(&mut fields, None);
        } else if kind == "repertoire_item" {
            self.rename(&mut fields);
        }
        self.within(&mut fields);
        let changed = fields.into_iter().filter(|(name, value)| before.get(name) != Some(value));
        changed.map(|(name, value)| (name, value.to_string())).collect()
    }

    fn within(&self, object: &mut Map<String, Value>) {
        for name in LISTS {
            for item in object.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten() {
                let Some(item) = item.as_object_mut() else { continue };
                if name != "segments" {
                    self.rename(item);
                }
                self.within(item);
            }
        }
    }

    /// Renames a piece, if it is the one.
    fn rename(&self, piece: &mut Map<String, Value>) {
        let text = |name: &str| piece.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        let (title, composer) = (text("title"), text("composer"));
        let own_identity = title.as_deref().map(|title| score_id(title, composer.as_deref()));
        let is_it = match &self.identity {
            Some(identity) => own_identity.as_ref() == Some(identity) || text("scoreId").as_ref() == Some(identity),
            None => title.is_some_and(|title| score_id(&title, None) == self.title),
        };
        if !is_it {
            return;
        }
        piece.insert("title".to_owned(), self.new.title.as_str().into());
        if let Some(composer) = &self.new.composer {
            piece.insert("composer".to_owned(), composer.as_deref().into());
        }
        self.identify(piece, own_identity.as_deref());
    }

    /// Gives the new identity to what had the old one. An identity that the score library gave stays.
    fn identify(&self, piece: &mut Map<String, Value>, own: Option<&str>) {
        let Some(id) = piece.get("scoreId").and_then(Value::as_str).map(ToOwned::to_owned) else { return };
        if Some(&id) != self.identity.as_ref() && Some(id.as_str()) != own {
            return;
        }
        let kept = || match piece.get("composer") {
            Some(composer) => composer.as_str().map(ToOwned::to_owned),
            None => self.old.composer.clone().flatten(),
        };
        let composer = self.new.composer.clone().unwrap_or_else(kept);
        piece.insert("scoreId".to_owned(), score_id(&self.new.title, composer.as_deref()).into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn name(title: &str, composer: Option<Option<&str>>) -> Name {
        Name { title: title.to_owned(), composer: composer.map(|composer| composer.map(ToOwned::to_owned)) }
    }

    fn renamed(renaming: &Renaming, kind: &str, fields: Value) -> Value {
        let Value::Object(fields) = fields else { return Value::Null };
        let record = Record::setting(fields.into_iter().map(|(name, value)| (name, value.to_string())), "1");
        let changed = renaming.of(kind, &record).into_iter();
        changed.map(|(name, value)| (name, serde_json::from_str(&value).unwrap())).collect::<Map<_, _>>().into()
    }

    #[test]
    fn a_piece_is_recognised_however_it_is_written() {
        let renaming =
            Renaming::new(name("für elise", Some(Some("Beethoven"))), name("Bagatelle", Some(Some("L. v. Beethoven"))));
        let pieces = json!([
            { "title": "Für  Elise", "composer": "Ludwig van Beethoven", "tempo": 60 },
            { "title": "Für Elise", "composer": "Somebody Else" },
            { "title": "?", "scoreId": "für elise-ludwig van beethoven" },
            { "title": "Für Elise", "composer": "Beethoven", "scoreId": "score_1" },
        ]);
        assert_eq!(
            renamed(&renaming, "logbook_entry", json!({ "pieces": pieces, "notes": "Für Elise" })),
            json!({ "pieces": [
                { "title": "Bagatelle", "composer": "L. v. Beethoven", "tempo": 60 },
                { "title": "Für Elise", "composer": "Somebody Else" },
                { "title": "Bagatelle", "composer": "L. v. Beethoven", "scoreId": "bagatelle-ludwig van beethoven" },
                { "title": "Bagatelle", "composer": "L. v. Beethoven", "scoreId": "score_1" },
            ] })
        );
    }

    #[test]
    fn without_a_composer_every_piece_of_that_title_is_meant_and_keeps_its_own() {
        let renaming = Renaming::new(name("Sonata", None), name("Sonate", None));
        assert_eq!(
            renamed(
                &renaming,
                "logbook_entry",
                json!({ "pieces": [{ "title": "sonata", "composer": "Haydn", "scoreId": "sonata-joseph haydn" }, { "title": "Sonata" }] })
            ),
            json!({ "pieces": [{ "title": "Sonate", "composer": "Haydn", "scoreId": "sonate-joseph haydn" }, { "title": "Sonate" }] })
        );
    }

    #[test]
    fn a_null_composer_means_pieces_without_one() {
        let renaming = Renaming::new(name("Etude", Some(None)), name("Study", Some(Some("Czerny"))));
        assert_eq!(
            renamed(
                &renaming,
                "logbook_entry",
                json!({ "pieces": [{ "title": "Etude", "composer": "Liszt" }, { "title": "Etude", "composer": null }] })
            ),
            json!({ "pieces": [{ "title": "Etude", "composer": "Liszt" }, { "title": "Study", "composer": "Czerny" }] })
        );
    }

    #[test]
    fn goals_and_plans_follow_by_identity() {
        let renaming = Renaming::new(name("Gigue", Some(Some("Bach"))), name("Jig", None));
        let (old, new) = ("gigue-johann sebastian bach", "jig-johann sebastian bach");
        let goal = json!({ "title": "Gigue", "scoreId": old });
        assert_eq!(renamed(&renaming, "goal", goal), json!({ "scoreId": new }));
        let segments = json!([{ "label": "Gigue", "pieceRefs": [{ "scoreId": old }] }, { "label": "x" }]);
        assert_eq!(
            renamed(&renaming, "plan_occurrence", json!({ "segments": segments })),
            json!({ "segments": [{ "label": "Gigue", "pieceRefs": [{ "scoreId": new, "title": "Jig" }] }, { "label": "x" }] })
        );
        let item = json!({ "scoreId": old, "title": "Gigue", "composer": "J. S. Bach", "status": "learning" });
        assert_eq!(renamed(&renaming, "repertoire_item", item), json!({ "scoreId": new, "title": "Jig" }));
    }

    #[test]
    fn renaming_to_the_same_name_changes_nothing() {
        let renaming = Renaming::new(name("Gigue", None), name("Gigue", None));
        let entry = json!({ "pieces": [{ "title": "Gigue", "composer": "Bach" }] });
        assert_eq!(renamed(&renaming, "logbook_entry", entry), json!({}));
    }
}
