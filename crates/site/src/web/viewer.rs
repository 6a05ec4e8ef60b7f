//! Who visits, in which language, and by which address.

use std::{fmt, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use db::value::{AccountRole, SessionLevel, State};
use futures_util::future::BoxFuture;
use locale::Locale;

use super::{Face, Frame};
use crate::{
    app::{App, Token},
    error::Failure,
    policy::{self, Action, Role, View},
};

/// The visitor of this request. Every handler that makes a page takes one.
#[derive(Clone)]
pub struct Viewer {
    /// What they are to the site.
    pub role: Role,
    /// Who they are, when they are signed in.
    pub person: Option<Arc<Person>>,
    /// What the drafts of a browser in which nobody is signed in are known by.
    pub draft: Option<Token>,
    /// The language they read.
    pub locale: Locale,
    /// Whether the address names the language. Links then go on naming it.
    pub prefixed: bool,
    /// The address without its language: `/questions/12/slug`.
    pub path: Arc<str>,
    /// What the site looks like.
    pub face: Arc<Face>,
}

/// Tells who is in a session, if anybody still is.
pub type WhoIs = for<'a> fn(&'a App, &'a Token) -> BoxFuture<'a, Result<Option<Person>, Failure>>;

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub account: i64,
    /// The session that this browser is in.
    pub session: i64,
    /// What the account is to the site.
    pub standing: AccountRole,
    /// Whether what they post is published at once, and not held until a moderator has seen it.
    pub trusted: bool,
    /// The doctor's profile that the account owns.
    pub doctor: Option<i64>,
    /// Whether that doctor has a live credential.
    pub verified: bool,
    /// When the session was begun, Unix seconds.
    pub since: i64,
    /// Whether both steps of signing in were taken.
    pub level: SessionLevel,
    /// Whether the account has a second step that this session still lacks: then it is good for nothing else.
    pub halfway: bool,
    /// Whether the account is suspended now.
    pub suspended: bool,
    /// Notices that they have not read, counted up to [`MANY`].
    pub unread: i64,
}

/// Where the count of unread notices ends.
pub const MANY: i64 = 100;

impl Person {
    /// What they are to the site here and now: without the second step, doctors and staff are members like others, and
    /// somebody who is suspended is a reader.
    pub fn role(&self) -> Role {
        match (self.suspended || self.halfway, self.level, self.standing) {
            (true, ..) => Role::Reader,
            (_, _, AccountRole::Member) | (_, SessionLevel::First, _) => Role::Member,
            (_, _, AccountRole::Doctor) if self.verified => Role::VerifiedDoctor,
            (_, _, AccountRole::Doctor) => Role::Doctor,
            (_, _, AccountRole::Editor) => Role::Editor,
            (_, _, AccountRole::Moderator) => Role::Moderator,
            (_, _, AccountRole::Administrator) => Role::Administrator,
        }
    }

    /// Whether the account needs the second step for what it is.
    pub fn needs_second_step(&self) -> bool {
        self.standing != AccountRole::Member && self.level == SessionLevel::First
    }
}

/// Somebody who is signed in; everybody else is asked to sign in first, or to finish it.
impl<S: Sync> FromRequestParts<S> for Person {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        Viewer::from_request_parts(parts, state).await?.signed_in()
    }
}

impl Viewer {
    /// Who they are; whoever is not signed in is asked to, or to finish it.
    ///
    /// # Errors
    /// [`Failure::SignInFirst`] or [`Failure::StepFirst`].
    pub fn signed_in(&self) -> Result<Person, Failure> {
        let person = self.person.as_deref().cloned().ok_or(Failure::SignInFirst)?;
        if person.halfway { Err(Failure::StepFirst) } else { Ok(person) }
    }

    /// Who they are, if the policy lets them do this.
    ///
    /// # Errors
    /// [`Failure::SignInFirst`], [`Failure::StepFirst`] or [`Failure::SetUpStepFirst`] when that would help, else
    /// [`Failure::Forbidden`].
    pub fn allowed(&self, action: Action) -> Result<Person, Failure> {
        self.judged(|role| policy::may(role, action))
    }

    /// The same for something in this state. What the viewer does not even see is not there for them.
    ///
    /// # Errors
    /// As [`Viewer::allowed`] says, and [`Failure::NotFound`].
    pub fn allowed_on(&self, action: Action, state: State) -> Result<Person, Failure> {
        if policy::view(self.role, state) == View::Nothing {
            return Err(Failure::NotFound);
        }
        self.judged(|role| policy::may_on(role, action, state))
    }

    /// The same for what somebody does also while they are suspended, such as asking for another look at just that.
    ///
    /// # Errors
    /// As [`Viewer::allowed`] says.
    pub fn allowed_if_suspended(&self, action: Action) -> Result<Person, Failure> {
        let person = self.signed_in()?;
        let role = Person { suspended: false, ..person.clone() }.role();
        if policy::may(role, action) { Ok(person) } else { Err(Failure::Forbidden) }
    }

    fn judged(&self, may: impl Fn(Role) -> bool) -> Result<Person, Failure> {
        let person = self.signed_in()?;
        if may(person.role()) {
            Ok(person)
        } else if person.needs_second_step() && may(Person { level: SessionLevel::Full, ..person }.role()) {
            Err(Failure::SetUpStepFirst)
        } else {
            Err(Failure::Forbidden)
        }
    }

    /// The address of another page, in the way that this one was reached.
    pub fn href<P: fmt::Display>(&self, path: P) -> Href<P> {
        Href { prefix: self.prefixed.then(|| self.locale.tag()), path }
    }

    /// Begins a page with this title, in this visitor's language.
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        Frame::new(self.clone(), title.into())
    }
}

/// The front puts the visitor into every request that reaches a handler.
impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Internal)
    }
}

/// An address within the site, with the language in front where this visit has it there.
pub struct Href<P> {
    prefix: Option<&'static str>,
    path: P,
}

impl<P: fmt::Display> fmt::Display for Href<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(tag) = self.prefix {
            write!(f, "/{tag}")?;
        }
        self.path.fmt(f)
    }
}
