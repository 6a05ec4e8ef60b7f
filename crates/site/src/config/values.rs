//! The types that settings have, each read from text with a message that says what to write.

use std::{fmt, net::SocketAddr, ops::Deref, path::PathBuf, time::Duration};

use super::Setting;

macro_rules! parsed {
    ($($type:ty: $expected:literal;)+) => { $(
        impl Setting for $type {
            fn parse(text: &str) -> Result<Self, String> {
                text.trim().parse().map_err(|_| format!("`{text}` is not {}", $expected))
            }
            fn show(&self) -> String {
                self.to_string()
            }
        }
    )+ };
}

parsed! {
    SocketAddr: "an address with a port, such as 127.0.0.1:8080";
    bool: "true or false";
    u16: "a whole number from 0 to 65535";
    u32: "a whole number";
    u64: "a whole number";
    usize: "a whole number";
}

impl Setting for String {
    fn parse(text: &str) -> Result<Self, String> {
        if text.chars().any(char::is_control) {
            Err("holds a control character".into())
        } else {
            Ok(text.trim().to_owned())
        }
    }
    fn show(&self) -> String {
        self.clone()
    }
}

impl Setting for PathBuf {
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("is empty; write a path".into()) } else { Ok(Self::from(text)) }
    }
    fn show(&self) -> String {
        self.display().to_string()
    }
}

/// A text with a rule of its own, which reads as the text.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident: $expected:literal, $sound:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl Setting for $name {
            fn parse(text: &str) -> Result<Self, String> {
                let text = String::parse(text)?;
                let sound: fn(&str) -> bool = $sound;
                if sound(&text) { Ok(Self(text)) } else { Err(format!("`{text}` is not {}", $expected)) }
            }
            fn show(&self) -> String {
                self.0.clone()
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text! {
    /// What the site is called.
    Name: "a name; write at least one letter", |text| text.chars().any(char::is_alphanumeric)
}
text! {
    /// An e-mail address, as far as can be told without writing to it.
    Email: "an e-mail address such as desk@example.org", is_email
}
text! {
    /// Where somebody is to be written to (RFC 9116, 2.5.3).
    Contact: "a mailto: or https: address", |text| {
        text.strip_prefix("mailto:").is_some_and(is_email)
            || text.strip_prefix("https://").is_some_and(|rest| rest.contains('.') && !rest.contains(' '))
    }
}
text! {
    /// What is logged: levels, also by part of the program, with commas between.
    Filter: "a level (off, error, warn, info, debug or trace) or such as info,site::web=debug", |text| {
        let level = |word: &str| {
            ["off", "error", "warn", "info", "debug", "trace"].iter().any(|level| level.eq_ignore_ascii_case(word))
        };
        text.split(',').all(|part| level(part.rsplit('=').next().unwrap_or(part).trim()))
    }
}

fn is_email(text: &str) -> bool {
    mail::Address::parse(text).is_ok()
}

/// A time to wait, longer than none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(Duration);

impl Wait {
    /// The time.
    pub fn get(self) -> Duration {
        self.0
    }
}

impl From<Duration> for Wait {
    fn from(time: Duration) -> Self {
        Self(time.max(Duration::from_millis(1)))
    }
}

impl Setting for Wait {
    fn parse(text: &str) -> Result<Self, String> {
        match Duration::parse(text)? {
            Duration::ZERO => {
                Err(format!("`{text}` is no time at all; write such as 500ms, 5s, 10m, 2h or 30d"))
            }
            time => Ok(Self(time)),
        }
    }
    fn show(&self) -> String {
        self.0.show()
    }
}

/// Nothing is written as nothing.
impl<T: Setting> Setting for Option<T> {
    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() { Ok(None) } else { T::parse(text).map(Some) }
    }
    fn show(&self) -> String {
        self.as_ref().map(T::show).unwrap_or_default()
    }
}

/// Written as seconds, or with a unit: `500ms`, `5s`, `10m`, `2h`.
impl Setting for Duration {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a time; write such as 500ms, 5s, 10m or 2h");
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let number: u64 = text[..split].parse().map_err(|_| wrong())?;
        match &text[split..] {
            "ms" => Ok(Self::from_millis(number)),
            "s" | "" => Ok(Self::from_secs(number)),
            "m" => number.checked_mul(60).map(Self::from_secs).ok_or_else(wrong),
            "h" => number.checked_mul(3600).map(Self::from_secs).ok_or_else(wrong),
            "d" => number.checked_mul(86_400).map(Self::from_secs).ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }
    fn show(&self) -> String {
        if self.subsec_millis() > 0 {
            format!("{}ms", self.as_millis())
        } else {
            format!("{}s", self.as_secs())
        }
    }
}

