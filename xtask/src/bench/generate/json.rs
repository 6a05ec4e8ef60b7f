//! One record as a line of JSON.

/// An object that is written field by field.
pub(super) struct Object(String);

impl Object {
    /// Begins a record of this kind.
    pub(super) fn new(kind: &str) -> Self {
        let mut text = String::with_capacity(1600);
        text.push_str("{\"kind\":\"");
        text.push_str(kind);
        text.push('"');
        Self(text)
    }

    /// A text.
    #[must_use]
    pub(super) fn text(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        push_quoted(&mut self.0, value);
        self
    }

    /// A text, or nothing.
    #[must_use]
    pub(super) fn maybe(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// A number, or anything else that is written as it is.
    #[must_use]
    pub(super) fn raw(mut self, key: &str, value: impl std::fmt::Display) -> Self {
        self.key(key);
        self.0.push_str(&value.to_string());
        self
    }

    /// A list of texts.
    #[must_use]
    pub(super) fn list<S: AsRef<str>>(mut self, key: &str, values: &[S]) -> Self {
        self.key(key);
        self.0.push('[');
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            push_quoted(&mut self.0, value.as_ref());
        }
        self.0.push(']');
        self
    }

    fn key(&mut self, key: &str) {
        self.0.push_str(",\"");
        self.0.push_str(key);
        self.0.push_str("\":");
    }

    /// The finished line.
    pub(super) fn line(mut self) -> String {
        self.0.push_str("}\n");
        self.0
    }
}

fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\\', '\n']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'"' => "\\\"",
            b'\n' => "\\n",
            _ => "\\\\",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_one_line() {
        let line = Object::new("x")
            .text("a", "one\n\"two\" \\ three")
            .maybe("b", None)
            .raw("c", 7)
            .list("d", &["e", "f"])
            .line();
        assert_eq!(
            line,
            "{\"kind\":\"x\",\"a\":\"one\\n\\\"two\\\" \\\\ three\",\"c\":7,\"d\":[\"e\",\"f\"]}\n"
        );
    }
}
