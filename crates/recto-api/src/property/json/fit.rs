//! What Notion would refuse in a value of the right type: limits and options that do not exist.

use super::{Place, ProblemKind, Read, ValueProblem};
use crate::limits;
use crate::property::options::OptionList;
use crate::property::{PropertyValue, SelectOption};
use crate::rich_text::{RichText, RichTextContent};

impl Place<'_> {
    pub(super) fn fit(&self, value: &PropertyValue) -> Read<()> {
        match value {
            PropertyValue::Title(runs) | PropertyValue::RichText(runs) => self.fit_runs(runs),
            PropertyValue::Select(option) | PropertyValue::Status(option) => match option {
                Some(option) => self.fit_option(option),
                None => Ok(()),
            },
            PropertyValue::MultiSelect(options) => {
                self.count(options.len(), limits::VALUES, "options")?;
                options
                    .iter()
                    .try_for_each(|option| self.fit_option(option))
            }
            PropertyValue::Date(Some(date)) => self.fit_date(date),
            PropertyValue::People(users) => self.count(users.len(), limits::VALUES, "people"),
            PropertyValue::Files(files) => self.count(files.len(), limits::VALUES, "files"),
            PropertyValue::Relation(pages) => self.count(pages.len(), limits::VALUES, "pages"),
            PropertyValue::Url(Some(text)) => self.length(text, limits::URL_UNITS),
            PropertyValue::Email(Some(text)) | PropertyValue::PhoneNumber(Some(text)) => {
                self.length(text, limits::EMAIL_UNITS)
            }
            _ => Ok(()),
        }
    }

    fn fit_runs(&self, runs: &[RichText]) -> Read<()> {
        self.count(runs.len(), limits::RICH_TEXT_ITEMS, "runs of text")?;
        runs.iter().try_for_each(|run| match &run.content {
            RichTextContent::Text(text) => self.length(&text.content, limits::TEXT_UNITS),
            _ => Ok(()),
        })
    }

    fn count(&self, count: usize, most: usize, what: &str) -> Read<()> {
        if count <= most {
            return Ok(());
        }
        let message = format!("has {count} {what}; Notion takes {most} in a request");
        Err(self.problem(ProblemKind::TooLong, message))
    }

    fn length(&self, text: &str, most: usize) -> Read<()> {
        let units = text.encode_utf16().count();
        if units <= most {
            return Ok(());
        }
        let message = format!("has a text of {units} UTF-16 units; Notion takes {most}");
        Err(self.problem(ProblemKind::TooLong, message))
    }

    /// Checks that an option exists, or may be made.
    fn fit_option(&self, option: &SelectOption) -> Read<()> {
        let kind = self.schema.kind();
        let options = OptionList::of(self.schema);
        let Some(text) = option.id.as_str().or(option.name.as_str()) else {
            let message = "names no option; give its name or id";
            return Err(self.problem(ProblemKind::WrongType, message));
        };
        let Err(message) = options.find(text) else {
            return Ok(());
        };
        let by_name = !option.id.is_value();
        if self.reader.new_options && by_name && kind != "status" {
            return self.fit_new_option(text);
        }
        let allowed = options.names().into_iter().map(ToOwned::to_owned);
        Err(ValueProblem {
            allowed: allowed.collect(),
            ..self.problem(ProblemKind::NoSuchOption, message)
        })
    }

    fn fit_new_option(&self, name: &str) -> Read<()> {
        if name.is_empty() {
            let message = "takes no empty name of an option; null clears it";
            return Err(self.problem(ProblemKind::NoSuchOption, message));
        }
        if name.contains(',') {
            let message = format!("cannot get an option `{name}`: names have no commas");
            return Err(self.problem(ProblemKind::NoSuchOption, message));
        }
        self.length(name, limits::OPTION_NAME_UNITS)
    }
}
