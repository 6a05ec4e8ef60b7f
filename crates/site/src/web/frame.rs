//! What stands around every page: head, header, breadcrumb, disclaimer and foot. The layout reads it from here.

use std::fmt;

use askama::filters::HtmlSafe;
use locale::Locale;
use markup::SafeHtml;
use serde::Serialize;
use serde_json::Value;

use super::{Face, Field, MANY, Viewer, json_ld};
use crate::policy::{self, Action};

/// One step of the breadcrumb.
pub struct Crumb {
    /// What it says.
    pub label: String,
    /// Where it leads; the last one leads nowhere.
    pub path: Option<String>,
}

/// The part of a page that is the same for all. Every page struct has one as `frame`.
pub struct Frame {
    /// The visitor.
    pub viewer: Viewer,
    /// The language, under the short name that templates use.
    pub l: Locale,
    /// The title, without the site's name.
    pub title: String,
    /// One or two sentences for search engines and shared links.
    pub description: String,
    /// The one right address of this page, without a language.
    pub canonical: String,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// `og:type`: article, profile or website.
    pub og_type: &'static str,
    /// A feed for this page, as (title, address without a language).
    pub feed: Option<(String, String)>,
    /// The way here.
    pub crumbs: Vec<Crumb>,
    /// Structured data, escaped for a script element.
    pub json_ld: Option<SafeHtml>,
    /// Whether the disclaimer stands on this page.
    pub disclaimer: bool,
    /// Whether it has forms, and so needs what they look like and what makes them comfortable.
    pub desk: bool,
    /// Whether there is a box that finds things, and so needs what it looks like and what makes it comfortable.
    pub finding: bool,
    /// The request's id, on error pages.
    pub request: Option<String>,
}

impl Frame {
    pub(super) fn new(viewer: Viewer, title: String) -> Self {
        Self {
            l: viewer.locale,
            canonical: viewer.path.to_string(),
            // The language for tests is nobody's to find.
            indexed: !viewer.locale.tag().starts_with("qps"),
            title,
            description: String::new(),
            og_type: "website",
            feed: None,
            crumbs: Vec::new(),
            json_ld: None,
            disclaimer: true,
            // Whoever is signed in has something to do on every page.
            desk: viewer.person.is_some(),
            finding: false,
            request: None,
            viewer,
        }
    }

    /// The language, where a template must pass it on by value.
    pub fn locale(&self) -> Locale {
        self.l
    }

    /// Whether the visitor has an inbox, so that the header leads there.
    pub fn has_inbox(&self) -> bool {
        self.may(Action::SeeInbox)
    }

    /// Whether the visitor does this at all, so that links that lead nowhere for them are left out.
    pub fn may(&self, action: Action) -> bool {
        policy::may(self.viewer.role, action)
    }

    /// Whether the visitor decides on reports.
    pub fn moderates(&self) -> bool {
        self.may(Action::Moderate)
    }

    /// Whether the visitor decides on credentials.
    pub fn judges(&self) -> bool {
        self.may(Action::JudgeCredentials)
    }

    /// The site's looks.
    pub fn face(&self) -> &Face {
        &self.viewer.face
    }

    /// The address of a page within the site, from this one.
    pub fn href<P: fmt::Display>(&self, path: P) -> impl fmt::Display {
        self.viewer.href(path)
    }

    /// Sets the way here: pairs of label and address, then this page itself.
    #[must_use]
    pub fn under(mut self, steps: Vec<(String, String)>) -> Self {
        self.crumbs = steps.into_iter().map(|(label, path)| Crumb { label, path: Some(path) }).collect();
        self.crumbs.push(Crumb { label: self.title.clone(), path: None });
        self
    }

    /// Makes it a page that people work on.
    #[must_use]
    pub fn at_desk(mut self) -> Self {
        (self.desk, self.indexed, self.disclaimer) = (true, false, false);
        self
    }

