//! recto beside its peers: how long each takes to read the same answers, and how much memory.
//!
//! ```text
//! cargo run --release                         # a table, and the same as one line of JSON
//! cargo run --release -- 5                    # quicker: 5 rounds instead of 60
//! cargo run --release --no-default-features   # serde_json as programs without recto build it
//! ```
//!
//! All take turns within each round, so that a noisy machine is equally noisy for all. A share is
//! the median of the rounds' own ratios to `serde_json::Value`.

mod contest;
mod fixture;
mod memory;

use std::time::Duration;

use serde_json::{Value, json};

use crate::contest::Contestant;
use crate::memory::Taken;

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

/// Readings in one turn.
const TURN: u32 = 20;

fn main() -> Result<(), String> {
    let rounds = match std::env::args().nth(1) {
        Some(rounds) => rounds
            .parse()
            .map_err(|_| format!("`{rounds}` is no number of rounds"))?,
        None => 60,
    };
    let mut out = Vec::new();
    for (title, text, contestants) in [
        (
            "query response of 100 rows",
            fixture::rows(),
            contest::of_rows(),
        ),
        ("100 blocks", fixture::blocks(), contest::of_blocks()),
    ] {
        let kilobytes = text.len() as f64 / 1_000.0;
        println!("\n{title}, {kilobytes:.0} KB, {rounds} rounds of {TURN}\n");
        println!(
            "{:<18} {:>9} {:>9} {:>8} {:>10} {:>10} {:>8}",
            "", "median", "best", "share", "peak/text", "kept/text", "allocs"
        );
        for line in measure(&text, &contestants, rounds)? {
            println!("{}", line.table(text.len()));
            out.push(line.json(title, text.len()));
        }
    }
    println!(
        "\n{}",
        json!({ "rounds": rounds, "turn": TURN, "lines": out })
    );
    Ok(())
}

/// What was found out about one contestant.
struct Line {
    name: &'static str,
    into: &'static str,
    median: Duration,
    best: Duration,
    share: f64,
    taken: Taken,
}

fn measure(text: &str, contestants: &[Contestant], rounds: usize) -> Result<Vec<Line>, String> {
    let text = text.as_bytes();
    let mut times = vec![Vec::with_capacity(rounds); contestants.len()];
    let mut taken = Vec::new();
    for contestant in contestants {
        let fail = |error| format!("{} cannot read it: {error}", contestant.name);
        taken.push(contestant.memory(text).map_err(fail)?);
        // Caches and branch predictors.
        contestant.time(text, TURN);
    }
    for _ in 0..rounds {
        for (contestant, times) in contestants.iter().zip(&mut times) {
            times.push(contestant.time(text, TURN) / TURN);
        }
    }
    let base = times[0].clone();
    Ok(contestants
        .iter()
        .zip(times)
        .zip(taken)
        .map(|((contestant, mut times), taken)| {
            let ratio =
                |(own, base): (&Duration, &Duration)| own.as_secs_f64() / base.as_secs_f64();
            let mut shares: Vec<f64> = times.iter().zip(&base).map(ratio).collect();
            shares.sort_by(f64::total_cmp);
            times.sort();
            Line {
                name: contestant.name,
                into: contestant.into,
                median: times[times.len() / 2],
                best: times[0],
                share: shares[shares.len() / 2],
                taken,
            }
        })
        .collect())
}

impl Line {
    fn table(&self, length: usize) -> String {
        let of_text = |bytes: usize| bytes as f64 / length as f64;
        format!(
            "{:<18} {:>6.3} ms {:>6.3} ms {:>8.2} {:>10.2} {:>10.2} {:>8}",
            self.name,
            self.median.as_secs_f64() * 1e3,
            self.best.as_secs_f64() * 1e3,
            self.share,
            of_text(self.taken.peak),
            of_text(self.taken.kept),
            self.taken.count,
        )
    }

    fn json(&self, title: &str, length: usize) -> Value {
        json!({
            "what": title, "bytes": length, "who": self.name, "into": self.into,
            "median_us": self.median.as_secs_f64() * 1e6, "best_us": self.best.as_secs_f64() * 1e6,
            "share_of_value": self.share, "peak_bytes": self.taken.peak,
            "kept_bytes": self.taken.kept, "allocations": self.taken.count,
        })
    }
}
