//! A small seeded generator, so that one seed means one database for ever.
//!
//! A library generator may change its stream between releases; the sample's rows, and the numbers
//! printed in the documentation with them, should not.

/// SplitMix64: 64 bits of state, passes the usual batteries, six lines.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// Returns a generator for `seed`; every seed is good, zero included.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number below `bound`; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        // The bias of the remainder is far below what a sample of 422 rows could show.
        self.next()
            .checked_rem(bound as u64)
            .map_or(0, |rest| rest as usize)
    }

    /// Returns true `percent` times in a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Returns one of `items`.
    pub(crate) fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items
            .get(self.below(items.len()))
            .copied()
            .unwrap_or_default()
    }

    /// Returns up to `count` different items, in the order of `items`.
    pub(crate) fn some<'a>(&mut self, items: &[&'a str], count: usize) -> Vec<&'a str> {
        let picked = self.distinct(items.len(), count);
        picked
            .into_iter()
            .filter_map(|index| items.get(index).copied())
            .collect()
    }

    /// Returns up to `count` different numbers below `bound`, ascending.
    pub(crate) fn distinct(&mut self, bound: usize, count: usize) -> Vec<usize> {
        let mut picked = std::collections::BTreeSet::new();
        while picked.len() < count.min(bound) {
            picked.insert(self.below(bound));
        }
        picked.into_iter().collect()
    }

    /// Puts `items` in a random order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_splitmix64() {
        // First outputs for seed 0 of the published reference implementation.
        let mut random = Random::new(0);
        assert_eq!(random.next(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(random.next(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn distinct_is_distinct_and_bounded() {
        let mut random = Random::new(7);
        let picked = random.distinct(5, 9);
        assert_eq!(picked, [0, 1, 2, 3, 4]);
        assert_eq!(random.distinct(0, 3), Vec::<usize>::new());
        assert_eq!(random.distinct(100, 3).len(), 3);
    }
}
