//! Pushes into an emulated workspace.

mod bad;
mod basics;
mod crash;
mod faults;
mod matching;
mod odd;
mod relations;
mod scan;
mod storm;
mod world;
