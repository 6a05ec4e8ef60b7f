//! The attribute that runs one test on both databases, and the derive that reads a row into a struct.

use proc_macro::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Field, Fields, ItemFn, ext::IdentExt, parse_macro_input};

/// `#[db::test] async fn name(db: db::TestDb) { … }` becomes two tests, `name::sqlite` and `name::postgres`,
/// each on a fresh, migrated database of its own.
#[proc_macro_attribute]
pub fn both(_: TokenStream, item: TokenStream) -> TokenStream {
    let body = parse_macro_input!(item as ItemFn);
    let name = &body.sig.ident;
    quote! {
        mod #name {
            use super::*;
            #body
            #[test]
            fn sqlite() { ::db::testing::on_sqlite(#name) }
            #[test]
            fn postgres() { ::db::testing::on_postgres(#name) }
        }
    }
    .into()
}

/// Reads a struct from the columns that are named as its fields. `#[row(nested)]` marks a field that is itself such a
/// struct and takes its columns from the same row.
#[proc_macro_derive(FromRow, attributes(row))]
pub fn from_row(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    match row_reader(&item) {
        Ok(reader) => reader.into(),
        Err(error) => error.into_compile_error().into(),
    }
}

fn row_reader(item: &DeriveInput) -> Result<proc_macro2::TokenStream, Error> {
    let Data::Struct(syn::DataStruct { fields: Fields::Named(fields), .. }) = &item.data else {
        return Err(Error::new_spanned(item, "a row is read into a struct with named fields"));
    };
    if !item.generics.params.is_empty() {
        return Err(Error::new_spanned(&item.generics, "a row is read into a struct without parameters"));
    }
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for field in &fields.named {
        let (Some(name), kind) = (&field.ident, &field.ty) else { continue };
        if is_nested(field)? {
            names.push(quote!(<#kind as ::db::row::FromRow>::columns(names)));
            values.push(quote!(#name: <#kind as ::db::row::FromRow>::from_row(row)?));
        } else {
            let column = name.unraw().to_string();
            names.push(quote!(names.push(#column)));
            values.push(quote!(#name: row.take()?));
        }
    }
    let name = &item.ident;
    Ok(quote! {
        impl ::db::row::FromRow for #name {
            fn columns(names: &mut ::std::vec::Vec<&'static str>) { #(#names;)* }

            fn from_row(row: &mut ::db::row::Row<'_>) -> ::std::result::Result<Self, ::db::sea_orm::DbErr> {
                ::std::result::Result::Ok(Self { #(#values),* })
            }
        }
    })
}

fn is_nested(field: &Field) -> Result<bool, Error> {
    let mut nested = false;
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("row")) {
        attribute.parse_nested_meta(|meta| {
            nested = meta.path.is_ident("nested");
            if nested { Ok(()) } else { Err(meta.error("only `nested` is known")) }
        })?;
    }
    Ok(nested)
}
