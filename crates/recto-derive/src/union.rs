//! Enums whose kind is the value of a sibling `type` member.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, Ident};

use crate::attr::kinds;
use crate::exact::next_value;

pub(crate) fn expand(ident: &Ident, data: &DataEnum) -> syn::Result<TokenStream> {
    let kinds = kinds(data)?;
    let (mut read, mut read_value, mut bare) =
        (TokenStream::new(), TokenStream::new(), TokenStream::new());
    let (mut kind_of, mut write) = (TokenStream::new(), TokenStream::new());
    let names: Vec<_> = kinds.iter().map(|kind| &kind.name).collect();
    for kind in &kinds {
        let (variant, name) = (kind.ident, &kind.name);
        if let Some(ty) = kind.payload {
            let value = next_value(ty);
            read.extend(quote!(#name => Self::#variant(#value?),));
            read_value.extend(quote! {
                #name => match ::recto_api::wire::read_aside::<#ty>(&payload) {
                    Some(value) => Self::#variant(value),
                    None => Self::odd(kind, payload),
                },
            });
            kind_of.extend(quote!(Self::#variant(_) => #name,));
            write.extend(quote!(Self::#variant(payload) => map.serialize_entry(#name, payload),));
        } else {
            bare.extend(quote!(#name => Self::#variant,));
            kind_of.extend(quote!(Self::#variant => #name,));
            write.extend(quote!(Self::#variant => Ok(()),));
        }
    }
    Ok(quote! {
        #[automatically_derived]
        impl ::recto_api::wire::Union for #ident {
            const KINDS: &'static [&'static str] = &[#(#names),*];

            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                kind: &str,
                map: &mut A,
            ) -> ::core::result::Result<Self, A::Error> {
                Ok(match kind {
                    #read
                    _ => Self::Unknown(::recto_api::wire::Unknown {
                        kind: kind.to_owned(),
                        payload: Some(::std::boxed::Box::new(map.next_value()?)),
                    }),
                })
            }

            fn read_value(kind: &str, payload: ::serde_json::Value) -> Self {
                match kind {
                    #read_value
                    _ => Self::odd(kind, payload),
                }
            }

            fn odd(kind: &str, payload: ::serde_json::Value) -> Self {
                Self::Unknown(::recto_api::wire::Unknown {
                    kind: kind.to_owned(),
                    payload: Some(::std::boxed::Box::new(payload)),
                })
            }

            fn bare(kind: &str) -> Self {
                match kind {
                    #bare
                    _ => Self::Unknown(::recto_api::wire::Unknown {
                        kind: kind.to_owned(),
                        payload: None,
                    }),
                }
            }

            fn kind(&self) -> &str {
                match self {
                    #kind_of
                    Self::Unknown(unknown) => &unknown.kind,
                }
            }

            fn write<M: ::serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                match self {
                    #write
                    Self::Unknown(unknown) => ::recto_api::wire::write_unknown(
                        stringify!(#ident),
                        <Self as ::recto_api::wire::Union>::KINDS,
                        unknown,
                        map,
                    ),
                }
            }
        }

        impl #ident {
            /// The wire name of this kind, as it stands in `type`.
            pub fn kind(&self) -> &str {
                ::recto_api::wire::Union::kind(self)
            }
        }
    })
}
