//! Misuse of the derive is refused with a sentence that says what to do.

#[test]
fn misuse_is_refused() {
    trybuild::TestCases::new().compile_fail("tests/fail/*.rs");
}
