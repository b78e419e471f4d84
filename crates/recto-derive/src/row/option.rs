//! Enums of options.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Error, Fields, Ident};

use super::attr::{TypeAttrs, VariantAttrs};
use super::{Home, not_generic};

struct Options<'a> {
    known: Vec<(&'a Ident, String)>,
    other: Option<&'a Ident>,
}

pub(crate) fn expand(input: &DeriveInput, home: Home) -> syn::Result<TokenStream> {
    not_generic(input, "an enum of options")?;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "RowOption needs an enum: each variant is an option",
        ));
    };
    let attrs = TypeAttrs::read(&input.attrs)?;
    let krate = attrs.path(home);
    let writes = match &attrs.kind {
        None => quote!(&["select", "status"]),
        Some(kind) if kind.value() == "select" => quote!(&["select", "status"]),
        Some(kind) if kind.value() == "status" => quote!(&["status", "select"]),
        Some(kind) => {
            return Err(Error::new_spanned(
                kind,
                "an option is of a `select` or a `status`",
            ));
        }
    };
    let Options { known, other } = options(data)?;
    if known.is_empty() {
        return Err(Error::new_spanned(
            &input.ident,
            "an enum of options needs an option",
        ));
    }
    let ident = &input.ident;
    let (variants, names): (Vec<_>, Vec<_>) = known.into_iter().unzip();
    let open = other.is_some();
    let other_name = other
        .iter()
        .map(|other| quote!(Self::#other(name) => name.as_str(),));
    let otherwise = match other {
        Some(other) => quote!(::core::option::Option::Some(Self::#other(
            ::std::borrow::ToOwned::to_owned(name)
        ))),
        None => quote!(::core::option::Option::None),
    };
    Ok(quote! {
        #[automatically_derived]
        impl #krate::row::RowOption for #ident {
            const NAMES: &'static [&'static str] = &[#(#names),*];

            fn name(&self) -> &str {
                match self {
                    #(Self::#variants => #names,)*
                    #(#other_name)*
                }
            }

            fn from_name(name: &str) -> ::core::option::Option<Self> {
                match name {
                    #(#names => ::core::option::Option::Some(Self::#variants),)*
                    _ => #otherwise,
                }
            }
        }

        #[automatically_derived]
        impl #krate::row::Cell for #ident {
            const TYPES: #krate::row::Types = #krate::row::Types::new(#writes, &[])
                .options(<Self as #krate::row::RowOption>::NAMES, #open);

            fn read(
                value: &#krate::property::PropertyValue,
            ) -> ::core::result::Result<Self, #krate::row::CellError> {
                #krate::row::read_option(value)
            }

            fn write(
                &self,
                kind: &str,
            ) -> ::core::result::Result<
                ::core::option::Option<#krate::property::PropertyValue>,
                #krate::row::CellError,
            > {
                #krate::row::write_option(self, kind)
            }
        }

        #[automatically_derived]
        impl #krate::row::ListItem for #ident {
            const TYPES: #krate::row::Types = #krate::row::Types::new(&["multi_select"], &[])
                .options(<Self as #krate::row::RowOption>::NAMES, #open);

            fn read_list(
                value: &#krate::property::PropertyValue,
            ) -> ::core::result::Result<::std::vec::Vec<Self>, #krate::row::CellError> {
                #krate::row::read_options(value)
            }

            fn write_list(
                items: &[Self],
                _: &str,
            ) -> ::core::result::Result<#krate::property::PropertyValue, #krate::row::CellError>
            {
                #krate::row::write_options(items)
            }
        }
    })
}

fn options(data: &DataEnum) -> syn::Result<Options<'_>> {
    let mut known: Vec<(&Ident, String)> = Vec::new();
    let mut other = None;
    for variant in &data.variants {
        let attrs = VariantAttrs::read(&variant.attrs)?;
        if attrs.other {
            let one =
                matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1);
            if !one || attrs.name.is_some() || other.is_some() {
                return Err(Error::new_spanned(
                    variant,
                    "`other` marks one variant with one `String`, which is the name",
                ));
            }
            other = Some(&variant.ident);
            continue;
        }
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new_spanned(
                variant,
                "an option holds nothing; `#[row(other)]` marks the variant for other names",
            ));
        }
        let name = match &attrs.name {
            Some(name) => name.value(),
            None => variant.ident.unraw().to_string(),
        };
        if known.iter().any(|(_, own)| *own == name) {
            return Err(Error::new_spanned(
                variant,
                format!("two variants are the option `{name}`"),
            ));
        }
        known.push((&variant.ident, name));
    }
    Ok(Options { known, other })
}
