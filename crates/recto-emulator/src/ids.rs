//! Ids as the service makes them.
//!
//! Recorded since 2024: version 8, whose first 12 bits are the days since 2024-01-01, the next 36
//! a constant of the workspace, group 3 `81xx` for objects made through the API, and group 5
//! starting `000b` for data sources.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::engine::lock;

/// 2024-01-01T00:00:00Z in milliseconds, the day the first digits count from.
const EPOCH_MILLIS: i64 = 1_704_067_200_000;
const DAY_MILLIS: i64 = 86_400_000;

/// Makes ids; the same seed gives the same sequence, which clones share.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    random: Arc<Mutex<Sequence>>,
    /// 36 bits that every id of the workspace shares.
    workspace: u64,
}

#[derive(Debug)]
struct Sequence {
    random: fastrand::Rng,
    /// For ids of requests, so that one that only reads does not change what the next makes.
    requests: fastrand::Rng,
    /// What somebody asked for; none if ids are only to be different.
    seed: Option<u64>,
}

impl Ids {
    /// Ids of the workspace whose own id is `workspace`.
    pub(crate) fn new(seed: u64, workspace: &str) -> Self {
        Self {
            random: Arc::new(Mutex::new(Sequence {
                random: fastrand::Rng::with_seed(seed),
                requests: fastrand::Rng::with_seed(!seed),
                seed: None,
            })),
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

    /// Begins a sequence that somebody asked for; `None` for one that nobody knows.
    pub(crate) fn begin(&self, seed: Option<u64>) {
        let mut sequence = lock(&self.random);
        sequence.seed = seed;
        let start = seed.unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
        sequence.random = fastrand::Rng::with_seed(start);
        sequence.requests = fastrand::Rng::with_seed(!start);
    }

    /// What the sequence began with, if somebody asked for it.
    pub(crate) fn seed(&self) -> Option<u64> {
        lock(&self.random).seed
    }

    /// Where in the sequence it is; none if nobody asked for the sequence.
    pub(crate) fn place(&self) -> Option<u64> {
        let sequence = lock(&self.random);
        sequence.seed.map(|_| sequence.random.get_seed())
    }

    /// Goes on from a place in the sequence, if somebody asked for one.
    pub(crate) fn go_to(&self, place: u64) {
        let mut sequence = lock(&self.random);
        if sequence.seed.is_some() {
            sequence.random = fastrand::Rng::with_seed(place);
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

    /// A version 4 id: users, select options, query cursors.
    pub(crate) fn random(&self) -> String {
        version_4(self.bits(64), self.bits(64))
    }

    /// A version 4 id for a request.
    pub(crate) fn request(&self) -> String {
        let requests = &mut lock(&self.random).requests;
        version_4(requests.u64(..), requests.u64(..))
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
        lock(&self.random).random.u64(0..end)
    }

    fn bits(&self, count: u32) -> u64 {
        let bits = lock(&self.random).random.u64(..);
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

fn version_4(high: u64, low: u64) -> String {
    dashed(high & !0xf000 | 0x4000, low & !(0b11 << 62) | 0b10 << 62)
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
    fn a_sequence_can_be_begun_and_gone_on_with() {
        let ids = ids();
        assert_eq!(ids.place(), None, "nobody asked");
        ids.begin(Some(3));
        let first = ids.random();
        let place = ids.place().unwrap();
        let second = ids.random();
        ids.go_to(place);
        assert_eq!(ids.random(), second);
        ids.begin(Some(3));
        assert_eq!(ids.random(), first);
        ids.begin(None);
        assert_ne!(ids.random(), second);
        assert_eq!(ids.seed(), None);
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
