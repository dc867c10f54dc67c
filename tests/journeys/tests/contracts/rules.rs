//! The components without data are what `wit/` says, and can reach nothing.

use mirubato_support::app::root;
use wit_parser::Resolve;
use wit_parser::decoding::{DecodedWasm, decode};

/// Each component with its package and world.
const RULES: [(&str, &str, &str); 3] =
    [("merge", "records", "rules"), ("names", "records", "name-rules"), ("embedder", "dictionary", "embedder")];

fn component(name: &str) -> Vec<u8> {
    std::fs::read(root().join(format!("target/components/{name}.wasm"))).unwrap()
}

#[test]
fn they_import_nothing() {
    for (name, ..) in RULES {
        let DecodedWasm::Component(resolve, world) = decode(&component(name)).unwrap() else {
            panic!("{name} is no component");
        };
        let imports: Vec<_> = resolve.worlds[world].imports.keys().map(|key| resolve.name_world_key(key)).collect();
        assert!(imports.is_empty(), "{name} could reach {imports:?}");
    }
}

#[test]
fn they_have_every_function_of_their_world_in_its_very_form() {
    for (name, package, world) in RULES {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(root().join("wit").join(package)).unwrap();
        let world = resolve.packages[package].worlds[world];
        wit_component::targets(&resolve, world, &component(name), false)
            .unwrap_or_else(|error| panic!("{name}: {error:#}"));
    }
}

#[test]
fn the_embedder_is_no_larger_than_32_megabytes_with_its_weights() {
    assert!(component("embedder").len() <= 32_000_000);
}
