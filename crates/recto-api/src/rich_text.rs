//! Rich text: runs of text, mentions and equations.
//!
//! Wherever a request has rich text, [`IntoRichText`] takes what is at hand: a `&str`, a run, a list
//! of runs, or a tuple that mixes them. [`Style`] formats a text in place, and long text becomes as
//! many runs as Notion asks for.
//!
//! ```
//! use recto_api::block::BlockContent;
//! use recto_api::ids::UserId;
//! use recto_api::property::Date;
//! use recto_api::rich_text::{Color, RichText, Style};
//!
//! let plain = BlockContent::paragraph("The press starts at half past seven.");
//! let ada: UserId = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111".parse()?;
//! let rich = BlockContent::paragraph((
//!     "Ship ",
//!     "today".bold().color(Color::Red),
//!     " or on ",
//!     RichText::mention(Date::new("2026-03-09")),
//!     ", see ",
//!     "the plan".link("https://example.com/plan"),
//!     ", ask ",
//!     RichText::mention(ada),
//!     ". ",
//!     RichText::equation("e = mc^2"),
//! ));
//! assert_eq!(rich.rich_text()[1].plain(), "today");
//! assert!(rich.rich_text()[1].is_bold());
//! assert_eq!(rich.rich_text()[5].link_url(), Some("https://example.com/plan"));
//! # Ok::<(), recto_api::ids::IdError>(())
//! ```
//!
//! [`plain`] gives the text of any runs without formatting.

mod build;
mod color;
mod mention;
mod split;

pub use build::{IntoRichText, Style};
pub use color::Color;
pub use mention::{
    LinkMention, LinkPreview, Mention, MentionTarget, MentionedDatabase, MentionedPage,
    TemplateDate, TemplateMention, TemplateMentionKind, TemplateUser,
};
pub use split::{chunks, split};

use crate::wire::{Extra, Field, Unknown, Wire};

/// One run of rich text.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct RichText {
    /// What the run is.
    #[wire(union)]
    pub content: RichTextContent,
    /// How it looks; all of it in answers, any part of it in requests.
    pub annotations: Field<Annotations>,
    /// The run without formatting; filled by the service.
    pub plain_text: Field<String>,
    /// Where it leads; filled by the service.
    pub href: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// What a run is.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum RichTextContent {
    /// Text.
    Text(Text),
    /// A reference to a user, page, date …
    Mention(Box<Mention>),
    /// A formula in TeX.
    Equation(Equation),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// Text with an optional link.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Text {
    /// The text, at most 2,000 UTF-16 units.
    pub content: String,
    /// Where it leads.
    pub link: Field<Link>,
    /// Unknown members.
    pub extra: Extra,
}

/// Where a text leads.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Link {
    /// The address, at most 2,000 UTF-16 units. The service normalises it: a bare host gets a slash
    /// (recordings).
    pub url: String,
    /// Unknown members.
    pub extra: Extra,
}

/// A formula in TeX, at most 1,000 UTF-16 units.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Equation {
    /// The TeX source.
    pub expression: String,
    /// Unknown members.
    pub extra: Extra,
}

/// How a run looks.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Annotations {
    /// Bold.
    pub bold: Field<bool>,
    /// Italic.
    pub italic: Field<bool>,
    /// Struck through.
    pub strikethrough: Field<bool>,
    /// Underlined.
    pub underline: Field<bool>,
    /// Code.
    pub code: Field<bool>,
    /// Colour of the text or its background.
    pub color: Field<Color>,
    /// Unknown members.
    pub extra: Extra,
}

impl RichText {
    /// The run without formatting, as the service writes it. A mention that was not yet sent has
    /// what it refers to by text alone: the name of a user, a date, an address.
    pub fn plain(&self) -> &str {
        if let Some(text) = self.plain_text.as_str() {
            return text;
        }
        match &self.content {
            RichTextContent::Text(text) => &text.content,
            RichTextContent::Equation(equation) => &equation.expression,
            RichTextContent::Mention(mention) => mention.target.plain(),
            RichTextContent::Unknown(_) => "",
        }
    }

    /// Where it leads: the link of a text, the page of a mention.
    pub fn link_url(&self) -> Option<&str> {
        match &self.content {
            RichTextContent::Text(text) => text.link.value().map(|link| link.url.as_str()),
            _ => None,
        }
        .or_else(|| self.href.as_str())
    }

    /// Whether it is bold.
    pub fn is_bold(&self) -> bool {
        self.has(|look| &look.bold)
    }

    /// Whether it is italic.
    pub fn is_italic(&self) -> bool {
        self.has(|look| &look.italic)
    }

    /// Whether it is struck through.
    pub fn is_strikethrough(&self) -> bool {
        self.has(|look| &look.strikethrough)
    }

    /// Whether it is underlined.
    pub fn is_underline(&self) -> bool {
        self.has(|look| &look.underline)
    }

    /// Whether it is code.
    pub fn is_code(&self) -> bool {
        self.has(|look| &look.code)
    }

    fn has(&self, annotation: impl Fn(&Annotations) -> &Field<bool>) -> bool {
        self.annotations
            .value()
            .is_some_and(|look| annotation(look).value() == Some(&true))
    }
}

/// The text of all runs without formatting.
pub fn plain(runs: &[RichText]) -> String {
    match runs {
        [run] => run.plain().to_owned(),
        runs => runs.iter().map(RichText::plain).collect(),
    }
}
