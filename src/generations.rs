//! A map of bounded size that forgets what was not used for longest, at a constant cost.

use std::{borrow::Borrow, collections::HashMap, hash::Hash, mem};

/// Two maps. What is used moves into the young one; when that is full, it becomes the old one, and the
/// old one is forgotten. So the entries that were used last stay: one map full at least.
#[derive(Debug)]
pub(crate) struct Generations<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    /// The most entries of one of the two.
    at_most: usize,
}

impl<K: Hash + Eq, V> Generations<K, V> {
    /// Makes a map in which so many entries stay, and twice as many at most.
    pub(crate) fn new(at_most: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), at_most: at_most.max(1) }
    }

    pub(crate) fn keep_at_most(&mut self, entries: usize) {
        self.at_most = entries.max(1);
    }

    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.get_mut(key).map(|value| &*value)
    }

    pub(crate) fn get_mut<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        if let Some((key, value)) = self.old.remove_entry(key) {
            self.insert(key, value);
        }
        self.young.get_mut(key)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.young.keys().chain(self.old.keys())
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.old.remove(&key);
        if self.young.len() >= self.at_most && !self.young.contains_key(&key) {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }

    pub(crate) fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
    {
        self.young.remove(key);
        self.old.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_has_a_bound_and_what_is_used_stays() {
        let mut map = Generations::new(10);
        map.insert(0, "used");
        for key in 1..1000 {
            map.insert(key, "once");
            assert_eq!(map.get(&0), Some(&"used"), "after {key}");
            assert!(map.young.len() + map.old.len() <= 20);
        }
        assert_eq!(map.get(&1), None);
    }

    #[test]
    fn all_entries_stay_if_there_are_no_more_than_was_said() {
        let mut map = Generations::new(10);
        for round in 0..5 {
            for key in 0..10 {
                assert_eq!(map.get(&key).is_some(), round > 0, "{key}");
                map.insert(key, ());
            }
        }
    }
}
