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
    /// A list or map, empty where it is absent or null; the index among such members.
    Collection(u16),
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
    let read = read(ident, attrs, &members)?;
    let write = write(ident, attrs, &members, extra);
    let expecting = format!("a JSON object for {ident}");
    let any = if attrs.bare {
        quote!(deserialize_any)
    } else {
        quote!(deserialize_map)
    };
    Ok(quote! {
        #read
        #write

        #[automatically_derived]
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                deserializer.#any(::recto_api::wire::ObjectVisitor::new(#expecting))
            }
        }

        #[automatically_derived]
        impl ::recto_api::wire::Decode for #ident {}
    })
}

fn members(fields: &FieldsNamed) -> syn::Result<Vec<Member<'_>>> {
    let mut out = Vec::new();
    let mut collections = 0;
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
        } else if is_named(ty, "Vec") || is_named(ty, "Members") {
            collections += 1;
            Role::Collection(collections - 1)
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

fn read(ident: &Ident, attrs: &Attrs, members: &[Member<'_>]) -> syn::Result<TokenStream> {
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
                arms.extend(quote!(#name => { #local = Some(#value?); }));
                finish.extend(quote! {
                    let Some(#local) = #local else {
                        return Err(::serde::de::Error::missing_field(#name));
                    };
                });
            }
            Role::Collection(index) => {
                locals.extend(quote!(let mut #local: ::core::option::Option<#ty> = None;));
                let value = next_value(ty);
                arms.extend(quote! {
                    #name => match #value {
                        Ok(value) => #local = Some(value),
                        Err(_) if ::recto_api::wire::rescue_null() => {
                            extra.set_aside(#name, ::serde_json::Value::Null);
                        }
                        Err(error) => return Err(error),
                    },
                });
                finish.extend(quote! {
                    let #local = #local.unwrap_or_else(|| {
                        extra.mark_lacking(#index);
                        ::core::default::Default::default()
                    });
                });
            }
            Role::Optional => {
                locals
                    .extend(quote!(let mut #local = <#ty as ::core::default::Default>::default();));
                let value = next_value(ty);
                arms.extend(quote! {
                    #name => match #value {
                        Ok(value) => #local = value,
                        Err(error) => extra.set_aside(#name, ::recto_api::wire::rescue(error)?),
                    },
                });
            }
            Role::Beside => {
                locals
                    .extend(quote!(let mut #local = <#ty as ::core::default::Default>::default();));
                arms.extend(quote! {
                    #name if tag.is_kind() => match map.next_value() {
                        Ok(value) => #local = value,
                        Err(error) => extra.set_aside(#name, ::recto_api::wire::rescue(error)?),
                    },
                });
                settled.extend(quote! {
                    if let Some(value) = extra.remove(#name) {
                        match ::recto_api::wire::read_aside(&value) {
                            Some(value) => #local = value,
                            None => extra.set_aside(#name, value),
                        }
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
                        #local = Some(
                            match <#union as ::recto_api::wire::Union>::read(&key, &mut map) {
                                Ok(union) => union,
                                Err(error) => <#union as ::recto_api::wire::Union>::odd(
                                    &key,
                                    ::recto_api::wire::rescue(error)?,
                                ),
                            },
                        );
                        continue;
                    }
                });
                let settle = if *optional {
                    quote!(settle)
                } else {
                    quote!(settle_required)
                };
                finish.extend(quote! {
                    let #local = ::recto_api::wire::#settle(#local, tag, &mut extra);
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
    let from_other = attrs.bare.then(|| from_other(members)).transpose()?;
    Ok(quote! {
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

            #from_other
        }
    })
}

/// The object that stands for a value which is no object: nothing but that value.
fn from_other(members: &[Member<'_>]) -> syn::Result<TokenStream> {
    let mut build = TokenStream::new();
    for Member {
        ident, ty, role, ..
    } in members
    {
        build.extend(match role {
            Role::Required => {
                return Err(Error::new_spanned(
                    ident,
                    "a `bare` object cannot have a member that must be there",
                ));
            }
            Role::Extra => quote!(#ident: ::recto_api::wire::Extra::of_bare(value),),
            Role::Union(union, false) => {
                quote!(#ident: <#union as ::recto_api::wire::Union>::bare(""),)
            }
            Role::Union(_, true) => quote!(#ident: None,),
            Role::Collection(_) | Role::Optional | Role::Beside => {
                quote!(#ident: <#ty as ::core::default::Default>::default(),)
            }
        });
    }
    Ok(quote! {
        fn from_other(value: ::serde_json::Value) -> ::core::option::Option<Self> {
            Some(Self { #build })
        }
    })
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
            Role::Collection(index) => quote! {
                if !(self.#ident.is_empty() && self.#extra.lacks(#index)) {
                    map.serialize_entry(#name, &self.#ident)?;
                }
            },
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
    let written = members.iter().filter_map(
        |Member {
             ident, name, role, ..
         }| match role {
            Role::Optional | Role::Beside => Some(quote!((#name, !self.#ident.is_absent()))),
            Role::Collection(_) => Some(quote!((#name, !self.#ident.is_empty()))),
            Role::Required | Role::Extra | Role::Union(..) => None,
        },
    );
    let written: Vec<_> = written.collect();
    let bare = attrs.bare.then(|| {
        quote! {
            if let Some(value) = self.#extra.bare() {
                return ::serde::Serialize::serialize(value, serializer);
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeMap as _;
                #bare
                let mut map = serializer.serialize_map(None)?;
                #body
                if self.#extra.is_odd() {
                    let fields = [#(#written),*];
                    ::recto_api::wire::write_odd(stringify!(#ident), &self.#extra, &fields, &mut map)?;
                } else {
                    for (name, value) in self.#extra.iter() {
                        map.serialize_entry(name, value)?;
                    }
                }
                map.end()
            }
        }
    }
}
