//! Numbers that go up and down and that an operator may want to watch.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
};

/// The numbers as they are now, by name.
#[derive(Debug, Default)]
pub struct Gauges(Mutex<BTreeMap<&'static str, i64>>);

impl Gauges {
    /// Sets one. Its name begins with `consilium_` and ends with its unit.
    pub fn set(&self, name: &'static str, value: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, value);
    }

    /// All of them in Prometheus's text format.
    pub fn render(&self) -> String {
        let mut text = String::new();
        for (name, value) in &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            // Writing into a text does not fail.
            let _ = write!(text, "# TYPE {name} gauge\n{name} {value}\n");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_of_each_is_told() {
        let gauges = Gauges::default();
        for (name, value) in [("consilium_b", 1), ("consilium_a", 2), ("consilium_b", 3)] {
            gauges.set(name, value);
        }
        let text = "# TYPE consilium_a gauge\nconsilium_a 2\n# TYPE consilium_b gauge\nconsilium_b 3\n";
        assert_eq!(gauges.render(), text);
    }
}
