//! Runs gates one after the other and says how it went.

use std::time::{Duration, Instant};

use crate::{
    gates::{self, Gate},
    house::{House, Outcome},
};

/// How one gate ended.
#[derive(Debug)]
enum Verdict {
    Passed(String),
    Skipped(String),
    Failed(String),
    NotRun,
}

/// Runs the gates and prints a summary; true when none failed.
pub(crate) fn run(house: &House, gates: &[&Gate], keep_going: bool) -> bool {
    let begin = Instant::now();
    let mut lines = Vec::new();
    let mut failed = false;
    for (index, gate) in gates.iter().enumerate() {
        if failed && !keep_going {
            lines.push((gate.name, Verdict::NotRun, Duration::ZERO));
            continue;
        }
        println!(
            "\n━━ {}/{} {} ━━ {}",
            index + 1,
            gates.len(),
            gate.name,
            gate.about
        );
        let start = Instant::now();
        let verdict = match (gate.run)(house) {
            Ok(Outcome::Passed(note)) => Verdict::Passed(note),
            Ok(Outcome::Skipped(why)) => Verdict::Skipped(why),
            Err(error) => {
                failed = true;
                Verdict::Failed(format!("{error:#}"))
            }
        };
        let took = start.elapsed();
        println!("{}", line(gate.name, &verdict, took));
        lines.push((gate.name, verdict, took));
    }
    if gates.len() > 1 {
        println!("\n━━ summary ━━ {}", clock(begin.elapsed()));
        for (name, verdict, took) in &lines {
            println!("{}", line(name, verdict, *took));
        }
        println!("\n{}", conclusion(&lines));
    }
    if lines.iter().any(|(name, ..)| *name == "test") {
        // Last, so that whoever reads only the end sees how many tests there were.
        if let Some(line) = gates::tests::closing_line(house) {
            println!("{line}");
        }
    }
    !failed
}

fn line(name: &str, verdict: &Verdict, took: Duration) -> String {
    let took = clock(took);
    match verdict {
        Verdict::Passed(note) if note.is_empty() => format!("ok      {name:<12} {took:>7}"),
        Verdict::Passed(note) => format!("ok      {name:<12} {took:>7}  {note}"),
        Verdict::Skipped(why) => format!("skipped {name:<12} {took:>7}  {why}"),
        Verdict::Failed(why) => format!("FAILED  {name:<12} {took:>7}  {why}"),
        Verdict::NotRun => format!("not run {name}"),
    }
}

fn conclusion(lines: &[(&str, Verdict, Duration)]) -> String {
    let names = |wanted: fn(&Verdict) -> bool| -> Vec<&str> {
        lines
            .iter()
            .filter(|(_, verdict, _)| wanted(verdict))
            .map(|(name, ..)| *name)
            .collect()
    };
    let failed = names(|verdict| matches!(verdict, Verdict::Failed(_)));
    let skipped = names(|verdict| matches!(verdict, Verdict::Skipped(_)));
    let passed = names(|verdict| matches!(verdict, Verdict::Passed(_))).len();
    let mut text = if failed.is_empty() {
        format!("All of the {passed} gates that ran are open.")
    } else {
        format!(
            "Closed: {}. Again alone: cargo x check --only {}",
            failed.join(", "),
            failed.join(" --only ")
        )
    };
    if !skipped.is_empty() {
        text.push_str(&format!(
            " Skipped: {} (see above what to install).",
            skipped.join(", ")
        ));
    }
    text
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds >= 60 {
        format!("{}m{:02}s", seconds / 60, seconds % 60)
    } else {
        format!("{:.1}s", time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn house() -> House {
        House {
            root: PathBuf::from("."),
            ci: false,
        }
    }

    const GOOD: Gate = Gate {
        name: "good",
        about: "",
        run: |_| Ok(Outcome::Passed(String::new())),
    };
    const BAD: Gate = Gate {
        name: "bad",
        about: "",
        run: |_| anyhow::bail!("broken"),
    };
    const LACKING: Gate = Gate {
        name: "lacking",
        about: "",
        run: |_| Ok(Outcome::Skipped("install it".into())),
    };
    const UNREACHED: Gate = Gate {
        name: "unreached",
        about: "",
        run: |_| panic!("must not run"),
    };

    #[test]
    fn a_failure_closes_the_run_and_stops_it() {
        assert!(run(&house(), &[&GOOD, &LACKING], false));
        assert!(!run(&house(), &[&GOOD, &BAD, &UNREACHED], false));
        assert!(!run(&house(), &[&BAD, &GOOD], true));
    }

    #[test]
    fn the_conclusion_names_what_failed_and_what_was_skipped() {
        let zero = Duration::ZERO;
        let text = conclusion(&[
            ("good", Verdict::Passed(String::new()), zero),
            ("bad", Verdict::Failed("broken".into()), zero),
            ("lacking", Verdict::Skipped("install it".into()), zero),
            ("late", Verdict::NotRun, zero),
        ]);
        assert_eq!(
            text,
            "Closed: bad. Again alone: cargo x check --only bad Skipped: lacking (see above what \
             to install)."
        );
        assert_eq!(
            conclusion(&[("good", Verdict::Passed(String::new()), zero)]),
            "All of the 1 gates that ran are open."
        );
    }

    #[test]
    fn times_are_short() {
        assert_eq!(clock(Duration::from_millis(1_240)), "1.2s");
        assert_eq!(clock(Duration::from_secs(125)), "2m05s");
    }
}
