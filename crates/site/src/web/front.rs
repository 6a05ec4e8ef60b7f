//! The entrance: every request comes in here. Tells the language, serves finished pages from memory, and sees to it
//! that every answer, also an error, has its headers, its id and its line in the log.

use std::{net::SocketAddr, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, MatchedPath},
    http::{HeaderValue, Method, Request, StatusCode, header},
    middleware::from_fn,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use http_body_util::BodyExt;
use locale::Locale;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::{
    Face, Jar, Network, Person, Routes, WhoIs,
    body::{Keep, Whole},
    cache::{self, Kept, Key, KeyRef, Made, Pages},
    encoding::Encoding,
    error_page, headers, internal, origin,
    sent::Sent,
    telemetry::{Telemetry, note_route},
    visit::{self, Visit},
};
use crate::{
    app::{App, Moment},
    error::Failure,
    policy::Role,
};

/// How often the front keeps house.
const HOUSEKEEPING: Duration = Duration::from_secs(5);

/// A request that takes longer than this is worth a line in the log.
const SLOW: Duration = Duration::from_secs(1);

/// The site, ready to be served or to be asked by a test.
pub struct Front {
    pub(super) app: App,
    pub(super) telemetry: Telemetry,
    face: Arc<Face>,
    router: Router,
    who_is: WhoIs,
    pages: Pages,
    cache_control: HeaderValue,
    /// One page is packed at a time: it takes a processor, and megabytes while it lasts.
    packer: Arc<Semaphore>,
    /// Seconds after which a kept page is not served any more.
    oldest: u64,
}

impl Front {
    /// Puts the entrance before the features' routes.
    pub fn new(app: App, face: Face, routes: Routes, who_is: WhoIs) -> Arc<Self> {
        let caching = &app.config.caching;
        let (fresh, stale) = (caching.fresh.as_secs(), caching.stale.as_secs());
        let cache_control =
            format!("public, max-age={fresh}, stale-while-revalidate={stale}, stale-if-error=86400");
        Arc::new(Self {
            oldest: fresh.saturating_add(stale),
            packer: Arc::new(Semaphore::new(1)),
            telemetry: Telemetry::new(),
            face: Arc::new(face),
            who_is,
            router: routes
                .into_router()
                .route_layer(from_fn(note_route))
                .fallback(|| async { Failure::NotFound })
                .with_state(app.clone()),
            pages: cache::pages(caching.pages_mb.get() * 1_000_000),
            cache_control: HeaderValue::try_from(cache_control)
                .unwrap_or(HeaderValue::from_static("no-cache")),
            app,
        })
    }

    /// Keeps house for as long as the site runs.
    pub(super) async fn keep_house(self: Arc<Self>) {
        loop {
            tokio::time::sleep(HOUSEKEEPING).await;
            self.telemetry.fold();
        }
    }

    /// The routes of the internal listener.
    pub fn internal(self: &Arc<Self>) -> Router {
        internal::router(self.clone())
    }

    /// Answers a request.
    pub async fn answer(self: &Arc<Self>, request: Request<Body>) -> Response {
        let id = self.app.numbers.next();
        let mut response = self.respond(request, id).await;
        self.telemetry.count(response.status().as_u16());
        if let Ok(id) = HeaderValue::try_from(format!("{id:016x}")) {
            response.headers_mut().insert(headers::REQUEST_ID, id);
        }
        response
    }

    async fn respond(self: &Arc<Self>, request: Request<Body>, id: u64) -> Response {
        let head = request.method() == Method::HEAD;
        let readable = head || request.method() == Method::GET;
        let address = request.uri().path_and_query().map_or("/", |whole| whole.as_str());
        if address.len() > self.app.config.server.max_address.count() {
            let visit = self.visit("/", None, id);
            return self.failed(&visit, &Failure::AddressTooLong, "-");
        }
        if let Some(asset) = request.uri().path().strip_prefix("/assets/").filter(|_| readable) {
            let Some(mut found) = self.face.assets.respond(asset, request.headers(), head) else {
                return self.failed(&self.visit("/", None, id), &Failure::NotFound, "/assets");
            };
            headers::secure(found.headers_mut(), self.face.secure);
            return found;
        }
        let preferred = visit::preferred(&self.app.languages, request.headers());
        if !readable || Jar::Session.find(request.headers(), self.face.secure).is_some() {
            let visit = self.visit(address, preferred, id);
            return self.private(visit, request, readable).await;
        }
        let accept = request.headers().get(header::ACCEPT_ENCODING).map(HeaderValue::as_bytes);
        let encoding = Encoding::accepted(accept);
        let known = request.headers().get(header::IF_NONE_MATCH);
        let language = preferred.map_or("", Locale::tag);
        if let Some(kept) = self.pages.get(&KeyRef { language, address }).filter(|kept| self.is_current(kept))
        {
            let response = kept.respond(encoding, known, head);
            self.telemetry.warm.increment(1);
            self.tend(&kept, KeyRef { language, address });
            return response;
        }
        let mut visit = self.visit(address, preferred, id);
        visit.viewer.draft = Jar::Draft.find(request.headers(), self.face.secure);
        let accepts_gzip = Encoding::takes(accept, "gzip");
        let known = known.cloned();
        match self.find_or_make(&visit, request).await {
            Ok(kept) => kept.respond_fresh(encoding, accepts_gzip, known.as_ref(), head),
            Err(mut whole) => {
                if head {
                    *whole.body_mut() = Body::empty();
                }
                whole
            }
        }
    }

