//! Rich text: runs of text, mentions and equations.

use unicode_segmentation::UnicodeSegmentation;

use crate::ids::{DatabaseId, PageId};
use crate::limits;
use crate::property::Date;
use crate::user::User;
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

impl RichText {
    /// A run of plain text. Notion takes at most 2,000 UTF-16 units; [`split`] makes several runs.
    pub fn text(content: impl Into<String>) -> Self {
        Self::new(RichTextContent::Text(Text {
            content: content.into(),
            link: Field::Absent,
            extra: Extra::default(),
        }))
    }

    /// A run of text that leads somewhere.
    pub fn link(content: impl Into<String>, url: impl Into<String>) -> Self {
        Self::new(RichTextContent::Text(Text {
            content: content.into(),
            link: Field::Value(Link {
                url: url.into(),
                extra: Extra::default(),
            }),
            extra: Extra::default(),
        }))
    }

    fn new(content: RichTextContent) -> Self {
        Self {
            content,
            annotations: Field::Absent,
            plain_text: Field::Absent,
            href: Field::Absent,
            extra: Extra::default(),
        }
    }

    /// The run without formatting.
    pub fn plain(&self) -> &str {
        if let Some(text) = self.plain_text.as_str() {
            return text;
        }
        match &self.content {
            RichTextContent::Text(text) => &text.content,
            RichTextContent::Equation(equation) => &equation.expression,
            RichTextContent::Mention(_) | RichTextContent::Unknown(_) => "",
        }
    }
}

/// The text of all runs without formatting.
pub fn plain(runs: &[RichText]) -> String {
    runs.iter().map(RichText::plain).collect()
}

/// Splits a text into runs that Notion accepts: at most 2,000 UTF-16 units each, never inside a
/// grapheme (an emoji with its modifiers stays whole). Empty text gives no runs.
///
/// A single grapheme longer than a run (hundreds of combining marks) is cut between characters.
pub fn split(text: &str) -> Vec<RichText> {
    split_at(text, limits::TEXT_UNITS)
        .into_iter()
        .map(RichText::text)
        .collect()
}

fn split_at(text: &str, limit: usize) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut units) = (0, 0);
    for (index, piece) in pieces(text, limit) {
        let length = piece.encode_utf16().count();
        if units + length > limit {
            out.push(&text[start..index]);
            (start, units) = (index, 0);
        }
        units += length;
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// Graphemes, and the characters of a grapheme that is too long by itself.
fn pieces(text: &str, limit: usize) -> impl Iterator<Item = (usize, &str)> {
    text.grapheme_indices(true).flat_map(move |(at, grapheme)| {
        let whole = grapheme.encode_utf16().count() <= limit;
        let parts: Vec<(usize, &str)> = if whole {
            vec![(at, grapheme)]
        } else {
            grapheme
                .char_indices()
                .map(|(offset, c)| (at + offset, &grapheme[offset..offset + c.len_utf8()]))
                .collect()
        };
        parts
    })
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
    /// The address.
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

/// A colour of text, of a block, or of their backgrounds.
#[derive(Debug, Clone, PartialEq, Eq, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Color {
    Default,
    Gray,
    Brown,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
    Red,
    DefaultBackground,
    GrayBackground,
    BrownBackground,
    OrangeBackground,
    YellowBackground,
    GreenBackground,
    BlueBackground,
    PurpleBackground,
    PinkBackground,
    RedBackground,
    Unknown(String),
}

/// A reference inside a text.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Mention {
    /// What is referred to.
    #[wire(union)]
    pub target: MentionTarget,
    /// Unknown members.
    pub extra: Extra,
}

/// What a mention refers to.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum MentionTarget {
    /// A person or bot.
    User(User),
    /// A page.
    Page(MentionedPage),
    /// A database.
    Database(MentionedDatabase),
    /// A date.
    Date(Date),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// A page that is mentioned.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct MentionedPage {
    /// Its id.
    pub id: PageId,
    /// Unknown members.
    pub extra: Extra,
}

/// A database that is mentioned.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct MentionedDatabase {
    /// Its id.
    pub id: DatabaseId,
    /// Unknown members.
    pub extra: Extra,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_split_at_2000_units_and_joins_again() {
        let family = "👩‍👩‍👧‍👦"; // 11 UTF-16 units, one grapheme
        let text = format!("{}{family}{}", "a".repeat(1_995), "é".repeat(3_000));
        let runs = split(&text);
        assert!(
            runs.iter()
                .all(|run| run.plain().encode_utf16().count() <= 2_000)
        );
        assert_eq!(plain(&runs), text);
        assert_eq!(
            runs[0].plain(),
            "a".repeat(1_995),
            "the family is not torn apart"
        );
        assert_eq!(split(""), vec![]);
        assert_eq!(split(&"x".repeat(2_000)).len(), 1);
        assert_eq!(split(&"x".repeat(2_001)).len(), 2);
    }

    #[test]
    fn a_grapheme_longer_than_a_run_is_cut_between_characters() {
        let text = format!("e{}", "\u{301}".repeat(4_500));
        let runs = split(&text);
        assert!(
            runs.iter()
                .all(|run| run.plain().encode_utf16().count() <= 2_000)
        );
        assert_eq!(plain(&runs), text);
    }
}
