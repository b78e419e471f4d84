//! A call in process and over TCP.
fn main() {}
