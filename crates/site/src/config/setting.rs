//! The machinery behind the sections: one macro that makes a documented struct readable from every source.

use std::{collections::BTreeMap, fmt, path::Path};

/// One setting, as documented.
#[derive(Debug)]
pub struct Field {
    /// The table in the file.
    pub section: &'static str,
    /// The key in that table.
    pub key: &'static str,
    /// The environment variable.
    pub variable: &'static str,
    /// What it is when nobody says.
    pub default: &'static str,
    /// What it is for.
    pub doc: &'static [&'static str],
}

impl Field {
    /// `section.key`, its name in messages.
    pub fn path(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// What it is for, in one paragraph.
    pub fn help(&self) -> String {
        self.doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
    }
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said.
    Default,
    /// The configuration file at this path.
    File(String),
    /// This environment variable.
    Environment(String),
    /// A flag of the command.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "file {path}"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::Flag => f.write_str("flag"),
        }
    }
}

/// One thing wrong with the configuration.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    /// `section.key`, or the file.
    pub at: String,
    /// What is wrong and what to write instead.
    pub what: String,
}

/// Everything wrong with the configuration.
#[derive(Debug)]
pub struct ConfigError(pub Vec<Problem>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration is not right:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {}: {}", problem.at, problem.what))
    }
}

impl std::error::Error for ConfigError {}

/// A type that a setting may have.
pub trait Setting: Sized {
    /// Reads it from text.
    ///
    /// # Errors
    /// What is wrong and what to write instead.
    fn parse(text: &str) -> Result<Self, String>;
    /// Writes it as it would be read.
    fn show(&self) -> String;
}

/// What was said, by `section.key`, with where it was said.
#[derive(Debug, Default)]
pub struct Sources {
    said: BTreeMap<String, (String, Origin)>,
    problems: Vec<Problem>,
}

impl Sources {
    /// Gathers what the file, the environment and the flags say.
    ///
    /// # Errors
    /// [`ConfigError`] when the file can't be read or names what does not exist.
    pub fn gather(
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
        flags: &BTreeMap<String, String>,
        fields: impl Iterator<Item = &'static Field>,
    ) -> Result<Self, ConfigError> {
        let fields: Vec<_> = fields.collect();
        let mut sources = Self::default();
        if let Some(path) = file {
            sources.read_file(path, &fields)?;
        }
        for field in &fields {
            if let Some(value) = environment(field.variable) {
                let origin = Origin::Environment(field.variable.to_owned());
                sources.said.insert(field.path(), (value, origin));
            }
        }
        for (path, value) in flags {
            sources.said.insert(path.clone(), (value.clone(), Origin::Flag));
        }
        Ok(sources)
    }

    fn read_file(&mut self, path: &Path, fields: &[&'static Field]) -> Result<(), ConfigError> {
        let shown = path.display().to_string();
        let wrong = |what: String| ConfigError(vec![Problem { at: shown.clone(), what }]);
        let text = std::fs::read_to_string(path).map_err(|e| wrong(format!("cannot be read: {e}")))?;
        let tables: toml::Table =
            text.parse().map_err(|e: toml::de::Error| wrong(e.to_string().trim_end().to_owned()))?;
        for (section, table) in tables {
            let Some(table) = table.as_table() else {
                self.problems.push(Problem {
                    at: section,
                    what: "stands outside any section; write it under one, such as [server]".into(),
                });
                continue;
            };
            for (key, value) in table {
                let name = format!("{section}.{key}");
                if !fields.iter().any(|field| field.path() == name) {
                    self.problems.push(Problem { at: name.clone(), what: unknown(&name, fields) });
                }
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                self.said.insert(name, (value, Origin::File(shown.clone())));
            }
        }
        Ok(())
    }

    /// Takes one setting; a wrong value is noted and the default stands in until all are read.
    pub fn take<T: Setting>(&mut self, field: &Field) -> Option<T> {
        if let Some((text, origin)) = self.said.get(&field.path()) {
            match T::parse(text) {
                Ok(value) => return Some(value),
                Err(what) => self.problems.push(Problem { at: format!("{} ({origin})", field.path()), what }),
            }
        }
        match T::parse(field.default) {
            Ok(value) => Some(value),
            Err(what) => {
                self.problems.push(Problem { at: field.path(), what });
                None
            }
        }
    }

    /// The origins of all that was said.
    ///
    /// # Errors
    /// Every problem met on the way.
    pub fn finish(self) -> Result<BTreeMap<String, Origin>, ConfigError> {
        if self.problems.is_empty() {
            Ok(self.said.into_iter().map(|(path, (_, origin))| (path, origin)).collect())
        } else {
            Err(ConfigError(self.problems))
        }
    }
}

fn unknown(name: &str, fields: &[&'static Field]) -> String {
    let key = name.rsplit('.').next().unwrap_or(name);
    match fields.iter().find(|field| field.key == key) {
        Some(field) => format!("there is no such setting; did you mean {}?", field.path()),
        None => "there is no such setting; `consilium config` lists all that there are".to_owned(),
    }
}

/// Declares a section: a struct whose fields are settings.
macro_rules! section {
    ($(#[doc = $about:literal])+ $name:ident = $section:literal {
        $($(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:literal, $variable:literal;)+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $name { $($(#[doc = $doc])+ pub $key: $type),+ }

        impl $name {
            /// The settings of this section.
            pub const FIELDS: &'static [$crate::config::Field] = &[$($crate::config::Field {
                section: $section, key: stringify!($key), variable: $variable, default: $default, doc: &[$($doc),+],
            }),+];

            pub(super) fn read(sources: &mut $crate::config::Sources) -> Option<Self> {
                let mut fields = Self::FIELDS.iter();
                // Every field is read even after a wrong one, so that all problems are told at once.
                $(let $key = fields.next().and_then(|field| sources.take::<$type>(field));)+
                Some(Self { $($key: $key?),+ })
            }

            pub(super) fn show(&self, shown: &mut Vec<(&'static $crate::config::Field, String)>) {
                let values = [$($crate::config::Setting::show(&self.$key)),+];
                shown.extend(Self::FIELDS.iter().zip(values));
            }
        }
    };
}
pub(super) use section;
