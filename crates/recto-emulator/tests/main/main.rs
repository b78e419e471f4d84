//! The emulator, driven as a client would.

mod blocks;
mod faults;
mod support;
mod tcp;
mod versions;
