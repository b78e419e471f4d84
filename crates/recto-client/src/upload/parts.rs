//! How a file is cut.

use bytes::Bytes;
use recto_api::limits;

use super::UploadError;

/// How a file is cut into parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    /// Bytes in all.
    pub(super) size: u64,
    /// Bytes of every part but the last.
    pub(super) part_size: u64,
    /// How many; at least one.
    pub(super) parts: u32,
}

/// A part of a file.
#[derive(Debug)]
pub(super) struct Part {
    /// From 1.
    pub(super) number: u32,
    pub(super) data: Bytes,
}

impl Plan {
    /// One part as far as the service allows it, else parts of this size.
    pub(super) fn new(size: u64, part_size: u64) -> Result<Self, UploadError> {
        if size <= limits::UPLOAD_SINGLE_BYTES {
            return Ok(Self {
                size,
                part_size: size,
                parts: 1,
            });
        }
        let fits = limits::UPLOAD_PART_MIN_BYTES..=limits::UPLOAD_PART_MAX_BYTES;
        let parts = size.div_ceil(part_size.max(1));
        match u32::try_from(parts) {
            Ok(parts) if fits.contains(&part_size) && u64::from(parts) <= limits::UPLOAD_PARTS => {
                Ok(Self {
                    size,
                    part_size,
                    parts,
                })
            }
            _ => Err(UploadError::PartSize(part_size)),
        }
    }

    /// The size of a part, whose number counts from 1.
    pub(super) fn bytes_of(&self, number: u32) -> u64 {
        let before = self
            .part_size
            .saturating_mul(u64::from(number.saturating_sub(1)));
        self.size.saturating_sub(before).min(self.part_size)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MIB: u64 = 1024 * 1024;

    fn parts(size: u64, part_size: u64) -> Option<u32> {
        Plan::new(size, part_size).ok().map(|plan| plan.parts)
    }

    #[test]
    fn twenty_mebibytes_go_in_one_part_and_one_byte_more_in_several() {
        assert_eq!(parts(0, 10 * MIB), Some(1));
        assert_eq!(parts(20 * MIB, 10 * MIB), Some(1));
        assert_eq!(parts(20 * MIB + 1, 10 * MIB), Some(3));
        assert_eq!(parts(5 * 1024 * MIB, 10 * MIB), Some(512));
        assert_eq!(parts(5 * 1024 * MIB, 5 * MIB), Some(1024));
    }

    #[test]
    fn parts_of_a_size_the_service_refuses_are_refused() {
        for part_size in [0, 1, 5 * MIB - 1, 20 * MIB + 1, u64::MAX] {
            assert_eq!(parts(30 * MIB, part_size), None, "{part_size}");
        }
        assert_eq!(parts(10_001 * 5 * MIB, 5 * MIB), None);
        assert_eq!(parts(u64::MAX, 20 * MIB), None);
        // Where there is one part, the size of parts is of no account.
        assert_eq!(parts(7, 1), Some(1));
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole(size in 0..6_000 * MIB, part_size in 5 * MIB..=20 * MIB) {
            let plan = Plan::new(size, part_size).unwrap();
            let sizes: Vec<_> = (1..=plan.parts).map(|number| plan.bytes_of(number)).collect();
            prop_assert_eq!(sizes.iter().sum::<u64>(), size);
            let (last, others) = sizes.split_last().unwrap();
            prop_assert!(others.iter().all(|bytes| *bytes == part_size));
            prop_assert!(*last <= 20 * MIB && (*last > 0 || size == 0));
            prop_assert_eq!(plan.bytes_of(plan.parts + 1), 0);
        }
    }
}
