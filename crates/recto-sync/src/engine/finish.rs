//! Runs the steps and puts plan and report together.

use recto_client::Usage;

use super::Engine;
use super::apply::Push;
use super::leases::Leases;
use super::prepare::{self, Action, Prepared};
use super::timing::{Timing, count};
use crate::diff::Change;
use crate::error::Error;
use crate::plan::{self, Op, Plan, PlanItem, SchemaChange, TablePlan};
use crate::progress::Progress;
use crate::report::{self, Counts, Outcome, Problem, ProtectedReport, Report, TableReport};
use crate::state::{RunId, RunStatus};
use crate::steps::Step;
use crate::validate;
use crate::value::Value;

/// Pages one query answers with.
const PAGE: u64 = recto_api::limits::PAGE_SIZE as u64;

/// Says what a push would do.
pub(super) async fn plan(engine: &Engine, progress: &dyn Progress) -> Result<Plan, Error> {
    let usage = engine.client.usage();
    let mut timing = Timing::new(progress);
    let prepared = prepare::prepare(engine, &mut timing, false, &mut None).await?;
    let mut plan = Plan {
        format: plan::FORMAT,
        created_at: engine.now().to_string(),
        config_hash: prepared.mapping.hash.clone(),
        planned: 0,
        counts: Counts::default(),
        schema_changes: prepared.changes.clone(),
        tables: Vec::new(),
        items: Vec::new(),
        problems: Vec::new(),
        normalised: prepared.normalised,
        warnings: warnings(&prepared),
        estimated_requests: 0,
        estimated_seconds: 0.0,
        requests: 0,
    };
    for number in 0..prepared.tables.len() {
        plan_table(&prepared, number, &mut plan);
    }
    let late: usize = late_relations(&prepared);
    let structure = prepared.changes.len() as u64;
    plan.estimated_requests = plan.items.len() as u64 + late as u64 + structure;
    plan.estimated_seconds = plan.estimated_requests as f64 * 60.0
        / f64::from(engine.options.requests_per_minute.max(1));
    timing.end(plan_summary(&plan.counts));
    plan.requests = engine.client.usage().since(&usage).requests;
    if !plan.adds_up() {
        return Err(Error::Unaccounted(format!("plan of {} rows", plan.planned)));
    }
    Ok(plan)
}

fn plan_summary(counts: &Counts) -> String {
    format!(
        "{} to create, {} to update, {} unchanged, {} with problems",
        counts.created,
        counts.updated + counts.adopted,
        counts.unchanged,
        counts.unclean()
    )
}

fn plan_table(prepared: &Prepared, number: usize, plan: &mut Plan) {
    let (table, mapped) = (&prepared.tables[number], &prepared.mapping.tables[number]);
    let mut counts = Counts::default();
    let mut field_failures = 0;
    for item in &table.items {
        let changes = || -> Vec<Change> {
            let values = item
                .wanted
                .values
                .iter()
                .filter(|(_, value)| !value.is_empty());
            let change = |(property, to): (&String, &Value)| Change {
                property: property.clone(),
                from: Value::Empty,
                to: to.clone(),
            };
            values.map(change).collect()
        };
        let mut push = |op, page: Option<&prepare::Held>, changes| {
            plan.items.push(PlanItem {
                table: mapped.name.clone(),
                key: item.wanted.key.clone(),
                external_id: item.wanted.key.clone(),
                op,
                page_id: page.map(|held| held.page.to_string()),
                seen: page.and_then(|held| held.edited.clone()),
                changes,
            });
        };
        let outcome = match &item.action {
            Action::Create => {
                push(Op::Create, None, changes());
                Outcome::Created
            }
            Action::Recover(_) => {
                push(Op::Recover, None, changes());
                Outcome::Created
            }
            Action::Write(held) => {
                let op = if held.adopted { Op::Adopt } else { Op::Update };
                push(op, Some(held), held.changes.clone());
                if held.adopted {
                    Outcome::Adopted
                } else {
                    Outcome::Updated
                }
            }
            Action::Keep(held) if held.adopted => {
                push(Op::Adopt, Some(held), Vec::new());
                Outcome::Adopted
            }
            Action::Keep(_) => Outcome::Unchanged,
            Action::Stop(outcome, ..) => *outcome,
        };
        counts.add(outcome);
        let problem = |field: Option<String>, reason: &str, message: &str| Problem {
            table: mapped.name.clone(),
            key: item.wanted.key.clone(),
            outcome,
            field,
            reason: reason.to_owned(),
            message: message.to_owned(),
            page_id: None,
            request_id: None,
        };
        if let Action::Stop(_, reason, message) = &item.action {
            plan.problems.push(match &item.wanted.failure {
                Some((field, error)) => problem(field.clone(), &error.reason, &error.message),
                None => problem(None, reason, message),
            });
        } else {
            for (field, error) in &item.wanted.left_out {
                field_failures += 1;
                plan.problems
                    .push(problem(Some(field.clone()), &error.reason, &error.message));
            }
        }
    }
    plan.planned += table.items.len() as u64;
    for outcome in Outcome::ALL {
        for _ in 0..counts.get(outcome) {
            plan.counts.add(outcome);
        }
    }
    plan.tables.push(TablePlan {
        table: mapped.name.clone(),
        data_source_id: table.source.as_ref().map(|source| source.id().to_string()),
        rows: table.items.len() as u64,
        counts,
        field_failures,
        unmatched_pages: table.unmatched as u64,
        scan_complete: table.complete,
    });
}

