//! Enumerations: "A, B and C".

use crate::format::Format;
use std::fmt;
use std::marker::PhantomData;

/// Several things in one sentence. Made by `Locale::list`.
#[derive(Clone, Copy)]
pub struct List<I, T> {
    pub(crate) items: I,
    pub(crate) format: &'static Format,
    pub(crate) kind: PhantomData<fn() -> T>,
}

impl<I: AsRef<[T]>, T: fmt::Display> fmt::Display for List<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((last, others)) = self.items.as_ref().split_last() else {
            return Ok(());
        };
        for (index, item) in others.iter().enumerate() {
            if index > 0 {
                f.write_str(self.format.comma)?;
            }
            item.fmt(f)?;
        }
        let last = last.to_string();
        if !others.is_empty() {
            f.write_str((self.format.and)(&last))?;
        }
        f.write_str(&last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn list(tag: &str, items: &[&str]) -> String {
        List { items, format: format::find(tag).unwrap(), kind: PhantomData }.to_string()
    }

    #[test]
    fn lists_of_every_length() {
        assert_eq!(list("en", &[]), "");
        assert_eq!(list("en", &["A"]), "A");
        assert_eq!(list("en", &["A", "B"]), "A and B");
        assert_eq!(list("en", &["A", "B", "C"]), "A, B and C");
        assert_eq!(list("es", &["A", "B", "C"]), "A, B y C");
    }

    #[test]
    fn spanish_listens_to_the_next_word() {
        assert_eq!(list("es", &["Francia", "Italia"]), "Francia e Italia");
        assert_eq!(list("es", &["padres", "hijos"]), "padres e hijos");
        assert_eq!(list("es", &["agua", "hielo"]), "agua y hielo");
        assert_eq!(list("es", &["ojos", "iones"]), "ojos y iones");
    }
}
