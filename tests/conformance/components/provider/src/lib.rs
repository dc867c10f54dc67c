//! Provides an interface and imports nothing.
#![cfg(target_family = "wasm")]

mod bindings {
    #![expect(unsafe_code, reason = "generated")]
    wit_bindgen::generate!({ path: "../../wit", world: "provider" });
    use super::Provider;
    export!(Provider);
}

struct Provider;

impl bindings::exports::conformance::texts::texts::Guest for Provider {
    fn shout(text: String) -> String {
        text.to_uppercase()
    }

    fn fail() {
        std::process::abort();
    }
}