/// Rows that relate to a row whose page is made later, as far as that is sure beforehand: those
/// that relate to themselves, and one of each pair that relates to each other.
fn late_relations(prepared: &Prepared) -> usize {
    let mut late = 0;
    for (number, table) in prepared.tables.iter().enumerate() {
        for item in table
            .items
            .iter()
            .filter(|item| matches!(item.action, Action::Create))
        {
            let own = prepared.mapping.tables[number].fields.iter().any(|field| {
                field.target() == Some(number)
                    && matches!(item.wanted.values.get(&field.property),
                        Some(Value::Refs(refs)) if refs.contains(&item.wanted.key))
            });
            late += usize::from(own);
        }
    }
    late
}

/// What is worth a line though it stops nothing.
fn warnings(prepared: &Prepared) -> Vec<String> {
    let mut warnings = prepared.warnings.clone();
    for (table, mapped) in prepared.tables.iter().zip(&prepared.mapping.tables) {
        for (id, pages) in &table.duplicates {
            let pages: Vec<_> = pages.iter().map(|page| page.as_str()).collect();
            warnings.push(format!(
                "{}: external id \"{id}\" stands on {} more pages: {}; the row keeps the linked or \
                 oldest one; delete the others, or clear their \"{}\"",
                mapped.name,
                pages.len(),
                pages.join(", "),
                mapped.external_property
            ));
        }
        if table.unmatched > 0 {
            warnings.push(format!(
                "{}: {} of the data source belong to no row and are left alone",
                mapped.name,
                count(table.unmatched, "page")
            ));
        }
    }
    warnings
}

/// Reads both sides and opens the run.
async fn start(
    engine: &Engine,
    timing: &mut Timing<'_>,
    started_at: jiff::Timestamp,
    leases: &mut Option<Leases>,
) -> Result<(Prepared, RunId), Error> {
    let prepared = prepare::prepare(engine, timing, true, leases).await?;
    let run = engine
        .state
        .start_run(prepared.mapping.hash.clone(), "push".to_owned(), started_at)
        .await?;
    Ok((prepared, run))
}

