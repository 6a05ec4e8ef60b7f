//! Every address of the site, each said once: the router that answers them and the list that tests and tools walk.

use axum::{
    Router,
    handler::Handler,
    routing::{MethodRouter, get, post},
};

use crate::app::App;

/// An address that is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Endpoint {
    /// GET or POST.
    pub method: &'static str,
    /// As the router has it: `/questions/{id}/{slug}`.
    pub path: &'static str,
}

/// Addresses with what answers them.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    endpoints: Vec<Endpoint>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page: something that is read and changes nothing.
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with("GET", path, get(handler))
    }

    /// Adds something that is sent and changes something.
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with("POST", path, post(handler))
    }

    fn with(mut self, method: &'static str, path: &'static str, handler: MethodRouter<App>) -> Self {
        self.endpoints.push(Endpoint { method, path });
        self.router = self.router.route(path, handler);
        self
    }

    /// Adds another feature's.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.endpoints.extend(other.endpoints);
        self.router = self.router.merge(other.router);
        self
    }

    /// All that there are, in the order in which they were added.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    pub(super) fn into_router(self) -> Router<App> {
        self.router
    }
}
