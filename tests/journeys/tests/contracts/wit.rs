//! `wit/` as data, and whether JSON has the form that it promises.

use mirubato_support::app::root;
use serde_json::{Map, Value};
use wit_parser::{Function, Interface, Resolve, Type, TypeDefKind};

/// A package of `wit/` that travels as JSON.
pub(crate) struct Package {
    resolve: Resolve,
    owned: Vec<String>,
}

impl Package {
    /// Reads `wit/<name>`.
    pub(crate) fn read(name: &str) -> Self {
        let mut resolve = Resolve::default();
        resolve.push_dir(root().join("wit").join(name)).unwrap();
        let owner = resolve.worlds.iter().map(|(_, world)| world).find(|world| world.name == "owner").unwrap();
        let owned = owner.exports.keys().map(|key| resolve.name_world_key(key)).collect();
        Self { resolve, owned }
    }

    /// The functions that the package's owner answers, with their interface.
    pub(crate) fn owned(&self) -> impl Iterator<Item = (&Interface, &Function)> {
        let interfaces = self
            .resolve
            .interfaces
            .iter()
            .filter(|(id, _)| self.resolve.id_of(*id).is_some_and(|name| self.owned.contains(&name)));
        interfaces.flat_map(|(_, interface)| interface.functions.values().map(move |function| (interface, function)))
    }

    /// A function that the owner answers.
    pub(crate) fn function(&self, name: &str) -> &Function {
        self.owned().map(|(_, function)| function).find(|function| function.name == name).unwrap()
    }

    /// The records of the package: name in Pascal case, and the members with whether each may be absent.
    pub(crate) fn records(&self) -> Vec<(String, Vec<(String, bool)>)> {
        let definitions = self.resolve.types.iter().map(|(_, definition)| definition);
        let records = definitions.filter_map(|definition| match (&definition.name, &definition.kind) {
            (Some(name), TypeDefKind::Record(record)) => Some((name, record)),
            _ => None,
        });
        records
            .map(|(name, record)| {
                let member = |field: &wit_parser::Field| (camel(&field.name), self.is_optional(&field.ty));
                (pascal(name), record.fields.iter().map(member).collect())
            })
            .collect()
    }

    /// Fails unless `value` is the object of the function's parameters.
    #[track_caller]
    pub(crate) fn check_call(&self, name: &str, value: &Value) {
        let function = self.function(name);
        let members = function.params.iter().map(|parameter| (parameter.name.as_str(), &parameter.ty));
        self.check_object(members, value, name);
    }

    /// Fails unless `value` is what the function answers where it succeeds.
    #[track_caller]
    pub(crate) fn check_answer(&self, name: &str, value: &Value) {
        match &self.function(name).result {
            None => assert!(value.is_null(), "{name} answers nothing, not {value}"),
            Some(ty) => self.check(self.success(ty), value, name),
        }
    }

    /// Fails unless `value` is a record of the package.
    #[track_caller]
    pub(crate) fn check_record(&self, name: &str, value: &Value) {
        let mut definitions = self.resolve.types.iter().map(|(_, definition)| definition);
        let definition = definitions.find(|definition| definition.name.as_deref() == Some(name)).unwrap();
        self.check_kind(&definition.kind, name, value, name);
    }

    fn success<'a>(&'a self, ty: &'a Type) -> &'a Type {
        match self.kind(ty) {
            Some(TypeDefKind::Result(result)) => result.ok.as_ref().unwrap(),
            _ => ty,
        }
    }

    fn kind(&self, ty: &Type) -> Option<&TypeDefKind> {
        let Type::Id(id) = ty else { return None };
        Some(&self.resolve.types[*id].kind)
    }

    fn is_optional(&self, ty: &Type) -> bool {
        matches!(self.kind(ty), Some(TypeDefKind::Option(_)))
    }

    fn check(&self, ty: &Type, value: &Value, at: &str) {
        let fits = match ty {
            Type::Id(id) => {
                let definition = &self.resolve.types[*id];
                return self.check_kind(&definition.kind, definition.name.as_deref().unwrap_or_default(), value, at);
            }
            Type::Bool => value.is_boolean(),
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => value.is_u64(),
            Type::S8 | Type::S16 | Type::S32 | Type::S64 => value.is_i64(),
            Type::F32 | Type::F64 => value.is_number(),
            Type::String | Type::Char => value.is_string(),
            Type::ErrorContext => false,
        };
        assert!(fits, "{at} is a {ty:?}, not {value}");
    }

    fn check_kind(&self, kind: &TypeDefKind, name: &str, value: &Value, at: &str) {
        match kind {
            // Text in WIT, the value itself on the wire.
            TypeDefKind::Type(_) if name == "json" => {}
            TypeDefKind::Option(_) if value.is_null() => {
                assert!(!at.contains('/'), "{at} is left out where it is absent");
            }
            TypeDefKind::Type(ty) | TypeDefKind::Option(ty) => self.check(ty, value, at),
            TypeDefKind::Record(record) => {
                self.check_object(record.fields.iter().map(|field| (field.name.as_str(), &field.ty)), value, at);
            }
            TypeDefKind::Enum(cases) => {
                let case = value.as_str().unwrap_or_else(|| panic!("{at} is one of the cases of {name}, not {value}"));
                let mut names = cases.cases.iter().map(|case| case.name.replace('-', "_"));
                assert!(names.any(|name| name == case), "{at}: {name} has no case {case}");
            }
            TypeDefKind::List(ty) => {
                if let Some(item) = self.map_of(ty) {
                    let object = value.as_object().unwrap_or_else(|| panic!("{at} is an object, not {value}"));
                    object.iter().for_each(|(key, value)| self.check(item, value, &format!("{at}/{key}")));
                } else {
                    let list = value.as_array().unwrap_or_else(|| panic!("{at} is a list, not {value}"));
                    list.iter().enumerate().for_each(|(n, value)| self.check(ty, value, &format!("{at}/{n}")));
                }
            }
            other => panic!("{at}: a {} has no JSON form", other.as_str()),
        }
    }

    /// What a list of pairs with a string leads to, which JSON has objects for.
    fn map_of(&self, ty: &Type) -> Option<&Type> {
        match self.kind(ty) {
            Some(TypeDefKind::Tuple(tuple)) if tuple.types.first() == Some(&Type::String) => tuple.types.get(1),
            _ => None,
        }
    }

    fn check_object<'a>(&self, members: impl Iterator<Item = (&'a str, &'a Type)>, value: &Value, at: &str) {
        let object = value.as_object().unwrap_or_else(|| panic!("{at} is an object, not {value}"));
        let mut left: Map<String, Value> = object.clone();
        for (name, ty) in members {
            match left.remove(&camel(name)) {
                Some(value) => self.check(ty, &value, &format!("{at}/{}", camel(name))),
                None => assert!(self.is_optional(ty), "{at} lacks {}: {value}", camel(name)),
            }
        }
        assert!(left.is_empty(), "{at} has what the contract does not: {left:?}");
    }
}

fn camel(name: &str) -> String {
    let pascal = pascal(name);
    pascal[..1].to_lowercase() + &pascal[1..]
}

fn pascal(name: &str) -> String {
    name.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}
