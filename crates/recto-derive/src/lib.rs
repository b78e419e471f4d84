//! `#[derive(Wire)]`: one-pass, lossless wire types for the recto Notion model.
//!
//! The derive writes `Serialize`, `Deserialize` and `recto_api::wire::Decode` for four shapes:
//!
//! * **Struct**: known members go straight into fields, every other one into the field of type
//!   `Extra`. A field of type `Field<T>` may be absent or null, a `Vec` or `Members` is empty then;
//!   any other field is required.
//!   `#[wire(object = "page")]` writes and expects a constant `object` member.
//!   `#[wire(union)]` on a field embeds a tagged union: `type` names the member with the payload.
//!   `#[wire(beside)]` marks a field with the name of a kind of that union. A struct that is
//!   `#[wire(bare)]` may stand as any other value, which its `Extra` keeps.
//! * **Union** (`#[wire(union)]` on an enum): one variant for each value of `type`, the last being
//!   `Unknown(Unknown)`, which keeps payloads of kinds that have no name here.
//! * **Objects** (`#[wire(objects)]`): one variant for each value of the `object` member, the last
//!   being `Unknown(Value)`.
//! * **Text** (`#[wire(text)]`): an enum of strings, the last being `Unknown(String)`.
//!
//! `#[wire(rename = "…")]` on a field or variant gives the wire name; without it a field has its
//! own name and a variant its name in snake case.
//!
//! `#[derive(Row)]` and `#[derive(RowOption)]` map structs and enums of a program to the rows of a
//! data source; `recto_api::row` describes them.

mod attr;
mod exact;
mod object;
mod objects;
mod row;
mod text;
mod union;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Error, Fields, parse_macro_input};

use crate::attr::{Attrs, Shape};
use crate::row::Home;

/// Derives `Serialize`, `Deserialize` and `Decode`; see the crate page for the attributes.
#[proc_macro_derive(Wire, attributes(wire))]
pub fn wire(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// Derives `recto_api::row::Row` for a struct of a data source's properties; the fields and
/// attributes are described there.
#[proc_macro_derive(Row, attributes(row))]
pub fn row(input: TokenStream) -> TokenStream {
    rows(input, row::expand, Home::Api)
}

/// Derives `recto_api::row::RowOption` for an enum of a property's options; the attributes are
/// described there.
#[proc_macro_derive(RowOption, attributes(row))]
pub fn row_option(input: TokenStream) -> TokenStream {
    rows(input, row::expand_option, Home::Api)
}

/// The same as `Row` for programs that know `recto_api` as `recto::api`.
#[proc_macro_derive(FacadeRow, attributes(row))]
pub fn facade_row(input: TokenStream) -> TokenStream {
    rows(input, row::expand, Home::Facade)
}

/// The same as `RowOption` for programs that know `recto_api` as `recto::api`.
#[proc_macro_derive(FacadeRowOption, attributes(row))]
pub fn facade_row_option(input: TokenStream) -> TokenStream {
    rows(input, row::expand_option, Home::Facade)
}

fn rows(
    input: TokenStream,
    expand: fn(&DeriveInput, Home) -> syn::Result<proc_macro2::TokenStream>,
    home: Home,
) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input, home)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn expand(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    if let Some(param) = input.generics.params.first() {
        return Err(Error::new_spanned(param, "Wire types cannot be generic"));
    }
    let attrs = Attrs::read(&input.attrs)?;
    match (&input.data, attrs.shape) {
        (Data::Struct(data), Shape::Plain) => match &data.fields {
            Fields::Named(fields) => object::expand(&input.ident, &attrs, fields),
            other => Err(Error::new_spanned(
                other,
                "Wire needs a struct with named fields",
            )),
        },
        (Data::Struct(_), _) => Err(Error::new_spanned(
            &input.ident,
            "`union`, `objects` and `text` are for enums",
        )),
        (Data::Enum(data), Shape::Union) => union::expand(&input.ident, data),
        (Data::Enum(data), Shape::Objects) => objects::expand(&input.ident, data),
        (Data::Enum(data), Shape::Text) => text::expand(&input.ident, data),
        (Data::Enum(_), Shape::Plain) => Err(Error::new_spanned(
            &input.ident,
            "say how the enum is written: `#[wire(union)]`, `#[wire(objects)]` or `#[wire(text)]`",
        )),
        (Data::Union(_), _) => Err(Error::new_spanned(
            &input.ident,
            "Wire cannot derive unions",
        )),
    }
}
