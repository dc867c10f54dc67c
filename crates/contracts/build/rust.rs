//! WIT to Rust, for the part of WIT that has a JSON form (see `wit/README.md`).

use std::fmt::Write;

use anyhow::{Result, bail};
use wit_parser::{Docs, Function, Interface, InterfaceId, PackageId, Resolve, Type, TypeDef, TypeDefKind, TypeId};

const DERIVES: &str = "#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]\n\
    #[cfg_attr(feature = \"openapi\", derive(utoipa::ToSchema))]\n";

/// One module for the package, with one for each interface in it.
pub(crate) fn package(resolve: &Resolve, id: PackageId, name: &str, out: &mut String) -> Result<()> {
    let package = &resolve.packages[id];
    writeln!(out, "/// `{}`.", package.name)?;
    writeln!(out, "pub mod {name} {{")?;
    for interface in package.interfaces.values() {
        module(resolve, *interface, out)?;
    }
    writeln!(out, "}}")?;
    Ok(())
}

fn module(resolve: &Resolve, id: InterfaceId, out: &mut String) -> Result<()> {
    let interface = &resolve.interfaces[id];
    let Some(name) = &interface.name else { bail!("an interface has no name") };
    docs(&interface.docs, out);
    writeln!(out, "pub mod {} {{", snake(name))?;
    for (name, id) in &interface.types {
        type_definition(resolve, name, *id, out)?;
    }
    for function in interface.functions.values() {
        call(resolve, interface, function, out)?;
    }
    writeln!(out, "}}")?;
    Ok(())
}

fn type_definition(resolve: &Resolve, name: &str, id: TypeId, out: &mut String) -> Result<()> {
    let definition = &resolve.types[id];
    docs(&definition.docs, out);
    let rust_name = pascal(name);
    match &definition.kind {
        TypeDefKind::Record(record) => {
            writeln!(out, "{DERIVES}#[serde(rename_all = \"camelCase\")]\npub struct {rust_name} {{")?;
            for field in &record.fields {
                docs(&field.docs, out);
                member(resolve, &field.name, &field.ty, out)?;
            }
            writeln!(out, "}}")?;
        }
        TypeDefKind::Enum(cases) => {
            writeln!(out, "{DERIVES}#[derive(Copy, PartialEq, Eq)]\n#[serde(rename_all = \"snake_case\")]")?;
            writeln!(out, "pub enum {rust_name} {{")?;
            for case in &cases.cases {
                docs(&case.docs, out);
                if case.docs.contents.is_none() {
                    writeln!(out, "/// `{}`.", case.name)?;
                }
                writeln!(out, "{},", pascal(&case.name))?;
            }
            writeln!(out, "}}")?;
        }
        TypeDefKind::Type(Type::Id(other)) => {
            let path = named(resolve, *other)?;
            writeln!(out, "#[doc(inline)]\npub use {path} as {rust_name};")?;
        }
        TypeDefKind::Type(_) if name == "json" => {
            writeln!(out, "pub type {rust_name} = Box<serde_json::value::RawValue>;")?;
        }
        TypeDefKind::Type(ty) => writeln!(out, "pub type {rust_name} = {};", rust(resolve, ty)?)?,
        other => bail!("{name}: a {} has no JSON form", other.as_str()),
    }
    Ok(())
}

fn member(resolve: &Resolve, name: &str, ty: &Type, out: &mut String) -> Result<()> {
    let rust_type = rust(resolve, ty)?;
    if rust_type.starts_with("Option<") {
        writeln!(out, "#[serde(default, skip_serializing_if = \"Option::is_none\")]")?;
    }
    // The schema of a value that may be anything has to be named: the type that carries its text is opaque.
    if rust_type.ends_with("Json>") || rust_type.ends_with("Json>>") {
        writeln!(out, "#[cfg_attr(feature = \"openapi\", schema(value_type = Object))]")?;
    }
    writeln!(out, "pub {}: {rust_type},", identifier(name))?;
    Ok(())
}

