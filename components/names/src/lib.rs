//! Names of pieces and composers as a component that imports nothing, for the browser.
//!
//! Apart from `merge`, because its tables are large and a phone needs them only when a piece is typed.
#![cfg(target_family = "wasm")]

mod bindings {
    #![expect(unsafe_code, reason = "generated")]
    wit_bindgen::generate!({ path: "../../wit/records", world: "name-rules" });
    use super::Rules;
    export!(Rules);
}

use bindings::exports::mirubato::records::names;

struct Rules;

impl names::Guest for Rules {
    fn score_id(title: String, composer: Option<String>) -> String {
        mirubato_names::score_id(&title, composer.as_deref())
    }

    fn composer(name: String) -> String {
        mirubato_names::composer(&name)
    }

    fn likeness(title_a: String, composer_a: Option<String>, title_b: String, composer_b: Option<String>) -> f64 {
        mirubato_names::likeness(&title_a, composer_a.as_deref(), &title_b, composer_b.as_deref())
    }
}