/// Brings Notion in step with the source.
pub(super) async fn push(engine: &Engine, progress: &dyn Progress) -> Result<Report, Error> {
    let usage = engine.client.usage();
    let started_at = engine.now();
    let mut timing = Timing::new(progress);
    let mut leases = None;
    let started = start(engine, &mut timing, started_at, &mut leases).await;
    let (prepared, run, leases) = match (started, leases) {
        (Ok((prepared, run)), Some(leases)) => (prepared, run, leases),
        (Ok(_), None) => return Err(Error::Unaccounted("leases of a push".to_owned())),
        (Err(error), leases) => {
            if let Some(leases) = leases {
                leases.release(engine).await;
            }
            return Err(error);
        }
    };
    let mut push = Push::new(engine, progress, prepared, leases, run);
    let worked = work(&mut push).await;
    let Push {
        prepared,
        leases,
        outcomes,
        ..
    } = push;
    leases.release(engine).await;
    if let Err(error) = worked {
        // Why the run failed matters more than that its end could not be noted.
        if let Err(other) = close(engine, run, RunStatus::Failed, serde_json::Value::Null).await {
            tracing::debug!(%other, "run not closed");
        }
        for (page, before) in engine.guard.pages().iter().zip(&prepared.before) {
            let after = page.fingerprint(&engine.client).await.ok();
            if let Some(change) = after.and_then(|after| before.change(&after)) {
                progress.note(&format!(
                    "page \"{}\" changed meanwhile: {change}",
                    page.name()
                ));
            }
        }
        return Err(error);
    }
    let counts = (0..prepared.tables.len()).map(|table| {
        let mut counts = Counts::default();
        outcomes.by_row[table]
            .iter()
            .flatten()
            .for_each(|outcome| counts.add(*outcome));
        counts
    });
    let counts: Vec<Counts> = counts.collect();
    let mut all = Counts::default();
    outcomes
        .by_row
        .iter()
        .flatten()
        .flatten()
        .for_each(|outcome| all.add(*outcome));
    timing.end(format!(
        "{} created, {} updated, {} adopted, {} unchanged, {} with problems; {} late relations",
        all.created,
        all.updated,
        all.adopted,
        all.unchanged,
        all.unclean(),
        outcomes.late
    ));

    timing.begin(Step::DocumentNormalisation);
    let mut warnings = warnings(&prepared);
    warnings.extend(outcomes.warnings);
    timing.end(validate::documents(
        &prepared_documents(&prepared),
        &prepared.normalised,
    ));

    timing.begin(Step::Validation);
    engine.options.failpoints.hit("before-validation");
    let mut protected = Vec::new();
    let mut changed = None;
    for (page, before) in engine.guard.pages().iter().zip(&prepared.before) {
        let after = page.fingerprint(&engine.client).await?;
        let change = before.change(&after);
        protected.push(ProtectedReport {
            name: page.name().to_owned(),
            page_id: page.id().to_string(),
            blocks: after.len() as u64,
            unchanged: change.is_none(),
        });
        if let (Some(change), None) = (change, &changed) {
            changed = Some((page, change));
        }
    }
    validate::accounted(&outcomes.by_row)?;
    timing.end(format!(
        "{} accounted for, {} unchanged",
        count(all.total() as usize, "row"),
        count(protected.len(), "protected page")
    ));

    timing.begin(Step::SummaryReport);
    let tables: Vec<TableReport> = prepared
        .tables
        .iter()
        .zip(&prepared.mapping.tables)
        .zip(counts)
        .zip(&outcomes.field_failures)
        .map(|(((table, mapped), counts), field_failures)| TableReport {
            table: mapped.name.clone(),
            data_source_id: table.source.as_ref().map(|source| source.id().to_string()),
            rows: table.items.len() as u64,
            counts,
            field_failures: *field_failures,
            unmatched_pages: table.unmatched as u64,
            scan_complete: table.complete,
        })
        .collect();
    let minimum = minimum_requests(&prepared, outcomes.written);
    let Usage {
        requests,
        writes,
        retries,
        waited,
        ..
    } = engine.client.usage().since(&usage);
    timing.end(format!("run {run}"));
    let report = Report {
        format: report::FORMAT,
        run_id: run.to_string(),
        started_at: started_at.to_string(),
        planned: tables.iter().map(|table| table.rows).sum(),
        counts: all,
        field_failures: outcomes.field_failures.iter().sum(),
        requests,
        writes,
        retries,
        minimum_requests: minimum,
        waited_seconds: waited.as_secs_f64(),
        seconds: timing.seconds(),
        steps: timing.into_steps(),
        tables,
        schema_changes: prepared.changes.iter().map(ToString::to_string).collect(),
        problems: outcomes.problems,
        normalised: prepared.normalised,
        protected,
        warnings,
    };
    if !report.adds_up() {
        return Err(Error::Unaccounted(format!(
            "report of {} rows",
            report.planned
        )));
    }
    engine.options.failpoints.hit("before-report");
    let status = match (&changed, report.exit_code()) {
        (Some(_), _) => RunStatus::Stopped,
        (None, 0) => RunStatus::Done,
        (None, _) => RunStatus::Partial,
    };
    let figures = serde_json::to_value(report.counts).unwrap_or_default();
    close(engine, run, status, figures).await?;
    match changed {
        None => Ok(report),
        Some((page, change)) => Err(Error::StructureChanged {
            name: page.name().to_owned(),
            page_id: page.id().to_string(),
            change: Box::new(change),
            report: Box::new(report),
        }),
    }
}

/// Step 4 in its phases.
async fn work(push: &mut Push<'_>) -> Result<(), Error> {
    push.release_pages().await?;
    push.settle_quiet().await?;
    push.settle_answered().await?;
    push.write().await?;
    push.recover().await?;
    push.relate().await
}

async fn close(
    engine: &Engine,
    run: RunId,
    status: RunStatus,
    figures: serde_json::Value,
) -> Result<(), Error> {
    Ok(engine
        .state
        .finish_run(run, status, figures, engine.now())
        .await?)
}

/// One request for each page written and each change of structure, and one for each hundred pages
/// read; a data source that was there before takes one at least.
fn minimum_requests(prepared: &Prepared, written: u64) -> u64 {
    let read: u64 = prepared
        .tables
        .iter()
        .filter(|table| {
            table
                .source
                .as_ref()
                .is_some_and(|source| !source.is_fresh())
        })
        .map(|table| (table.scanned as u64).div_ceil(PAGE).max(1))
        .sum();
    let structure = prepared.changes.iter().filter(|change| match change {
        SchemaChange::CreateDatabase { .. } | SchemaChange::AddProperties { .. } => true,
    });
    written + read + structure.count() as u64
}

/// The documents of a run: what each wants its page to hold, with the rules for it.
fn prepared_documents(prepared: &Prepared) -> Vec<validate::Documents<'_>> {
    prepared
        .tables
        .iter()
        .zip(&prepared.mapping.tables)
        .filter_map(|(table, mapped)| {
            let rules = mapped.document.as_ref()?;
            let values = table.items.iter().map(|item| &item.wanted.values).collect();
            Some(validate::Documents { rules, values })
        })
        .collect()
}
