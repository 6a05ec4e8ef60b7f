//! The attribute that runs one test on both databases.

use proc_macro::TokenStream;
use quote::quote;
use syn::{ItemFn, parse_macro_input};

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