    /// Answers what is for one visitor alone: whoever is signed in, and whatever changes something.
    async fn private(
        self: &Arc<Self>,
        mut visit: Visit,
        mut request: Request<Body>,
        readable: bool,
    ) -> Response {
        let head = request.method() == Method::HEAD;
        let (method, headers) = (request.method(), request.headers());
        if !readable && !origin::may_come_in(method, &visit.viewer.path, headers, &self.face.public_url) {
            return self.failed(&visit, &Failure::Foreign, "-");
        }
        visit.sends = !readable;
        if visit.sends {
            let most = self.app.config.server.max_form_kb.count() * 1000;
            visit.sent = Sent::lend(&mut request, most);
        }
        visit.viewer.draft = Jar::Draft.find(request.headers(), self.face.secure);
        if let Some(token) = Jar::Session.find(request.headers(), self.face.secure) {
            match (self.who_is)(&self.app, &token).await {
                Ok(person) => visit.viewer.person = person.map(Arc::new),
                Err(failure) => {
                    self.hear_out(&visit).await;
                    return self.failed(&visit, &failure, "-");
                }
            }
            visit.viewer.role = visit.viewer.person.as_deref().map_or(Role::Reader, Person::role);
        }
        let accept = request.headers().get(header::ACCEPT_ENCODING).map(HeaderValue::as_bytes);
        let (encoding, gzip) = (Encoding::accepted(accept), Encoding::takes(accept, "gzip"));
        let mut response = match self.make(&visit, request).await {
            Ok(kept) if readable => kept.respond_fresh(encoding, gzip, None, head),
            Ok(kept) => kept.respond(Encoding::Plain, None, head),
            Err(whole) => whole,
        };
        if head {
            *response.body_mut() = Body::empty();
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        response.headers_mut().remove(header::ETAG);
        response
    }

    /// Whether a kept page may still be served: what it depends on is the same, and it is not so old that a badge on it
    /// may have run out.
    fn is_current(&self, kept: &Kept) -> bool {
        let Made { moment, tags, .. } = &kept.made;
        self.app.content.unchanged(*moment, tags.as_deref()) && self.age(kept) <= self.oldest
    }

    fn age(&self, kept: &Kept) -> u64 {
        self.app.clock.now().saturating_sub(kept.made.at).unsigned_abs()
    }

    fn visit(&self, address: &str, preferred: Option<Locale>, id: u64) -> Visit {
        Visit::new(&self.app.languages, &self.face, address, preferred, id)
    }

    /// Makes the page, or waits for somebody who is making it.
    async fn find_or_make(
        self: &Arc<Self>,
        visit: &Visit,
        request: Request<Body>,
    ) -> Result<Arc<Kept>, Response> {
        let key = KeyRef { language: visit.language, address: &visit.address };
        self.pages.remove_if(&key, |kept| !self.is_current(kept));
        let (key, patience) = (key.owned(), self.app.config.server.request_timeout.get());
        let Ok(found) = tokio::time::timeout(patience, self.pages.get_value_or_guard_async(&key)).await
        else {
            return Err(self.failed(visit, &Failure::TooSlow, "-"));
        };
        match found {
            Ok(kept) => Ok(kept),
            Err(guard) => {
                let kept = self.make(visit, request).await?;
                // A page that could not be put away, because another was faster, is served all the same.
                let _ = guard.insert(kept.clone());
                Ok(kept)
            }
        }
    }

    /// Has the features make the page. What may not be kept comes back as a whole response.
    async fn make(
        self: &Arc<Self>,
        visit: &Visit,
        mut request: Request<Body>,
    ) -> Result<Arc<Kept>, Response> {
        let moment = self.app.content.now();
        let started = self.app.clock.elapsed();
        let method = request.method().clone();
        if method == Method::HEAD {
            *request.method_mut() = Method::GET;
        }
        *request.uri_mut() = visit::without_language(&visit.viewer.path, request.uri())
            .ok_or_else(|| self.failed(visit, &Failure::BadRequest, "-"))?;
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
        let network = Network::of(peer, request.headers(), self.app.config.server.proxies.count());
        request.extensions_mut().insert(network);
        request.extensions_mut().insert(visit.viewer.clone());
        // A panic in one page must not take the connection and its other requests with it.
        let answered = AssertUnwindSafe(self.router.clone().oneshot(request)).catch_unwind();
        let response =
            match tokio::time::timeout(self.app.config.server.request_timeout.get(), answered).await {
                Ok(Ok(Ok(response))) => response,
                Ok(Ok(Err(never))) => match never {},
                Ok(Err(_)) => Failure::Internal.into_response(),
                Err(_) => Failure::TooSlow.into_response(),
            };
        let took = self.app.clock.elapsed().saturating_sub(started);
        self.telemetry.made_in(took);
        let route = response
            .extensions()
            .get::<MatchedPath>()
            .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
        if response.extensions().get::<Failure>().is_some() {
            self.hear_out(visit).await;
        }
        let finished = self.finish(visit, response, moment, &route).await;
        let status = finished.as_ref().map_or_else(|response| response.status(), |_| StatusCode::OK).as_u16();
        let (id, millis) = (visit.id, took.as_secs_f64() * 1000.0);
        let id = format_args!("{id:016x}");
        // Every request is told at debug; a proxy in front usually keeps a log of its own.
        if status >= 500 || took > SLOW {
            tracing::warn!(%id, %method, route, status, millis, "answered");
        } else {
            tracing::debug!(%id, %method, route, status, millis, "answered");
        }
        finished
    }

    /// Reads the rest of a form that nobody wanted to read, so that its writer gets it back.
    async fn hear_out(&self, visit: &Visit) {
        if let Some(sent) = &visit.sent {
            sent.rest(self.app.config.server.body_timeout.get()).await;
        }
    }

    /// Completes what a handler returned: an error gets its page, and a page that may be kept is made ready for keeping.
    async fn finish(
        &self,
        visit: &Visit,
        mut response: Response,
        moment: Moment,
        route: &str,
    ) -> Result<Arc<Kept>, Response> {
        if let Some(failure) = response.extensions_mut().remove::<Failure>() {
            return Err(self.failed(visit, &failure, route));
        }
        let status = response.status();
        let keep = response.extensions_mut().remove::<Keep>();
        let whole = response.extensions_mut().remove::<Whole>().is_some();
        if keep.is_none() && !whole && (status.is_client_error() || status.is_server_error()) {
            let mut failed = self.failed(visit, &error_page::from_status(status), route);
            if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
                failed.headers_mut().insert(header::ALLOW, allow);
            }
            return Err(failed);
        }
        let (mut parts, body) = response.into_parts();
        headers::dress(&mut parts.headers, &visit.viewer);
        let Some(Keep(tags)) = keep else {
            parts
                .headers
                .entry(header::CACHE_CONTROL)
                .or_insert(HeaderValue::from_static("private, no-store"));
            return Err(Response::from_parts(parts, body));
        };
        parts.headers.entry(header::CACHE_CONTROL).or_insert_with(|| self.cache_control.clone());
        match body.collect().await {
            Ok(body) => {
                let made = Made { moment, tags, at: self.app.clock.now() };
                Ok(Arc::new(Kept::new(made, parts.status, parts.headers, body.to_bytes())))
            }
            Err(_) => Err(self.failed(visit, &Failure::Internal, route)),
        }
    }

