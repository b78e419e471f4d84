//! Progress of a run on stderr: a bar where a person watches, plain lines where not.

use std::io::IsTerminal;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use recto_sync::progress::Progress;
use recto_sync::steps::Step;

use crate::output::{self, DIM, GOOD, styled};

/// Tells a run's progress on stderr.
pub(crate) struct Teller {
    kind: Kind,
    /// Whether finished steps stay on a terminal; a report says them again at the end.
    keep_steps: bool,
}

enum Kind {
    Silent,
    Lines,
    Bar(Mutex<ProgressBar>),
}

impl Teller {
    /// A bar if stderr is a terminal, lines if not; nothing at all when quiet.
    pub(crate) fn new(quiet: bool) -> Self {
        let kind = if quiet {
            Kind::Silent
        } else if std::io::stderr().is_terminal() {
            Kind::Bar(Mutex::new(ProgressBar::hidden()))
        } else {
            Kind::Lines
        };
        Self {
            kind,
            keep_steps: false,
        }
    }

    /// Leaves a line for each finished step on a terminal too.
    pub(crate) fn keeping_steps(mut self) -> Self {
        self.keep_steps = true;
        self
    }

    fn bar(&self) -> Option<MutexGuard<'_, ProgressBar>> {
        match &self.kind {
            // A bar that another thread left half-drawn is still a bar.
            Kind::Bar(bar) => Some(bar.lock().unwrap_or_else(PoisonError::into_inner)),
            Kind::Silent | Kind::Lines => None,
        }
    }

    fn line(&self, text: &str) {
        match (&self.kind, self.bar()) {
            (Kind::Silent, _) => {}
            (_, Some(bar)) => bar.suspend(|| output::talk(text)),
            (_, None) => output::talk(text),
        }
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        if let Some(bar) = self.bar() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Teller {
    fn step(&self, step: Step) {
        let Some(mut bar) = self.bar() else { return };
        bar.finish_and_clear();
        *bar = spinner(&format!("{}/7 {}", step.number(), step.name()));
    }

    fn step_done(&self, step: Step, summary: &str) {
        if let Some(bar) = self.bar() {
            bar.finish_and_clear();
            if !self.keep_steps {
                return;
            }
        }
        let number = styled(DIM, format_args!("{}/7", step.number()));
        self.line(&format!("  {number} {:<23}{summary}", step.name()));
    }

    fn table(&self, table: &str, total: usize) {
        let Some(mut bar) = self.bar() else { return };
        bar.finish_and_clear();
        *bar = counter(table, total);
    }

    fn advance(&self, _: &str, done: usize) {
        if let Some(bar) = self.bar() {
            bar.set_position(done as u64);
        }
    }

    fn note(&self, text: &str) {
        self.line(&format!("      {}", styled(GOOD, text)));
    }
}

fn spinner(text: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(text.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn counter(table: &str, total: usize) -> ProgressBar {
    let bar = ProgressBar::new(total as u64).with_message(table.to_owned());
    let template = "  4/7 {msg:<23}{bar:30.cyan} {pos}/{len}, {eta} left";
    bar.with_style(
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
    )
}