/// An absolute http or https address without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(String);

impl Url {
    /// Whether readers come by https.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The address as text, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, with its port where one is written.
    pub fn host(&self) -> &str {
        self.0.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Setting for Url {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not an address such as https://ask.example.org");
        let address = text.trim().trim_end_matches('/');
        let rest =
            address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).ok_or_else(wrong)?;
        let sound =
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_graphic() && !"\"'<>\\?#@".contains(c));
        if sound { Ok(Self(address.to_owned())) } else { Err(wrong()) }
    }
    fn show(&self) -> String {
        self.0.clone()
    }
}

/// A whole number within bounds, both of them allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within<const LEAST: u64, const MOST: u64>(u64);

impl<const LEAST: u64, const MOST: u64> Within<LEAST, MOST> {
    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }

    /// The number, for counting what is in memory.
    pub fn count(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    /// The number nearest to this one.
    pub fn nearest(number: u64) -> Self {
        Self(number.clamp(LEAST, MOST))
    }
}

impl<const LEAST: u64, const MOST: u64> Setting for Within<LEAST, MOST> {
    fn parse(text: &str) -> Result<Self, String> {
        let number = text.trim().parse().ok().filter(|number| (LEAST..=MOST).contains(number));
        number.map(Self).ok_or_else(|| format!("`{text}` is not a whole number from {LEAST} to {MOST}"))
    }
    fn show(&self) -> String {
        self.0.to_string()
    }
}

/// A country, by its two letters (ISO 3166-1 alpha-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country(pub String);

impl Setting for Country {
    fn parse(text: &str) -> Result<Self, String> {
        let code = text.trim().to_ascii_uppercase();
        match code.as_str() {
            known if archive::record::valid_country(known) => Ok(Self(code)),
            "UK" => Err("`UK` is written GB".into()),
            _ => Err(format!("`{text}` is not a country's two letters, such as US or ES")),
        }
    }
    fn show(&self) -> String {
        self.0.clone()
    }
}

/// A language that the site speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language(&'static str);

impl Language {
    /// The languages that an operator may choose, by BCP 47 tag.
    pub const ALL: &'static [&'static str] = &["en", "es"];

    /// The BCP 47 tag.
    pub fn tag(&self) -> &'static str {
        self.0
    }
}

impl Setting for Language {
    fn parse(text: &str) -> Result<Self, String> {
        let tag = Self::ALL.iter().find(|tag| tag.eq_ignore_ascii_case(text.trim()));
        tag.map(|tag| Self(tag)).ok_or_else(|| {
            format!("`{text}` is not a language that the site speaks; write one of {}", Self::ALL.join(", "))
        })
    }
    fn show(&self) -> String {
        self.0.to_owned()
    }
}

/// An sRGB colour, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Relative luminance by WCAG 2.2, from 0 (black) to 1 (white).
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0[0]) + 0.7152 * linear(self.0[1]) + 0.0722 * linear(self.0[2])
    }

    /// Contrast ratio by WCAG 2.2, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour moved towards another, by a share from 0 to 1 of each channel.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix =
            |i: usize| (f64::from(self.0[i]) * (1.0 - share) + f64::from(other.0[i]) * share).round() as u8;
        Self([mix(0), mix(1), mix(2)])
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0[0], self.0[1], self.0[2])
    }
}

impl Setting for Colour {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a colour such as #0f5c63");
        let hex =
            text.trim().strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii()).ok_or_else(wrong)?;
        let channel = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).map_err(|_| wrong());
        Ok(Self([channel(0)?, channel(2)?, channel(4)?]))
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

/// A colour in which text can be read on the site's light grounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent(Colour);

impl Accent {
    /// The tinted ground of the style sheet, darker than paper.
    pub const GROUND: Colour = Colour([0xf1, 0xf5, 0xf3]);
    /// Least contrast of text by WCAG 2.2 (1.4.3, AA).
    pub const READABLE: f64 = 4.5;

    /// The colour.
    pub fn colour(self) -> Colour {
        self.0
    }
}

impl Setting for Accent {
    fn parse(text: &str) -> Result<Self, String> {
        let colour = Colour::parse(text)?;
        let contrast = colour.contrast(Self::GROUND);
        if contrast < Self::READABLE {
            let (needed, found) = (Self::READABLE, (contrast * 100.0).floor() / 100.0);
            return Err(format!(
                "`{text}` has a contrast of {found} to 1 against the page, and text needs {needed}; choose a darker colour"
            ));
        }
        Ok(Self(colour))
    }
    fn show(&self) -> String {
        self.0.show()
    }
}
