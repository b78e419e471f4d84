//! Enums of strings.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, Error, Ident};

use crate::attr::kinds;

pub(crate) fn expand(ident: &Ident, data: &DataEnum) -> syn::Result<TokenStream> {
    let mut read = TokenStream::new();
    let mut write = TokenStream::new();
    for kind in kinds(data)? {
        let (variant, name) = (kind.ident, &kind.name);
        if let Some(payload) = kind.payload {
            return Err(Error::new_spanned(payload, "a text variant holds nothing"));
        }
        read.extend(quote!(#name => Self::#variant,));
        write.extend(quote!(Self::#variant => #name,));
    }
    Ok(quote! {
        impl #ident {
            /// The wire text.
            pub fn as_str(&self) -> &str {
                match self {
                    #write
                    Self::Unknown(text) => text,
                }
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<&str> for #ident {
            fn from(text: &str) -> Self {
                match text {
                    #read
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[automatically_derived]
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let text = <::recto_api::wire::Key<'de> as ::serde::Deserialize>::deserialize(
                    deserializer,
                )?;
                Ok(Self::from(&*text))
            }
        }

        #[automatically_derived]
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                if let Self::Unknown(text) = self {
                    ::recto_api::wire::unknown_text(stringify!(#ident), text);
                }
                serializer.serialize_str(self.as_str())
            }
        }
    })
}