    /// Keeps what machines are told, with the breadcrumb, for the head.
    pub fn tell_machines(&mut self, mut things: Vec<Value>) {
        if !self.crumbs.is_empty() {
            things.push(json_ld::breadcrumbs(self));
        }
        self.json_ld = if things.is_empty() { None } else { json_ld::script(&things) };
    }

    /// The same for a page whose things are many: a pair of them, written without a tree between.
    pub fn tell_pair(&mut self, first: &impl Serialize, second: &impl Serialize) {
        self.json_ld = json_ld::script(&(first, second, json_ld::breadcrumbs(self)));
    }

    /// The absolute address of another page in the visitor's language.
    pub fn absolute_path<P: fmt::Display>(&self, path: P) -> String {
        format!("{}{}", self.face().public_url, self.l.href(path))
    }

    /// Whether this page is, or lies under, the part of the site at `path`.
    pub fn is_in(&self, path: &str) -> bool {
        let at = &*self.viewer.path;
        at == path || at.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The absolute address of this page in a language.
    pub fn absolute(&self, locale: Locale) -> String {
        format!("{}{}", self.face().public_url, locale.href(&self.canonical))
    }

    /// The absolute address of this page in the visitor's language.
    pub fn canonical_url(&self) -> String {
        self.absolute(self.l)
    }

    /// The absolute address of this page for readers of no language on offer.
    pub fn default_url(&self) -> String {
        format!("{}{}", self.face().public_url, self.canonical)
    }

    /// The languages that this page can be read in, the pseudo language for tests left out.
    pub fn languages(&self) -> impl Iterator<Item = Locale> {
        self.face().languages.all().filter(|locale| !locale.tag().starts_with("qps"))
    }

    /// This page in another language, naming the language so that the choice holds.
    pub fn switch(&self, locale: &Locale) -> String {
        format!("/{}{}", locale.tag(), self.canonical)
    }

    /// A field of a form, to be written where it stands in the template.
    pub fn field(&self, name: &'static str, label: impl fmt::Display) -> Field {
        Field::new(name, label.to_string(), self.l)
    }

    /// What the header says of notices that the visitor has not read, where there are any.
    pub fn unread(&self) -> Option<String> {
        let unread = self.viewer.person.as_deref().filter(|person| !person.halfway)?.unread;
        match unread {
            ..=0 => None,
            MANY.. => Some(self.l.t("99+ new notices").to_string()),
            some => Some(self.l.n(some, "{n} new notice", "{n} new notices").to_string()),
        }
    }

    /// The title as the window shows it.
    pub fn window_title(&self) -> String {
        let name = &*self.face().brand.name;
        if self.title.is_empty() || self.title == name {
            name.to_owned()
        } else {
            format!("{} · {name}", self.title)
        }
    }
}

/// A mark out of the sprite. Words always stand beside it.
pub struct Mark<'a> {
    sprite: &'a str,
    name: &'a str,
    class: &'a str,
}

impl HtmlSafe for Mark<'_> {}

impl fmt::Display for Mark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sprite, name, class } = self;
        write!(f, "<svg class=\"mark")?;
        if !class.is_empty() {
            write!(f, " {class}")?;
        }
        write!(f, "\" aria-hidden=\"true\"><use href=\"{sprite}#{name}\"/></svg>")
    }
}

impl Frame {
    /// The address of the sprite with all marks.
    pub fn sprite(&self) -> &str {
        self.face().assets.url("marks.svg")
    }

    /// A mark by its name.
    pub fn mark<'a>(&'a self, name: &'a str) -> Mark<'a> {
        Mark { sprite: self.sprite(), name, class: "" }
    }

    /// A mark with a class: a stance's own, or `turn` for arrows that follow the direction of writing.
    pub fn mark_as<'a>(&'a self, name: &'a str, class: &'a str) -> Mark<'a> {
        Mark { sprite: self.sprite(), name, class }
    }
}
