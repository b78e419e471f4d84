//! recto beside its peers: what `benches/peers` measures, in one command each.
//!
//! Not gates: figures of a shared machine close nothing. They go into `docs/benchmarks.md`.

mod build_cost;
mod decode;
mod javascript;

use clap::Subcommand;

use crate::house::House;

/// `cargo x peers`.
#[derive(Debug, Subcommand)]
pub(crate) enum Peers {
    /// Decode the same answers by recto, other crates and `serde_json::Value`.
    Decode {
        /// Rounds; all take turns in each.
        #[arg(default_value_t = 60)]
        rounds: u32,
    },
    /// Build hello-worlds from nothing: crates, CPU time, TLS.
    BuildCost {
        /// How often each is built.
        #[arg(long, default_value_t = 2)]
        times: u32,
    },
    /// Iterate 10,000 rows over loopback, by recto and by @notionhq/client.
    Javascript {
        /// How often each iterates.
        #[arg(long, default_value_t = 7)]
        times: u32,
    },
}

/// Measures and prints.
pub(crate) fn run(house: &House, peers: &Peers) -> anyhow::Result<()> {
    match peers {
        Peers::Decode { rounds } => decode::run(house, *rounds),
        Peers::BuildCost { times } => build_cost::run(house, *times),
        Peers::Javascript { times } => javascript::run(house, *times),
    }
}
