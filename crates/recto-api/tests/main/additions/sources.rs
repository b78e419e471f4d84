//! The wire types there are, read from the sources.

use std::path::Path;

use syn::ext::IdentExt;
use syn::{Attribute, Fields, GenericArgument, Item, LitStr, PathArguments, Type, Variant};

/// A type that derives `Wire`.
#[derive(Debug)]
pub(crate) struct WireType {
    /// Its name.
    pub(crate) name: String,
    /// How it is written.
    pub(crate) form: Form,
    /// The kinds or texts that have a variant; empty for a struct.
    pub(crate) kinds: Vec<String>,
    /// Members of a struct that must be there and have their form: it is not what it is without
    /// them.
    pub(crate) hearts: Vec<String>,
    /// Lists and maps of a struct: they may be missing or null, but have no other form.
    pub(crate) lists: Vec<String>,
    /// The structs an enum of objects holds.
    pub(crate) objects: Vec<String>,
}

/// How a type is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Struct,
    Union,
    Objects,
    Text,
}

/// Every type of the crate that derives `Wire`.
pub(crate) fn wire_types() -> Vec<WireType> {
    let mut out = Vec::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut out);
    out
}

fn visit(folder: &Path, out: &mut Vec<WireType>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            visit(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let file = syn::parse_file(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            items(&file.items, out);
        }
    }
}

fn items(all: &[Item], out: &mut Vec<WireType>) {
    for item in all {
        match item {
            // Types of unit tests are no part of the model.
            Item::Mod(module) if !is_test(&module.attrs) => {
                if let Some((_, inner)) = &module.content {
                    items(inner, out);
                }
            }
            Item::Struct(item) if derives_wire(&item.attrs) => out.push(WireType {
                name: item.ident.to_string(),
                form: Form::Struct,
                kinds: Vec::new(),
                hearts: members(&item.fields, &["Field", "Extra", "Vec", "Members"], false),
                lists: members(&item.fields, &["Vec", "Members"], true),
                objects: Vec::new(),
            }),
            Item::Enum(item) if derives_wire(&item.attrs) => out.push(WireType {
                name: item.ident.to_string(),
                form: form(&item.attrs),
                kinds: item
                    .variants
                    .iter()
                    .filter(|variant| variant.ident != "Unknown")
                    .map(wire_name)
                    .collect(),
                hearts: Vec::new(),
                lists: Vec::new(),
                objects: item
                    .variants
                    .iter()
                    .flat_map(|variant| &variant.fields)
                    .map(|field| name_of(&field.ty).1)
                    .collect(),
            }),
            _ => {}
        }
    }
}

/// The wire names of the fields of these types, or of all others. A union has no name of its own.
fn members(fields: &Fields, types: &[&str], wanted: bool) -> Vec<String> {
    let mut out = Vec::new();
    for field in fields {
        let (outer, _) = name_of(&field.ty);
        let (mut union, mut renamed) = (false, None);
        wire(&field.attrs, |name, value| match name {
            "union" => union = true,
            "rename" => renamed = value,
            _ => {}
        });
        if !union && types.contains(&outer.as_str()) == wanted {
            let ident = field.ident.as_ref().unwrap().unraw().to_string();
            out.push(renamed.unwrap_or(ident));
        }
    }
    out
}

/// The last name of a type's path, and that of its argument: `Box` and `Page` of `Box<Page>`.
fn name_of(ty: &Type) -> (String, String) {
    let Type::Path(path) = ty else {
        return Default::default();
    };
    let last = path.path.segments.last().unwrap();
    let outer = last.ident.to_string();
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(ty)) => name_of(ty).0,
            _ => outer.clone(),
        },
        _ => outer.clone(),
    };
    (outer, inner)
}

fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("cfg"))
}

fn derives_wire(attrs: &[Attribute]) -> bool {
    let mut found = false;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
        attr.parse_nested_meta(|meta| {
            found |= meta
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "Wire");
            Ok(())
        })
        .unwrap();
    }
    found
}

fn form(attrs: &[Attribute]) -> Form {
    let mut found = Form::Struct;
    wire(attrs, |name, _| match name {
        "union" => found = Form::Union,
        "objects" => found = Form::Objects,
        "text" => found = Form::Text,
        _ => {}
    });
    found
}

fn wire_name(variant: &Variant) -> String {
    assert!(!matches!(variant.fields, Fields::Named(_)));
    let mut renamed = None;
    wire(&variant.attrs, |name, value| {
        if name == "rename" {
            renamed = value;
        }
    });
    renamed.unwrap_or_else(|| snake_case(&variant.ident.to_string()))
}

/// Visits what `#[wire(..)]` says.
fn wire(attrs: &[Attribute], mut visit: impl FnMut(&str, Option<String>)) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("wire")) {
        attr.parse_nested_meta(|meta| {
            let name = meta.path.require_ident()?.to_string();
            let value = match meta.value() {
                Ok(value) => Some(value.parse::<LitStr>()?.value()),
                Err(_) => None,
            };
            visit(&name, value);
            Ok(())
        })
        .unwrap();
    }
}

/// The wire name of a variant without another, as the derive makes it.
fn snake_case(ident: &str) -> String {
    let mut out = String::new();
    for letter in ident.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

#[test]
fn the_sources_are_read() {
    let types = wire_types();
    let find = |name: &str| types.iter().find(|one| one.name == name).unwrap();
    assert_eq!(find("Page").form, Form::Struct);
    assert_eq!(find("Page").hearts, ["id"]);
    assert_eq!(find("Page").lists, ["properties"]);
    assert!(find("Object").objects.iter().any(|name| name == "Page"));
    assert_eq!(find("Object").form, Form::Objects);
    assert_eq!(find("OptionColor").form, Form::Text);
    let blocks = find("BlockContent");
    assert_eq!(blocks.form, Form::Union);
    for kind in ["heading_4", "to_do", "paragraph"] {
        assert!(blocks.kinds.iter().any(|one| one == kind), "{kind}");
    }
}
