//! Where somebody was going when they were asked to sign in: a page of this site and nothing else.

use serde::Deserialize;

/// Where everybody goes who was going nowhere.
const HOME: &str = "/account";
/// Longest path that is remembered.
const LONGEST: usize = 500;

/// `?next=/ask`
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Next {
    next: Option<String>,
}

impl Next {
    /// The path that was asked for, where it is one of this site.
    pub fn path(&self) -> &str {
        Self::sound(self.next.as_deref().unwrap_or(HOME))
    }

    /// A path of this site, or else that of one's account. `//host` and `/\host` would lead elsewhere.
    pub fn sound(path: &str) -> &str {
        let inside = path.starts_with('/') && !path.starts_with("//") && path.len() <= LONGEST;
        let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if inside && plain { path } else { HOME }
    }

    /// A path as the value of a query.
    pub fn encoded(path: &str) -> String {
        path.replace('%', "%25").replace('&', "%26").replace('+', "%2B").replace('#', "%23")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for path in ["/ask", "/questions/1/a-b?x=1#answer-2"] {
            assert_eq!(Next::sound(path), path);
        }
        for path in [
            "", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "ask",
            "/a b",
        ] {
            assert_eq!(Next::sound(path), HOME, "{path}");
        }
    }
}
