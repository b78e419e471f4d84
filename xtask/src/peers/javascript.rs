//! 10,000 rows over loopback: the CPU time of recto's client and of the official JavaScript package
//! on the same server, which only replays.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Stdio},
};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::{house::House, shell::Run, tools::node};

pub(super) fn run(house: &House, times: u32) -> anyhow::Result<()> {
    let peers = house.root.join("benches/peers");
    Run::cargo(&peers)
        .args(["build", "--release", "--quiet", "--package", "loopback"])
        .run()?;
    let programs = house.root.join("target/peers/release");
    let node = node::folder(house)?;
    let scratch = house.scratch("peers-js")?;
    for file in ["package.json", "package-lock.json", "rows.mjs"] {
        fs::copy(peers.join("js").join(file), scratch.join(file))?;
    }
    Run::new(node.join("npm"), &scratch)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .run()?;

    let server = Server::start(&programs.join("server"), &house.root)?;
    let times = times.to_string();
    let recto = Run::new(programs.join("client"), &house.root).args([&server.origin, &times]);
    let recto = Told::read(&recto.collect()?)?;
    let script = Run::new(node.join("node"), &scratch).args(["rows.mjs", &server.origin, &times]);
    let script = Told::read(&script.collect()?)?;
    ensure!(
        recto.letters == script.letters,
        "the two read different titles: {} and {} bytes of them",
        recto.letters,
        script.letters
    );

    println!("\n10,000 rows, CPU of the client's process\n");
    println!("{:<20} {:>9} {:>9} {:>9}", "", "first", "median", "best");
    for told in [&recto, &script] {
        println!(
            "{:<20} {:>6.0} ms {:>6.0} ms {:>6.0} ms",
            told.who, told.first, told.median, told.best
        );
    }
    let share = |of: fn(&Told) -> f64| of(&recto) / of(&script);
    let (first, median) = (share(|told| told.first), share(|told| told.median));
    let best = share(|told| told.best);
    println!("{:<20} {first:>9.2} {median:>9.2} {best:>9.2}", "share");
    println!(
        "\n{}",
        json!({"recto": recto.raw, "javascript": script.raw,
            "share": {"first": first, "median": median, "best": best}})
    );
    Ok(())
}

/// What a client printed: milliseconds of CPU for each iteration.
struct Told {
    who: String,
    letters: u64,
    first: f64,
    median: f64,
    best: f64,
    raw: Value,
}

impl Told {
    fn read(text: &str) -> anyhow::Result<Self> {
        let raw: Value = serde_json::from_str(text).context("a client did not print JSON")?;
        let runs = raw["runs"].as_array().context("a client told no runs")?;
        let mut times = Vec::new();
        for run in runs {
            ensure!(run["rows"] == 10_000, "a client read {} rows", run["rows"]);
            times.push(run["cpu_ms"].as_f64().context("a client told no time")?);
        }
        let first = *times.first().context("a client told no runs")?;
        times.sort_by(f64::total_cmp);
        Ok(Self {
            who: raw["who"].as_str().unwrap_or_default().to_owned(),
            letters: runs[0]["letters"].as_u64().unwrap_or_default(),
            first,
            median: times[times.len() / 2],
            best: times[0],
            raw,
        })
    }
}

/// The replaying server. Dropping it ends it.
struct Server {
    child: Child,
    origin: String,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> anyhow::Result<Self> {
        let mut child = Run::new(program, folder)
            .into_command()
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut origin = String::new();
        BufReader::new(output).read_line(&mut origin)?;
        Ok(Self {
            child,
            origin: origin.trim().to_owned(),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_prints_is_read_and_short_runs_are_refused() {
        let run = |rows: u32, cpu: f64| json!({"rows": rows, "letters": 7, "cpu_ms": cpu});
        let text =
            json!({"who": "x", "runs": [run(10_000, 9.0), run(10_000, 2.0), run(10_000, 3.0)]});
        let told = Told::read(&text.to_string()).unwrap();
        assert_eq!(
            (told.first, told.median, told.best, told.letters),
            (9.0, 3.0, 2.0, 7)
        );
        let short = json!({"who": "x", "runs": [run(100, 1.0)]}).to_string();
        assert!(
            Told::read(&short)
                .err()
                .unwrap()
                .to_string()
                .contains("100 rows")
        );
        assert!(Told::read("").is_err());
    }
}
