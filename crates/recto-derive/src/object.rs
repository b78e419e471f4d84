//! Structs: a one-pass map visitor and its mirror image.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Error, FieldsNamed, Ident, Type};

use crate::attr::{Attrs, Shape, argument, is_named};
use crate::exact::next_value;

enum Role<'a> {
    /// Must be there.
    Required,
    /// `Field<T>`: may be absent or null.
    Optional,
    /// `Field<T>` whose name is also a kind of the union: the union's where `type` says so or is
    /// missing.
    Beside,
    /// The map of unknown members.
    Extra,
    /// A tagged union; the type, and whether the tag may be missing (`Option<U>`).
    Union(&'a Type, bool),
}

struct Member<'a> {
    ident: &'a Ident,
    local: Ident,
    name: String,
    ty: &'a Type,
    role: Role<'a>,
}

pub(crate) fn expand(
    ident: &Ident,
    attrs: &Attrs,
    fields: &FieldsNamed,
) -> syn::Result<TokenStream> {
    let members = members(fields)?;
    let Some(extra) = members
        .iter()
        .find(|member| matches!(member.role, Role::Extra))
    else {
        return Err(Error::new_spanned(
            ident,
            "a wire struct needs a field `extra: Extra`: members unknown today must survive",
        ));
    };
    let extra = extra.ident;
    let read = read(ident, attrs, &members);
    let write = write(ident, attrs, &members, extra);
    let expecting = format!("a JSON object for {ident}");
    Ok(quote! {
        #read
        #write

        #[automatically_derived]
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                deserializer.deserialize_map(::recto_api::wire::ObjectVisitor::new(#expecting))
            }
        }

        #[automatically_derived]
        impl ::recto_api::wire::Decode for #ident {}
    })
}

fn members(fields: &FieldsNamed) -> syn::Result<Vec<Member<'_>>> {
    let mut out = Vec::new();
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let attrs = Attrs::read(&field.attrs)?;
        let ty = &field.ty;
        let role = if attrs.shape == Shape::Union {
            if is_named(ty, "Option") {
                Role::Union(argument(ty).unwrap_or(ty), true)
            } else {
                Role::Union(ty, false)
            }
        } else if is_named(ty, "Extra") {
            Role::Extra
        } else if is_named(ty, "Field") && attrs.beside {
            Role::Beside
        } else if is_named(ty, "Field") {
            Role::Optional
        } else if is_named(ty, "Option") {
            return Err(Error::new_spanned(
                ty,
                "use `Field<T>`: an `Option` cannot tell an absent member from a null one",
            ));
        } else {
            Role::Required
        };
        out.push(Member {
            local: format_ident!("m_{}", ident.unraw()),
            name: attrs
                .rename
                .map_or_else(|| ident.unraw().to_string(), |name| name.value()),
            ident,
            ty,
            role,
        });
    }
    Ok(out)
}

fn read(ident: &Ident, attrs: &Attrs, members: &[Member<'_>]) -> TokenStream {
    let mut locals = TokenStream::new();
    let mut arms = TokenStream::new();
    let mut finish = TokenStream::new();
    let mut build = TokenStream::new();
    let mut tagged = TokenStream::new();
    let mut settled = TokenStream::new();
    for Member {
        ident,
        local,
        name,
        ty,
        role,
    } in members
    {
        match role {
            Role::Extra => {
                build.extend(quote!(#ident: extra,));
                continue;
            }
            Role::Required => {
                locals.extend(quote!(let mut #local: ::core::option::Option<#ty> = None;));
                let value = next_value(ty);
                arms.extend(quote!(#name => { #local = Some(#value); }));
                finish.extend(quote! {
                    let Some(#local) = #local else {
                        return Err(::serde::de::Error::missing_field(#name));
                    };
                });
            }
            Role::Optional => {
                locals
                    .extend(quote!(let mut #local = <#ty as ::core::default::Default>::default();));
                let value = next_value(ty);
                arms.extend(quote!(#name => { #local = #value; }));
            }
            Role::Beside => {
                locals
                    .extend(quote!(let mut #local = <#ty as ::core::default::Default>::default();));
                arms.extend(quote!(#name if tag.is_kind() => { #local = map.next_value()?; }));
                settled.extend(quote! {
                    if let Some(value) = extra.remove(#name) {
                        #local = ::serde_json::from_value(value)
                            .map_err(::serde::de::Error::custom)?;
                    }
                });
            }
            Role::Union(union, optional) => {
                locals.extend(quote! {
                    let mut tag = ::recto_api::wire::Tag::default();
                    let mut #local: ::core::option::Option<#union> = None;
                });
                arms.extend(quote!("type" => { tag = map.next_value()?; }));
                tagged.extend(quote! {
                    if #local.is_none() && tag.is(&key) {
                        #local = Some(<#union as ::recto_api::wire::Union>::read(&key, &mut map)?);
                        continue;
                    }
                });
                let settle = if *optional {
                    quote!(settle)
                } else {
                    quote!(settle_required)
                };
                finish.extend(quote! {
                    let #local = ::recto_api::wire::#settle(#local, tag, &mut extra)
                        .map_err(::serde::de::Error::custom)?;
                });
            }
        }
        build.extend(quote!(#ident: #local,));
    }
    let (object_arm, object_end) = match &attrs.object {
        Some(object) => (
            quote! {
                "object" => {
                    let object: ::recto_api::wire::Tag<'de> = map.next_value()?;
                    if object.is(#object) {
                        object_seen = true;
                    } else {
                        extra.insert("object", object.into_value());
                    }
                }
            },
            quote! {
                if !object_seen && extra.get("object").is_none() {
                    extra.mark_objectless();
                }
            },
        ),
        None => (TokenStream::new(), quote!(let _ = object_seen;)),
    };
    quote! {
        #[automatically_derived]
        impl<'de> ::recto_api::wire::FromMap<'de> for #ident {
            fn from_map<A: ::serde::de::MapAccess<'de>>(
                mut map: A,
                #[allow(unused_mut, unused_assignments)] mut object_seen: bool,
            ) -> ::core::result::Result<Self, A::Error> {
                #locals
                let mut extra = ::recto_api::wire::Extra::default();
                while let Some(key) = map.next_key::<::recto_api::wire::Key<'de>>()? {
                    #tagged
                    match &*key {
                        #arms
                        #object_arm
                        _ => extra.insert(&*key, map.next_value()?),
                    }
                }
                #finish
                #settled
                #object_end
                Ok(Self { #build })
            }
        }
    }
}

fn write(ident: &Ident, attrs: &Attrs, members: &[Member<'_>], extra: &Ident) -> TokenStream {
    let mut body = TokenStream::new();
    if let Some(object) = &attrs.object {
        body.extend(quote! {
            if self.#extra.writes_object() {
                map.serialize_entry("object", #object)?;
            }
        });
    }
    for Member {
        ident, name, role, ..
    } in members
    {
        body.extend(match role {
            Role::Extra => continue,
            Role::Required => quote!(map.serialize_entry(#name, &self.#ident)?;),
            Role::Optional | Role::Beside => quote! {
                if !self.#ident.is_absent() {
                    map.serialize_entry(#name, &self.#ident)?;
                }
            },
            Role::Union(_, false) => quote! {
                ::recto_api::wire::write_union(&self.#ident, &self.#extra, &mut map)?;
            },
            Role::Union(_, true) => quote! {
                if let Some(union) = &self.#ident {
                    ::recto_api::wire::write_union(union, &self.#extra, &mut map)?;
                }
            },
        });
    }
    quote! {
        #[automatically_derived]
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                #body
                for (name, value) in self.#extra.iter() {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