    fn failed(&self, visit: &Visit, failure: &Failure, route: &str) -> Response {
        let id = format!("{:016x}", visit.id);
        let written = if matches!(failure, Failure::Foreign) { None } else { visit.written() };
        let mut response = match (error_page::steps_to(failure), written) {
            // A page can be come back to. So can the account, after something that nobody wrote.
            (Some(path), None) => error_page::first(&visit.viewer, path, visit.here().as_deref()),
            (_, written) => error_page::respond(&visit.viewer, failure, &id, written),
        };
        headers::dress(response.headers_mut(), &visit.viewer);
        tracing::debug!(id, route, status = response.status().as_u16(), "no page");
        response
    }

    /// Sees to a page that was served from memory: packs it once it is asked for again, makes it anew when it is old.
    fn tend(self: &Arc<Self>, kept: &Arc<Kept>, key: KeyRef<'_>) {
        if kept.claim_packing() {
            let (kept, packer) = (kept.clone(), self.packer.clone());
            tokio::spawn(async move {
                let turn = packer.acquire_owned().await;
                // Whatever became of it, the plain page goes on being served.
                let _ = tokio::task::spawn_blocking(move || kept.pack()).await;
                drop(turn);
            });
        }
        if self.age(kept) > self.app.config.caching.fresh.as_secs() && kept.claim_remaking() {
            let (front, kept, key) = (self.clone(), kept.clone(), key.owned());
            tokio::spawn(async move { front.remake(kept, key).await });
        }
    }

    async fn remake(self: Arc<Self>, old: Arc<Kept>, key: Key) {
        let preferred = self.app.languages.get(key.language);
        let visit = self.visit(&key.address, preferred, self.app.numbers.next());
        let Ok(request) = Request::get(&*key.address).body(Body::empty()) else { return };
        match self.make(&visit, request).await {
            Ok(new) => self.pages.insert(key, new),
            // What is gone is no longer served; what can't be made just now goes on being served as it was.
            Err(response) if response.status().is_client_error() => drop(self.pages.remove(&key)),
            Err(_) => old.remade(),
        }
    }
}
