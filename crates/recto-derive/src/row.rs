//! `#[derive(Row)]` and `#[derive(RowOption)]`: structs for the rows of a data source.

mod attr;
mod option;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Path, Type, parse_quote};

use self::attr::{FieldAttrs, TypeAttrs};
pub(crate) use self::option::expand as expand_option;

/// Where the traits are, unless the type says otherwise.
#[derive(Clone, Copy)]
pub(crate) enum Home {
    /// In `recto_api`.
    Api,
    /// In `recto::api`.
    Facade,
}

impl Home {
    fn path(self) -> Path {
        match self {
            Self::Api => parse_quote!(::recto_api),
            Self::Facade => parse_quote!(::recto::api),
        }
    }
}

struct Column<'a> {
    ident: &'a Ident,
    local: Ident,
    ty: &'a Type,
    name: String,
    attrs: FieldAttrs,
}

pub(crate) fn expand(input: &DeriveInput, home: Home) -> syn::Result<TokenStream> {
    not_generic(input, "a row")?;
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields,
            _ => {
                return Err(Error::new_spanned(
                    &input.ident,
                    "Row needs a struct with named fields: each is a property",
                ));
            }
        },
        Data::Enum(_) => {
            return Err(Error::new_spanned(
                &input.ident,
                "a row is a struct; an enum of options derives `RowOption`",
            ));
        }
        Data::Union(_) => {
            return Err(Error::new_spanned(&input.ident, "a row is a struct"));
        }
    };
    let krate = TypeAttrs::read(&input.attrs)?.krate(home)?;
    let mut columns = Vec::new();
    let mut skipped = Vec::new();
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let attrs = FieldAttrs::read(&field.attrs)?;
        if attrs.skip {
            skipped.push(ident);
            continue;
        }
        columns.push(Column {
            ident,
            local: format_ident!("cell_{}", ident.unraw()),
            ty: &field.ty,
            name: match &attrs.name {
                Some(name) => name.value(),
                None => sentence(&ident.unraw().to_string()),
            },
            attrs,
        });
    }
    unique(&columns)?;
    Ok(write(&input.ident, &krate, &columns, &skipped))
}

fn write(ident: &Ident, krate: &Path, columns: &[Column<'_>], skipped: &[&Ident]) -> TokenStream {
    let list = columns.iter().map(|column| declare(krate, column));
    let index = 0..columns.len();
    let (fields, locals, types): (Vec<_>, Vec<_>, Vec<_>) = columns
        .iter()
        .map(|column| (column.ident, &column.local, column.ty))
        .collect();
    let written = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.attrs.read_only)
        .map(|(index, column)| {
            let field = column.ident;
            quote!(writer.cell(#index, &self.#field);)
        });
    quote! {
        #[automatically_derived]
        impl #krate::row::Row for #ident {
            const COLUMNS: &'static [#krate::row::Column] = &[#(#list),*];

            fn read(
                reader: &mut #krate::row::Reader<'_>,
            ) -> ::core::option::Option<Self> {
                let _ = &reader;
                #(let #locals = reader.cell::<#types>(#index);)*
                ::core::option::Option::Some(Self {
                    #(#fields: #locals?,)*
                    #(#skipped: ::core::default::Default::default(),)*
                })
            }

            fn write(&self, writer: &mut #krate::row::Writer<'_>) {
                let _ = &writer;
                #(#written)*
            }
        }

        // Finds while compiling what a field cannot hold.
        const _: () = {
            let _ = <#ident as #krate::row::Row>::COLUMNS;
        };
    }
}

fn declare(krate: &Path, column: &Column<'_>) -> TokenStream {
    let Column {
        ident,
        ty,
        name,
        attrs,
        ..
    } = column;
    let field = ident.unraw().to_string();
    let id = attrs.id.iter().map(|id| quote!(.id(#id)));
    let kind = attrs.kind.iter().map(|kind| quote!(.kind(#kind)));
    let flags = [
        (attrs.title, quote!(.title())),
        (attrs.read_only, quote!(.read_only())),
        (attrs.partial, quote!(.partial())),
    ];
    let flags = flags
        .into_iter()
        .filter_map(|(set, call)| set.then_some(call));
    quote! {
        #krate::row::Column::of::<#ty>(#field, #name) #(#id)* #(#kind)* #(#flags)* .checked()
    }
}

/// Refuses two fields for one property.
fn unique(columns: &[Column<'_>]) -> syn::Result<()> {
    let key = |column: &Column<'_>| match &column.attrs.id {
        Some(id) => format!("id {}", id.value()),
        None if column.attrs.title => "title".to_owned(),
        None => format!("name {}", column.name),
    };
    for (index, column) in columns.iter().enumerate() {
        let own = key(column);
        if columns.iter().take(index).any(|other| key(other) == own) {
            let message = match own.split_once(' ') {
                Some((_, name)) => format!("two fields map the property `{name}`"),
                None => "two fields map the title".to_owned(),
            };
            return Err(Error::new_spanned(column.ident, message));
        }
    }
    Ok(())
}

fn not_generic(input: &DeriveInput, what: &str) -> syn::Result<()> {
    match input.generics.params.first() {
        Some(param) => Err(Error::new_spanned(
            param,
            format!("{what} cannot be generic"),
        )),
        None => Ok(()),
    }
}

/// The name of a property from that of a field: `due_date` becomes `Due date`.
fn sentence(field: &str) -> String {
    let words = field.trim_matches('_').replace('_', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// Refuses an attribute beside another.
fn conflict(a: &impl ToTokens, message: &str) -> Error {
    Error::new_spanned(a, message)
}

/// Refuses an empty text.
fn filled(text: LitStr) -> syn::Result<LitStr> {
    if text.value().is_empty() {
        return Err(Error::new_spanned(text, "an empty name names nothing"));
    }
    Ok(text)
}
