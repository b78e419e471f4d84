//! What the fuzz targets start from, and what they once broke, on every run of the tests.

use std::path::Path;

use super::laws;

#[test]
fn every_seed_keeps_the_laws() {
    type Law = (&'static str, fn(&[u8]));
    let laws: [Law; 5] = [
        ("wire", laws::wire),
        ("ids", laws::ids),
        ("runs", laws::runs),
        ("webhook", laws::webhook),
        ("values", laws::values),
    ];
    for (target, law) in laws {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../fuzz/seeds")
            .join(target);
        let mut seeds = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            println!("{}", path.display());
            law(&std::fs::read(&path).unwrap());
            seeds += 1;
        }
        assert!(seeds > 0, "{target} has no seeds");
    }
}