/// A module for a function: where it is called, with what, and what comes back.
fn call(resolve: &Resolve, interface: &Interface, function: &Function, out: &mut String) -> Result<()> {
    let interface_name = interface.name.as_deref().unwrap_or_default();
    docs(&function.docs, out);
    writeln!(out, "pub mod {} {{", snake(&function.name))?;
    writeln!(out, "/// Where the owner answers it.")?;
    writeln!(out, "pub const PATH: &str = \"/internal/{interface_name}/{}\";", function.name)?;
    writeln!(
        out,
        "/// What it is called with.\n{DERIVES}#[serde(rename_all = \"camelCase\")]\npub struct Parameters {{"
    )?;
    for parameter in &function.params {
        writeln!(out, "/// `{}`.", parameter.name)?;
        member(resolve, &parameter.name, &parameter.ty, out)?;
    }
    writeln!(out, "}}")?;
    let answer = match function.result.as_ref().map(|ty| success(resolve, ty)) {
        Some(Some(ty)) => rust(resolve, &ty)?,
        _ => "()".to_owned(),
    };
    writeln!(out, "/// What it answers.\npub type Answer = {answer};\n}}")?;
    Ok(())
}

/// The type of a success: what a `result` holds, or the type itself.
fn success(resolve: &Resolve, ty: &Type) -> Option<Type> {
    if let Type::Id(id) = ty
        && let TypeDefKind::Result(result) = &resolve.types[*id].kind
    {
        return result.ok;
    }
    Some(*ty)
}

fn rust(resolve: &Resolve, ty: &Type) -> Result<String> {
    Ok(match ty {
        Type::Bool => "bool".to_owned(),
        Type::U16 => "u16".to_owned(),
        Type::U32 => "u32".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::S64 => "i64".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Id(id) => match &resolve.types[*id].kind {
            TypeDefKind::Option(inner) => format!("Option<{}>", rust(resolve, inner)?),
            TypeDefKind::List(inner) => match string_keyed(resolve, inner) {
                Some(value) => format!("std::collections::BTreeMap<String, {}>", rust(resolve, &value)?),
                None => format!("Vec<{}>", rust(resolve, inner)?),
            },
            _ => named(resolve, *id)?,
        },
        other => bail!("{other:?} has no JSON form"),
    })
}

/// The value type where `ty` is `tuple<string, _>`.
fn string_keyed(resolve: &Resolve, ty: &Type) -> Option<Type> {
    let Type::Id(id) = ty else { return None };
    match &resolve.types[*id].kind {
        TypeDefKind::Tuple(tuple) if tuple.types.len() == 2 && tuple.types[0] == Type::String => Some(tuple.types[1]),
        _ => None,
    }
}

/// The full path of a type that has a name.
fn named(resolve: &Resolve, id: TypeId) -> Result<String> {
    let TypeDef { name: Some(name), owner: wit_parser::TypeOwner::Interface(owner), .. } = &resolve.types[id] else {
        bail!("only named types of interfaces have a JSON form")
    };
    let interface = &resolve.interfaces[*owner];
    let Some(package) = interface.package.map(|id| &resolve.packages[id].name.name) else {
        bail!("{name} has no package")
    };
    let module = snake(interface.name.as_deref().unwrap_or_default());
    Ok(format!("crate::{}::{module}::{}", snake(package), pascal(name)))
}

fn docs(docs: &Docs, out: &mut String) {
    for line in docs.contents.iter().flat_map(|text| text.lines()) {
        let _ = writeln!(out, "/// {line}");
    }
}

fn identifier(name: &str) -> String {
    let name = snake(name);
    if name == "type" { "r#type".to_owned() } else { name }
}

fn snake(name: &str) -> String {
    name.replace('-', "_")
}

fn pascal(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('-') {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}
