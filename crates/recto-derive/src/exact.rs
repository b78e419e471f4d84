//! How the value of a member is read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use crate::attr::{argument, is_named};

/// Reads the next value of `map` as `ty`, which may fail. Lists are read to their exact size: most hold one element,
/// for which `Vec` would set aside the room of four.
pub(crate) fn next_value(ty: &Type) -> TokenStream {
    let list = |ty| {
        if is_named(ty, "Vec") {
            argument(ty)
        } else {
            None
        }
    };
    if let Some(item) = list(ty) {
        return quote!(map.next_value_seed(::recto_api::wire::Exact::<#item>::new()));
    }
    if is_named(ty, "Field")
        && let Some(item) = argument(ty).and_then(list)
    {
        return quote!(map.next_value_seed(::recto_api::wire::ExactField::<#item>::new()));
    }
    quote!(map.next_value())
}
