//! Enums of whole objects, told apart by their own `object` member.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, Error, Ident};

use crate::attr::kinds;

pub(crate) fn expand(ident: &Ident, data: &DataEnum) -> syn::Result<TokenStream> {
    let mut read = TokenStream::new();
    let mut read_value = TokenStream::new();
    let mut write = TokenStream::new();
    for kind in kinds(data)? {
        let (variant, name) = (kind.ident, &kind.name);
        let Some(ty) = kind.payload else {
            return Err(Error::new_spanned(
                variant,
                "each variant holds the object it names",
            ));
        };
        read.extend(quote! {
            Some(#name) => Self::#variant(<#ty as ::recto_api::wire::FromMap>::from_map(map, true)?),
        });
        read_value.extend(quote! {
            Some(#name) => ::recto_api::wire::from_value(&value)
                .map(Self::#variant)
                .map_err(::serde::de::Error::custom)?,
        });
        write.extend(quote!(Self::#variant(object) => object.serialize(serializer),));
    }
    let expecting = format!("a JSON object for {ident}");
    Ok(quote! {
        #[automatically_derived]
        impl<'de> ::recto_api::wire::FromMap<'de> for #ident {
            fn from_map<A: ::serde::de::MapAccess<'de>>(
                mut map: A,
                _object_seen: bool,
            ) -> ::core::result::Result<Self, A::Error> {
                // `object` comes first in nearly every answer; then no buffer is needed.
                let Some(key) = map.next_key::<::recto_api::wire::Key<'de>>()? else {
                    return Ok(Self::Unknown(::serde_json::Value::Object(Default::default())));
                };
                let mut rest = ::serde_json::Map::new();
                if &*key == "object" {
                    let tag = map.next_value::<::recto_api::wire::Tag<'de>>()?;
                    return Ok(match tag.as_str() {
                        #read
                        _ => {
                            rest.insert("object".to_owned(), tag.into_value());
                            while let Some((key, value)) = map.next_entry::<String, _>()? {
                                rest.insert(key, value);
                            }
                            Self::Unknown(::serde_json::Value::Object(rest))
                        }
                    });
                }
                rest.insert(key.into_owned(), map.next_value()?);
                while let Some((key, value)) = map.next_entry::<String, _>()? {
                    rest.insert(key, value);
                }
                let value = ::serde_json::Value::Object(rest);
                Ok(match value.get("object").and_then(|tag| tag.as_str()) {
                    #read_value
                    _ => Self::Unknown(value),
                })
            }
        }

        #[automatically_derived]
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                deserializer.deserialize_map(::recto_api::wire::ObjectVisitor::new(#expecting))
            }
        }

        #[automatically_derived]
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    #write
                    Self::Unknown(value) => {
                        let kind = value.get("object").and_then(|kind| kind.as_str());
                        ::recto_api::wire::unknown_text(
                            stringify!(#ident),
                            kind.unwrap_or("without object"),
                        );
                        value.serialize(serializer)
                    }
                }
            }
        }

        #[automatically_derived]
        impl ::recto_api::wire::Decode for #ident {}
    })
}
