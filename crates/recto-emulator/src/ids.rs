//! Ids as the service makes them.
//!
//! Recorded since 2024: version 8, whose first 12 bits are the days since 2024-01-01, the next 36
//! a constant of the workspace, group 3 `81xx` for objects made through the API, and group 5
//! starting `000b` for data sources.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

/// 2024-01-01T00:00:00Z in milliseconds, the day the first digits count from.
const EPOCH_MILLIS: i64 = 1_704_067_200_000;
const DAY_MILLIS: i64 = 86_400_000;

/// Makes ids; the same seed gives the same sequence, which clones share.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    random: Arc<Mutex<fastrand::Rng>>,
    /// 36 bits that every id of the workspace shares.
    workspace: u64,
}

impl Ids {
    /// Ids of the workspace whose own id is `workspace`.
    pub(crate) fn new(seed: u64, workspace: &str) -> Self {
        Self {
            random: Arc::new(Mutex::new(fastrand::Rng::with_seed(seed))),
            workspace: workspace_bits(workspace),
        }
    }

    /// Ids of the same sequence, for another workspace.
    pub(crate) fn of_workspace(&self, workspace: &str) -> Self {
        Self {
            random: Arc::clone(&self.random),
            workspace: workspace_bits(workspace),
        }
    }

    /// A page or block.
    pub(crate) fn node(&self, now: Timestamp) -> String {
        let tail = self.bits(48);
        self.mint(now, tail)
    }

    /// A data source.
    pub(crate) fn data_source(&self, now: Timestamp) -> String {
        let tail = 0x000b << 32 | self.bits(32);
        self.mint(now, tail)
    }

    /// A view.
    pub(crate) fn view(&self, now: Timestamp) -> String {
        let tail = 0x000c << 32 | self.bits(32);
        self.mint(now, tail)
    }

    /// A discussion.
    pub(crate) fn discussion(&self, now: Timestamp) -> String {
        let tail = 0x001c << 32 | self.bits(32);
        self.mint(now, tail)
    }

    /// A comment.
    pub(crate) fn comment(&self, now: Timestamp) -> String {
        let tail = 0x001d << 32 | self.bits(32);
        self.mint(now, tail)
    }

    /// A file upload.
    pub(crate) fn upload(&self, now: Timestamp) -> String {
        let tail = 0x00b2 << 32 | self.bits(32);
        self.mint(now, tail)
    }

    /// A version 4 id: users, select options, requests, query cursors.
    pub(crate) fn random(&self) -> String {
        let (high, low) = (self.bits(64), self.bits(64));
        dashed(high & !0xf000 | 0x4000, low & !(0b11 << 62) | 0b10 << 62)
    }

    /// The id of a new property: four characters from `:` to `~`, none of those in `taken`.
    pub(crate) fn property(&self, taken: impl Fn(&str) -> bool) -> String {
        loop {
            let id: String = (0..4)
                .map(|_| char::from(b':' + u8::try_from(self.below(69)).unwrap_or_default()))
                .collect();
            if !taken(&id) && id != "null" {
                return id;
            }
        }
    }

    /// A number below `end`.
    pub(crate) fn below(&self, end: u64) -> u64 {
        self.random
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .u64(0..end)
    }

    fn bits(&self, count: u32) -> u64 {
        let bits = self
            .random
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .u64(..);
        bits >> (64 - count)
    }

    fn mint(&self, now: Timestamp, tail: u64) -> String {
        let days = (now.as_millisecond() - EPOCH_MILLIS).div_euclid(DAY_MILLIS);
        let days = u64::try_from(days).unwrap_or_default() & 0xfff;
        let high = days << 52 | self.workspace << 16 | 0x8100 | self.bits(8);
        dashed(high, 0b10 << 62 | self.bits(14) << 48 | tail)
    }
}

/// 36 bits of a workspace's id: the digits its objects share.
fn workspace_bits(workspace: &str) -> u64 {
    let digits: String = workspace
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(12)
        .collect();
    u64::from_str_radix(&digits, 16).unwrap_or_default() & 0xf_ffff_ffff
}

fn dashed(high: u64, low: u64) -> String {
    uuid::Uuid::from_u64_pair(high, low)
        .hyphenated()
        .to_string()
}

/// The dashed lower-case form of an id that a request carries, dashed or bare, in any case.
///
/// Refused as the service refuses (recorded): version 1 ids and wrong variants; the all-zero id
/// passes.
pub(crate) fn normalized(text: &str) -> Option<String> {
    let id = match text.len() {
        32 => uuid::Uuid::try_parse(text).ok()?,
        36 if text.as_bytes().get(8) == Some(&b'-') => uuid::Uuid::try_parse(text).ok()?,
        _ => return None,
    };
    let sound =
        (2..=8).contains(&id.get_version_num()) && id.get_variant() == uuid::Variant::RFC4122;
    (id.is_nil() || sound).then(|| id.hyphenated().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> Ids {
        Ids::new(7, "11112222-3333-4444-8555-666677778888")
    }

    #[test]
    fn pages_carry_the_day_the_workspace_and_the_maker() {
        let id = ids().node("2026-06-27T17:15:00Z".parse().unwrap());
        assert_eq!(&id[..16], "38c12222-3333-81");
        assert!(normalized(&id).is_some());
    }

    #[test]
    fn data_sources_have_their_mark() {
        let id = ids().data_source("2026-06-27T17:15:00Z".parse().unwrap());
        assert_eq!(&id[24..28], "000b");
    }

    #[test]
    fn one_seed_gives_one_sequence() {
        let now = "2026-06-27T17:15:00Z".parse().unwrap();
        let (left, right) = (ids(), ids());
        for _ in 0..10 {
            assert_eq!(left.node(now), right.node(now));
            assert_eq!(left.random(), right.random());
        }
        assert_ne!(left.node(now), right.random());
    }

    #[test]
    fn property_ids_avoid_those_taken() {
        let taken = ids().property(|_| false);
        let next = ids().property(|id| id == taken);
        assert_ne!(next, taken);
        assert_eq!(next.len(), 4);
    }

    #[test]
    fn request_ids_are_read_as_the_service_reads_them() {
        let dashed = "38c9ce7b-60a4-818f-af95-c655e0046079";
        assert_eq!(
            normalized("38C9CE7B60A4818FAF95C655E0046079").as_deref(),
            Some(dashed)
        );
        assert_eq!(normalized(dashed).as_deref(), Some(dashed));
        assert!(normalized("00000000-0000-0000-0000-000000000000").is_some());
        assert!(normalized("12345678-1234-1234-1234-123456789abc").is_none());
        assert!(normalized("f3f2e850-b5d4-11ef-ac7e-96584d5248b2").is_none());
        assert!(normalized("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee").is_none());
        assert!(normalized("{38c9ce7b-60a4-818f-af95-c655e004607}").is_none());
        assert!(normalized("nonsense").is_none());
    }
}
