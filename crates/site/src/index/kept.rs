//! What the index told, kept for a while where many pages ask the same.

use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::Hash,
    sync::{PoisonError, RwLock},
};

/// Values by key, each good for so many seconds; at most so many, and then all are forgotten.
#[derive(Debug)]
pub struct Kept<K, V> {
    all: RwLock<HashMap<K, (i64, V)>>,
    seconds: i64,
    most: usize,
}

impl<K: Hash + Eq, V: Clone> Kept<K, V> {
    /// Nothing yet.
    pub fn new(seconds: i64, most: usize) -> Self {
        Self { all: RwLock::default(), seconds, most }
    }

    /// What is known of this, if it is still good.
    pub fn find<Q: Hash + Eq + ?Sized>(&self, key: &Q, now: i64) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        let (at, value) = all.get(key)?;
        // A clock that was put back makes nothing last longer.
        (0..self.seconds).contains(&(now - at)).then(|| value.clone())
    }

    /// Keeps it from now on.
    pub fn keep(&self, key: K, now: i64, value: V) {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= self.most {
            all.clear();
        }
        all.insert(key, (now, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_forgotten_in_time_and_when_it_is_too_much() {
        let kept = Kept::new(10, 2);
        kept.keep("a", 100, 1);
        assert_eq!([99, 100, 109, 110].map(|now| kept.find("a", now)), [None, Some(1), Some(1), None]);
        kept.keep("b", 100, 2);
        kept.keep("c", 100, 3);
        assert_eq!(["a", "b", "c"].map(|key| kept.find(key, 100)), [None, None, Some(3)]);
    }
}
