//! Laws that hold for whatever comes, with inputs made up at random; the fuzz targets go on where
//! these stop.

#[expect(unreachable_pub, reason = "the fuzz targets share it")]
mod laws;

use std::path::Path;

use proptest::prelude::*;

/// What `Retry-After` and `Date` may hold, well-formed or nearly.
fn header() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        any::<u64>().prop_map(|seconds| seconds.to_string()),
        (0_u32..100).prop_map(|seconds| format!(" {seconds}")),
        (1_u32..40, 0_u32..30, 0_u32..70, 1990_u32..2100).prop_map(|(day, hour, minute, year)| {
            format!("Sat, {day:02} Nov {year} {hour:02}:{minute:02}:15 GMT")
        }),
        "[ -~]{0,30}",
    ]
}

fn body() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "(<[a-z/!]{0,6}>|[a-z ]){0,20}",
        (any::<i64>(), "[a-z_]{0,12}").prop_map(|(wait, reason)| {
            format!(
                r#"{{"code":"rate_limited","message":"m","additional_data":{{"retry_after":{wait},
                    "rate_limit_reason":"{reason}"}}}}"#
            )
        }),
    ]
}

proptest! {
    #[test]
    fn a_told_wait_is_read_and_bounded(wait in header(), date in header(), body in body()) {
        laws::retry_after(format!("{wait}\n{date}\n{body}").as_bytes());
    }

    #[test]
    fn bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        laws::retry_after(&bytes);
    }
}

#[test]
fn every_seed_keeps_the_law() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/retry_after");
    let mut seeds = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        laws::retry_after(&std::fs::read(entry.unwrap().path()).unwrap());
        seeds += 1;
    }
    assert!(seeds > 0);
}
