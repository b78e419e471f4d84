//! What a formula may name.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use recto_eval::formula::{
    Checked, Formula, FormulaError, FormulaProperty, FormulaScope, Owner, PropertyRef, Type,
};
use rusqlite::Transaction;
use serde_json::Value;

use super::{DEEPEST, LEVELS, expression};
use crate::engine::Context;
use crate::problem::Problem;
use crate::store::sources::{self, Column, Source};

/// A property of a data source, by both ids.
type Key = (String, String);

/// The properties that a formula of one data source may name.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    tx: &'a Transaction<'a>,
    ctx: &'a Context<'a>,
    /// May be newer than what is stored: its schema is being changed.
    own: &'a Source,
    /// Whose names are looked up: other formulas are read on the way.
    at: RefCell<Option<String>>,
    /// The formulas being read, the outermost first.
    trail: RefCell<Vec<Key>>,
    types: RefCell<HashMap<Key, Type>>,
    /// How many levels the formulas of the trail have.
    load: Cell<usize>,
    /// A formula reads itself, or reads through too many others.
    endless: Cell<bool>,
    problem: RefCell<Option<Problem>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(tx: &'a Transaction<'a>, ctx: &'a Context<'a>, own: &'a Source) -> Self {
        Self {
            tx,
            ctx,
            own,
            at: RefCell::new(None),
            trail: RefCell::default(),
            types: RefCell::default(),
            load: Cell::new(0),
            endless: Cell::new(false),
            problem: RefCell::default(),
        }
    }

    /// Says which property the formula belongs to: who names it reads itself.
    pub(super) fn begin(&self, property: &str) {
        self.trail
            .borrow_mut()
            .push((self.own.id.clone(), property.to_owned()));
    }

    /// Checks a formula, if it is not reached through too many others.
    pub(super) fn check(&self, formula: Formula) -> Result<Checked, FormulaError> {
        let before = self.load.get();
        self.load.set(before + formula.levels());
        if self.load.get() > LEVELS {
            self.endless.set(true);
        }
        let checked = formula.check(self);
        self.load.set(before);
        checked
    }

    /// Says what went wrong while looking names up.
    pub(super) fn finish(self) -> Result<(), Problem> {
        match self.problem.into_inner() {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    fn find(
        &self,
        owner: Owner<'_>,
        which: impl Fn(&Source) -> Option<&Column>,
    ) -> Option<FormulaProperty> {
        if self.problem.borrow().is_some() || self.endless.get() {
            return None;
        }
        let at = self.at.borrow().clone();
        let (id, own) = match (owner, at.as_deref()) {
            (Owner::Own, None) => (self.own.id.as_str(), true),
            (Owner::Own, Some(at)) => (at, true),
            (Owner::Source(id), _) => (id, false),
            (Owner::Unknown, _) => return None,
        };
        let found = self.with(id, |source| {
            let column = which(source)?;
            Some(FormulaProperty {
                key: PropertyRef {
                    source: (!own).then(|| source.id.clone()),
                    id: column.id.clone(),
                    name: column.name.clone(),
                },
                value_type: self.value_type(source, column),
            })
        });
        found.flatten().filter(|_| !self.endless.get())
    }

    /// Looks at a data source; the own one as it is being changed.
    fn with<T>(&self, id: &str, look: impl FnOnce(&Source) -> T) -> Option<T> {
        if id == self.own.id {
            return Some(look(self.own));
        }
        match sources::get(self.tx, self.ctx.sources, id) {
            Ok(source) => source.map(|source| look(&source)),
            Err(problem) => {
                *self.problem.borrow_mut() = Some(problem);
                None
            }
        }
    }

    fn value_type(&self, source: &Source, column: &Column) -> Type {
        match column.kind.as_str() {
            "number" => Type::Number,
            "checkbox" => Type::Boolean,
            "date" => Type::Date,
            "created_time" | "last_edited_time" => Type::Moment,
            "created_by" | "last_edited_by" => Type::Person,
            "people" => Type::Person.list(),
            "multi_select" | "files" => Type::Text.list(),
            "relation" => Type::Page(text(column, "data_source_id")).list(),
            "formula" => self.formula(source, column),
            "rollup" => self.rollup(source, column),
            "button" | "verification" | "place" => Type::Unknown,
            _ => Type::Text,
        }
    }

    /// The type of another formula. One that is no formula any more has an empty text.
    fn formula(&self, source: &Source, column: &Column) -> Type {
        let key = (source.id.clone(), column.id.clone());
        if let Some(known) = self.types.borrow().get(&key) {
            return known.clone();
        }
        if self.trail.borrow().contains(&key) || self.trail.borrow().len() > usize::from(DEEPEST) {
            self.endless.set(true);
            return Type::Unknown;
        }
        self.trail.borrow_mut().push(key.clone());
        let outside = self.at.replace(Some(source.id.clone()));
        let found = Formula::parse(expression(column))
            .and_then(|formula| self.check(formula))
            .map_or(Type::Text, |checked| checked.value_type().clone());
        self.at.replace(outside);
        self.trail.borrow_mut().pop();
        self.types.borrow_mut().insert(key, found.clone());
        found
    }

    fn rollup(&self, source: &Source, column: &Column) -> Type {
        // Also where the result does not depend on it: a rollup may lead back to where one began.
        let element = self.rolled_up(source, column).unwrap_or(Type::Unknown);
        let function = column.config.get("function").and_then(Value::as_str);
        match function.unwrap_or_default() {
            "earliest_date" | "latest_date" => Type::Moment,
            "date_range" => Type::Date,
            "show_original" | "show_unique" => element.list(),
            _ => Type::Number,
        }
    }

    /// The type of the property that is rolled up; none of a rollup, which shows nothing.
    fn rolled_up(&self, source: &Source, column: &Column) -> Option<Type> {
        let relation = source.column(&text(column, "relation_property_id")?)?;
        let property = text(column, "rollup_property_id")?;
        self.with(&text(relation, "data_source_id")?, |target| {
            let column = target.column(&property)?;
            (column.kind != "rollup").then(|| self.value_type(target, column))
        })?
    }
}

impl FormulaScope for Scope<'_> {
    fn by_name(&self, owner: Owner<'_>, name: &str) -> Option<FormulaProperty> {
        self.find(owner, |source| source.named(name))
    }

    fn by_id(&self, owner: Owner<'_>, id: &str) -> Option<FormulaProperty> {
        self.find(owner, |source| source.column(id))
    }
}

/// A text of a property's configuration.
fn text(column: &Column, name: &str) -> Option<String> {
    let text = column.config.get(name).and_then(Value::as_str)?;
    Some(text.to_owned())
}
