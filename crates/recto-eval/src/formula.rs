//! The formula language.
//!
//! A formula is read once ([`Formula::parse`]), checked once against the properties it may name
//! ([`Formula::check`]) and then run on any number of rows ([`Checked::evaluate`]).
//!
//! Two kinds of "no value" are apart: *nothing* ([`Value::Empty`]) is an ordinary value, a
//! [`Failure`] ends the formula. The service never answers an error for either: both come out as a
//! null under the type of the formula (recorded).
//!
//! ```
//! use recto_eval::Context;
//! use recto_eval::formula::{
//!     Formula, FormulaProperty, FormulaRow, FormulaScope, Owner, PropertyRef, Type, Value,
//! };
//!
//! struct Scope;
//!
//! impl FormulaScope for Scope {
//!     fn by_name(&self, _: Owner<'_>, name: &str) -> Option<FormulaProperty> {
//!         (name == "Count").then(|| FormulaProperty {
//!             key: PropertyRef { source: None, id: "a:b".into(), name: name.into() },
//!             value_type: Type::Number,
//!         })
//!     }
//!     fn by_id(&self, owner: Owner<'_>, id: &str) -> Option<FormulaProperty> {
//!         (id == "a:b").then(|| self.by_name(owner, "Count")).flatten()
//!     }
//! }
//!
//! struct Row(f64);
//!
//! impl FormulaRow for Row {
//!     fn own(&self, _: usize, _: &PropertyRef) -> Value {
//!         Value::Number(self.0)
//!     }
//!     fn related(&self, _: &str, _: &PropertyRef) -> Value {
//!         Value::Empty
//!     }
//!     fn title(&self, _: &str) -> smol_str::SmolStr {
//!         "".into()
//!     }
//!     fn id(&self) -> Option<smol_str::SmolStr> {
//!         None
//!     }
//! }
//!
//! let formula = Formula::parse(r#"prop("Count")*2 + 1"#)?.check(&Scope)?;
//! assert_eq!(
//!     formula.rewritten("d1", "w1"),
//!     "({{notion:block_property:a%3Ab:d1:w1}} * 2) + 1"
//! );
//! let context = Context::new("2026-03-02T09:30:00Z".parse()?);
//! let result = formula.evaluate(&Row(20.5), &context);
//! assert_eq!(result, recto_api::property::FormulaResult::Number(Some(42.into())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod code;
mod error;
mod eval;
mod function;
mod lexer;
mod parser;
mod pattern;
mod printer;
mod result;
mod scope;
mod syntax;
mod types;
mod value;

pub use self::error::{FormulaError, FormulaFault};
pub use self::eval::Failure;
pub use self::scope::{FormulaProperty, FormulaRow, FormulaScope, Owner, PropertyRef};
pub use self::types::Type;
pub use self::value::{DateValue, Moment, Person, Value};

use recto_api::property::FormulaResult;

use self::code::Code;
use self::eval::Run;
use self::syntax::{Expr, Reference};
use crate::context::Context;

/// A formula that was read.
#[derive(Debug, Clone)]
pub struct Formula {
    tree: Expr,
    levels: usize,
}

impl Formula {
    /// Reads a formula. Properties may be named or stand as the service stores them,
    /// `{{notion:block_property:…}}`.
    ///
    /// # Errors
    ///
    /// When the text is no formula, or nests deeper than 100 levels (the deepest one in recordings
    /// has 66).
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        parser::parse(text).map(|(tree, levels)| Self { tree, levels })
    }

    /// How many levels it nests, about: what a check and an evaluation take of the stack. Who lets
    /// formulas read formulas adds them up.
    pub fn levels(&self) -> usize {
        self.levels
    }

    /// The text printed anew as the service does, with properties as they stand.
    pub fn printed(&self) -> String {
        printer::print(&self.tree, &mut |reference| match reference {
            Reference::Named(name) => format!("prop({name})"),
            Reference::Token(token) => format!("{{{{{token}}}}}"),
            Reference::Found(_) => String::new(),
        })
    }

    /// Finds the properties it names and checks its types.
    ///
    /// # Errors
    ///
    /// When a name is unknown, or a function or operator is given what it does not take.
    pub fn check(mut self, scope: &dyn FormulaScope) -> Result<Checked, FormulaError> {
        let outcome = check::check(&mut self.tree, scope)?;
        Ok(Checked {
            tree: self.tree,
            levels: self.levels,
            code: outcome.code,
            value_type: outcome.value_type,
            own: outcome.own,
            related: outcome.related,
            references: outcome.references,
        })
    }
}

/// A formula that is ready to run.
#[derive(Debug, Clone)]
pub struct Checked {
    tree: Expr,
    levels: usize,
    code: Code,
    value_type: Type,
    own: Vec<PropertyRef>,
    related: Vec<PropertyRef>,
    references: Vec<PropertyRef>,
}

impl Checked {
    /// What it results in.
    pub fn value_type(&self) -> &Type {
        &self.value_type
    }

    /// How many levels it nests; see [`Formula::levels`].
    pub fn levels(&self) -> usize {
        self.levels
    }

    /// The own properties it reads, in the order of their slots.
    pub fn own(&self) -> &[PropertyRef] {
        &self.own
    }

    /// The properties of other pages that it reads.
    pub fn related(&self) -> &[PropertyRef] {
        &self.related
    }

    /// The text that the service stores and answers: printed anew, with tokens for properties
    /// (recorded). `data_source` is the formula's own, as answers of the version name it: 2022-06-28
    /// has zeros there.
    pub fn rewritten(&self, data_source: &str, workspace: &str) -> String {
        printer::print(&self.tree, &mut |reference| match reference {
            Reference::Found(place) => match self.references.get(*place) {
                Some(property) => property.token(data_source, workspace),
                None => String::new(),
            },
            Reference::Named(name) => format!("prop({name})"),
            Reference::Token(token) => format!("{{{{{token}}}}}"),
        })
    }

    /// Runs it on a row and gives what an answer shows: one of four types, lists as text, a null
    /// where there is no value.
    pub fn evaluate(&self, row: &dyn FormulaRow, context: &Context) -> FormulaResult {
        let mut run = self.run(row, context);
        let value = run.eval(&self.code);
        result::shown(&run, value, &self.value_type)
    }

    /// Runs it on a row and gives the value that other formulas see.
    ///
    /// # Errors
    ///
    /// When something in it fails.
    pub fn value(&self, row: &dyn FormulaRow, context: &Context) -> Result<Value, Failure> {
        self.run(row, context).eval(&self.code)
    }

    fn run<'r>(&'r self, row: &'r dyn FormulaRow, context: &'r Context) -> Run<'r> {
        Run {
            row,
            context,
            own: &self.own,
            related: &self.related,
            read: vec![None; self.own.len()],
            locals: Vec::new(),
        }
    }
}
