//! The recto command line.
fn main() {}
