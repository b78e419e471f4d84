//! What takes long to show of the emulator: that answers survive kills, and that no request makes it
//! fail. The tests of `recto-emulator` do the same for seconds; these commands do it for as long as
//! one likes.

use clap::Args;

use crate::{house::House, shell::Run};

/// How often to kill.
#[derive(Debug, Args)]
pub(crate) struct Kills {
    /// How often the serving process is killed.
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    rounds: u32,
    /// What the moments of the kills are drawn from.
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    seed: u64,
}

/// How long to send.
#[derive(Debug, Args)]
pub(crate) struct Hostile {
    /// How long made-up requests are sent.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    seconds: u64,
    /// What the requests are drawn from.
    #[arg(long, value_name = "NUMBER", default_value_t = 11)]
    seed: u64,
}

/// Kills a serving emulator again and again and looks for what it answered.
pub(crate) fn kills(house: &House, kills: &Kills) -> anyhow::Result<()> {
    test(house, "kills::what_was_answered_survives_kills")
        .env("RECTO_KILLS", kills.rounds.to_string())
        .env("RECTO_SEED", kills.seed.to_string())
        .run()
}

/// Sends made-up requests to the emulator.
pub(crate) fn hostile(house: &House, hostile: &Hostile) -> anyhow::Result<()> {
    test(house, "hostile::no_request_makes_it_fail")
        .env("RECTO_HOSTILE_SECONDS", hostile.seconds.to_string())
        .env("RECTO_SEED", hostile.seed.to_string())
        .run()
}

fn test(house: &House, name: &str) -> Run {
    Run::cargo(&house.root)
        .args(["test", "--locked", "-p", "recto-emulator", "--test", "main"])
        .args(["--", "--exact", "--nocapture", name])
}
