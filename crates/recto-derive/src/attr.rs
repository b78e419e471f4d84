//! The `#[wire(..)]` attribute and the names it yields.

use syn::{Attribute, DataEnum, Error, Fields, Ident, LitStr, Type, Variant};

/// How an enum is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shape {
    #[default]
    Plain,
    Union,
    Objects,
    Text,
}

/// What `#[wire(..)]` says on a type, field or variant.
#[derive(Default)]
pub(crate) struct Attrs {
    pub(crate) shape: Shape,
    pub(crate) object: Option<LitStr>,
    pub(crate) rename: Option<LitStr>,
    /// The member shares its name with a kind of the union beside it.
    pub(crate) beside: bool,
    /// The object may stand as a value that is no object.
    pub(crate) bare: bool,
}

impl Attrs {
    pub(crate) fn read(attrs: &[Attribute]) -> syn::Result<Self> {
        let mut out = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("wire")) {
            attr.parse_nested_meta(|meta| {
                if meta.path.is_ident("union") {
                    out.shape = Shape::Union;
                } else if meta.path.is_ident("objects") {
                    out.shape = Shape::Objects;
                } else if meta.path.is_ident("text") {
                    out.shape = Shape::Text;
                } else if meta.path.is_ident("object") {
                    out.object = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("beside") {
                    out.beside = true;
                } else if meta.path.is_ident("bare") {
                    out.bare = true;
                } else if meta.path.is_ident("rename") {
                    out.rename = Some(meta.value()?.parse()?);
                } else {
                    return Err(meta.error(
                        "unknown `wire` attribute; known are union, objects, text, object, \
                         rename, beside, bare",
                    ));
                }
                Ok(())
            })?;
        }
        Ok(out)
    }
}

/// A variant with its wire name and, where it has one, its payload type.
pub(crate) struct Kind<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) name: String,
    pub(crate) payload: Option<&'a Type>,
}

/// The variants of an enum: all known kinds, and the checked last one, `Unknown(..)`.
pub(crate) fn kinds(data: &DataEnum) -> syn::Result<Vec<Kind<'_>>> {
    let mut known = Vec::new();
    let mut has_unknown = false;
    for variant in &data.variants {
        if variant.ident == "Unknown" {
            has_unknown = payload(variant)?.is_some();
            continue;
        }
        let attrs = Attrs::read(&variant.attrs)?;
        known.push(Kind {
            ident: &variant.ident,
            name: attrs
                .rename
                .map_or_else(|| snake_case(&variant.ident), |name| name.value()),
            payload: payload(variant)?,
        });
    }
    if !has_unknown {
        return Err(Error::new_spanned(
            &data.variants,
            "a wire enum needs a variant `Unknown(..)`: what is not known today must survive",
        ));
    }
    Ok(known)
}

fn payload(variant: &Variant) -> syn::Result<Option<&Type>> {
    match &variant.fields {
        Fields::Unit => Ok(None),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(Some(&fields.unnamed[0].ty)),
        other => Err(Error::new_spanned(
            other,
            "a variant holds one value or nothing",
        )),
    }
}

fn snake_case(ident: &Ident) -> String {
    let mut out = String::new();
    for letter in ident.to_string().chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// Whether the last segment of a type's path is `name`.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

/// The only generic argument of a path type, such as `T` of `Option<T>`.
pub(crate) fn argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
    else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
