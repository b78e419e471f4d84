//! Times the steps and tells the observer.

use tokio::time::Instant;

use crate::progress::Progress;
use crate::report::StepReport;
use crate::steps::Step;

pub(super) struct Timing<'a> {
    pub(super) progress: &'a dyn Progress,
    began: Instant,
    step: Option<(Step, Instant)>,
    done: Vec<StepReport>,
}

impl<'a> Timing<'a> {
    pub(super) fn new(progress: &'a dyn Progress) -> Self {
        Self {
            progress,
            began: Instant::now(),
            step: None,
            done: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self, step: Step) {
        self.step = Some((step, Instant::now()));
        self.progress.step(step);
    }

    pub(super) fn end(&mut self, summary: String) {
        let Some((step, since)) = self.step.take() else {
            return;
        };
        self.progress.step_done(step, &summary);
        let seconds = since.elapsed().as_secs_f64();
        self.done.push(StepReport {
            step,
            name: step.name().to_owned(),
            summary,
            seconds,
        });
    }

    pub(super) fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    pub(super) fn into_steps(self) -> Vec<StepReport> {
        self.done
    }
}

/// `1 row`, `2 rows`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}
