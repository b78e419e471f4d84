//! The two streams: data on stdout, talk on stderr, colours only where a person looks.

use std::fmt::Display;
use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::error::CommandError;

/// How a command prints its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
    /// To paste into an issue or a page.
    Markdown,
}

/// Titles and names.
pub(crate) const BOLD: Style = Style::new().bold();
/// What matters less.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What went well; never the only sign of it.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// What went wrong; never the only sign of it.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What needs a look; never the only sign of it.
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default();

/// Returns a text in a style; the streams drop the style where nobody would see it.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Writes data to stdout, with a line end.
pub(crate) fn data(text: impl Display) -> Result<(), CommandError> {
    let mut stdout = anstream::stdout().lock();
    writeln!(stdout, "{text}")
        .and_then(|()| stdout.flush())
        .map_err(|error| {
            let silent = error.kind() == std::io::ErrorKind::BrokenPipe;
            CommandError {
                silent,
                ..CommandError::new(format!("cannot write to stdout: {error}"))
            }
        })
}

/// Writes a line to stderr. A closed stderr is nobody's loss.
pub(crate) fn talk(text: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Writes an error with its hints to stderr.
pub(crate) fn complain(error: &CommandError) {
    if error.silent {
        return;
    }
    talk(format_args!("{}: {}", styled(BAD, "error"), error.message));
    for hint in &error.hints {
        talk(format_args!("{}: {hint}", styled(WARN, "hint")));
    }
}

/// Returns `1 row`, `2 rows`.
pub(crate) fn count(number: u64, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

/// Colours the text form of a plan: its first character says what each line is.
pub(crate) fn paint_plan(text: &str) -> String {
    lines(text, |line| match line.chars().next() {
        Some('+') => Some(GOOD),
        Some('~' | '?' | '!') => Some(WARN),
        Some('x') => Some(BAD),
        _ => None,
    })
}

/// Colours the text form of a report: headings stand out, problems more so.
pub(crate) fn paint_report(text: &str) -> String {
    let mut attention = false;
    lines(text, |line| {
        match line {
            "Needs attention" | "Warnings" => attention = true,
            _ if !line.starts_with(' ') => attention = false,
            _ => {}
        }
        let step = line.starts_with(|c: char| matches!(c, '1'..='7')) && line.contains(" s  ");
        if step {
            Some(DIM)
        } else if attention {
            Some(if line.starts_with(' ') { WARN } else { BOLD })
        } else if line.starts_with("table ") || line.starts_with("total ") {
            Some(BOLD)
        } else {
            None
        }
    })
}

fn lines(text: &str, mut style: impl FnMut(&str) -> Option<Style>) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for line in text.lines() {
        match style(line) {
            Some(style) => out.push_str(&styled(style, line)),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}
