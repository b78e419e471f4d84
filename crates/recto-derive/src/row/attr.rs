//! The `#[row(..)]` attribute.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Path};

use super::{Home, conflict, filled};

/// What `#[row(..)]` says on a field.
#[derive(Default)]
pub(super) struct FieldAttrs {
    pub(super) name: Option<LitStr>,
    pub(super) id: Option<LitStr>,
    pub(super) kind: Option<LitStr>,
    pub(super) title: bool,
    pub(super) read_only: bool,
    pub(super) partial: bool,
    pub(super) skip: bool,
}

impl FieldAttrs {
    pub(super) fn read(attrs: &[Attribute]) -> syn::Result<Self> {
        let mut out = Self::default();
        for attr in of_row(attrs) {
            attr.parse_nested_meta(|meta| {
                let path = &meta.path;
                if path.is_ident("name") {
                    out.name = Some(text(&meta)?);
                } else if path.is_ident("id") {
                    out.id = Some(text(&meta)?);
                } else if path.is_ident("kind") {
                    out.kind = Some(text(&meta)?);
                } else if path.is_ident("title") {
                    out.title = true;
                } else if path.is_ident("read_only") {
                    out.read_only = true;
                } else if path.is_ident("partial") {
                    out.partial = true;
                } else if path.is_ident("skip") {
                    out.skip = true;
                } else {
                    return Err(meta.error(
                        "unknown `row` attribute of a field; known are name, id, kind, title, \
                         read_only, partial, skip",
                    ));
                }
                Ok(())
            })?;
            let named = out.name.is_some() || out.id.is_some() || out.kind.is_some();
            if out.skip && (named || out.title || out.read_only || out.partial) {
                return Err(conflict(attr, "a field that is skipped maps no property"));
            }
            if out.title && named {
                return Err(conflict(
                    attr,
                    "the title is found by its type; leave out name, id and kind",
                ));
            }
            if out.name.is_some() && out.id.is_some() {
                return Err(conflict(attr, "a property is found by name or by id"));
            }
        }
        Ok(out)
    }
}

/// What `#[row(..)]` says on a variant.
#[derive(Default)]
pub(super) struct VariantAttrs {
    pub(super) name: Option<LitStr>,
    pub(super) other: bool,
}

impl VariantAttrs {
    pub(super) fn read(attrs: &[Attribute]) -> syn::Result<Self> {
        let mut out = Self::default();
        for attr in of_row(attrs) {
            attr.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    out.name = Some(text(&meta)?);
                } else if meta.path.is_ident("other") {
                    out.other = true;
                } else {
                    return Err(
                        meta.error("unknown `row` attribute of an option; known are name, other")
                    );
                }
                Ok(())
            })?;
        }
        Ok(out)
    }
}

/// What `#[row(..)]` says on a struct or enum.
#[derive(Default)]
pub(super) struct TypeAttrs {
    krate: Option<Path>,
    pub(super) kind: Option<LitStr>,
}

impl TypeAttrs {
    pub(super) fn read(attrs: &[Attribute]) -> syn::Result<Self> {
        let mut out = Self::default();
        for attr in of_row(attrs) {
            attr.parse_nested_meta(|meta| {
                if meta.path.is_ident("crate") {
                    out.krate = Some(meta.value()?.call(Path::parse_mod_style)?);
                } else if meta.path.is_ident("kind") {
                    out.kind = Some(text(&meta)?);
                } else {
                    return Err(meta.error(
                        "unknown `row` attribute of a type; known are crate, and kind for options",
                    ));
                }
                Ok(())
            })?;
        }
        Ok(out)
    }

    /// The path of `recto_api`, for a struct, which has no kind.
    pub(super) fn krate(&self, home: Home) -> syn::Result<Path> {
        if let Some(kind) = &self.kind {
            return Err(conflict(kind, "a row has no kind; its fields have"));
        }
        Ok(self.path(home))
    }

    /// The path of `recto_api`.
    pub(super) fn path(&self, home: Home) -> Path {
        self.krate.clone().unwrap_or_else(|| home.path())
    }
}

fn of_row(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("row"))
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    filled(meta.value()?.parse()?)
}
