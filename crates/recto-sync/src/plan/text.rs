//! The plan as text for people.

use std::fmt::Write;

use super::{Op, Plan, PlanItem};
use crate::report;
use crate::value::Value;

pub(super) fn render(plan: &Plan, shown: usize) -> String {
    let mut out = String::new();
    for change in &plan.schema_changes {
        let _ = writeln!(out, "! {change}");
    }
    for item in plan.items.iter().take(shown) {
        let _ = writeln!(out, "{}", head(item));
        for change in &item.changes {
            let _ = writeln!(out, "    {}: {}", change.property, from_to(item.op, change));
        }
    }
    if let Some(rest) = plan.items.len().checked_sub(shown).filter(|rest| *rest > 0) {
        let _ = writeln!(out, "  … and {rest} more rows; the JSON form lists them");
    }
    if !plan.items.is_empty() || !plan.schema_changes.is_empty() {
        out.push('\n');
    }
    for problem in &plan.problems {
        let _ = writeln!(out, "x {}", report::problem_text(problem));
    }
    for warning in &plan.warnings {
        let _ = writeln!(out, "? {warning}");
    }
    if !plan.problems.is_empty() || !plan.warnings.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{}", plan.summary());
    let _ = writeln!(out, "{}", effort(plan));
    out
}

pub(super) fn markdown(plan: &Plan) -> String {
    let mut out = format!("# Plan of {}\n\n{}\n", plan.created_at, plan.summary());
    if plan.has_changes() {
        out.push_str("\n```diff\n");
        for change in &plan.schema_changes {
            let _ = writeln!(out, "! {change}");
        }
        for item in &plan.items {
            let _ = writeln!(out, "{}", head(item));
            for change in &item.changes {
                let text = from_to(item.op, change).replace("```", "'''");
                let _ = writeln!(out, "    {}: {text}", change.property);
            }
        }
        out.push_str("```\n");
    }
    for problem in &plan.problems {
        let _ = writeln!(out, "- {}", report::problem_text(problem));
    }
    for warning in &plan.warnings {
        let _ = writeln!(out, "- {warning}");
    }
    let _ = writeln!(out, "\n{}", effort(plan));
    out
}

fn effort(plan: &Plan) -> String {
    let many = |number: u64, what: &str| match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    };
    format!(
        "{} to do after reading, about {:.0} s; this plan took {} and wrote nothing",
        many(plan.estimated_requests, "write"),
        plan.estimated_seconds.ceil(),
        many(plan.requests, "request"),
    )
}

fn head(item: &PlanItem) -> String {
    let (sign, verb) = match item.op {
        Op::Create => ('+', "create"),
        Op::Update => ('~', "update"),
        Op::Adopt => ('~', "adopt"),
        Op::Recover => ('?', "look for, else create"),
    };
    let mut text = format!("{sign} {verb} {} {}", item.table, item.key);
    if let Some(page) = &item.page_id {
        let _ = write!(text, " ({page})");
    }
    text
}

fn from_to(op: Op, change: &crate::diff::Change) -> String {
    match (&change.from, op) {
        (Value::Empty, Op::Create | Op::Recover) => change.to.to_string(),
        (from, _) => format!("{from} → {}", change.to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Change;
    use crate::report::{Counts, Normalised, Outcome};

    fn plan() -> Plan {
        let mut counts = Counts::default();
        counts.add(Outcome::Created);
        counts.add(Outcome::Updated);
        counts.add(Outcome::Unchanged);
        let item = |op, key: &str, from| PlanItem {
            table: "tasks".to_owned(),
            key: key.to_owned(),
            external_id: key.to_owned(),
            op,
            page_id: None,
            seen: None,
            changes: vec![Change {
                property: "Name".to_owned(),
                from,
                to: Value::text("new"),
            }],
        };
        Plan {
            format: super::super::FORMAT,
            created_at: "2026-11-20T08:00:00Z".to_owned(),
            config_hash: "c".to_owned(),
            planned: 3,
            counts,
            schema_changes: Vec::new(),
            tables: Vec::new(),
            items: vec![
                item(Op::Create, "1", Value::Empty),
                item(Op::Update, "2", Value::text("old")),
            ],
            problems: Vec::new(),
            normalised: Normalised::default(),
            warnings: Vec::new(),
            estimated_requests: 2,
            estimated_seconds: 0.7,
            requests: 4,
        }
    }

    #[test]
    fn shows_each_row_with_its_differences() {
        assert_eq!(
            plan().to_text(10),
            "+ create tasks 1\n    Name: \"new\"\n~ update tasks 2\n    Name: \"old\" → \"new\"\n\n\
             1 to create, 1 to update, 1 unchanged\n\
             2 writes to do after reading, about 1 s; this plan took 4 requests and wrote nothing\n"
        );
    }

    #[test]
    fn cuts_long_plans() {
        let text = plan().to_text(1);
        assert!(text.contains("… and 1 more rows"), "{text}");
        assert!(!text.contains("tasks 2"), "{text}");
    }

    #[test]
    fn something_to_do_is_exit_code_2() {
        let mut plan = plan();
        assert_eq!(plan.exit_code(), 2);
        plan.items.clear();
        assert_eq!(plan.exit_code(), 0);
        plan.counts.failed = 1;
        assert_eq!(plan.exit_code(), 3);
    }

    #[test]
    fn json_comes_back_the_same() {
        let json = plan().to_json().expect("serialises");
        assert_eq!(serde_json::from_str::<Plan>(&json).expect("parses"), plan());
    }
}
