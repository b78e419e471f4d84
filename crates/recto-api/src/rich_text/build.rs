//! Building rich text.

use std::borrow::Cow;

use super::mention::{Mention, MentionTarget};
use super::split::{add_run, add_text};
use super::{Annotations, Color, Equation, Link, RichText, RichTextContent, Text};
use crate::wire::{Extra, Field};

impl RichText {
    /// A run of plain text. Notion takes at most 2,000 UTF-16 units; where rich text is asked for,
    /// a longer run becomes several.
    pub fn text(content: impl Into<String>) -> Self {
        Self::of(RichTextContent::Text(Text {
            content: content.into(),
            link: Field::Absent,
            extra: Extra::default(),
        }))
    }

    /// A formula in TeX, at most 1,000 UTF-16 units.
    pub fn equation(expression: impl Into<String>) -> Self {
        Self::of(RichTextContent::Equation(Equation {
            expression: expression.into(),
            extra: Extra::default(),
        }))
    }

    /// A reference: to the id of a user, page, database or custom emoji, to a date, or to any
    /// [`MentionTarget`].
    pub fn mention(target: impl Into<MentionTarget>) -> Self {
        Self::of(RichTextContent::Mention(Box::new(Mention {
            target: target.into(),
            extra: Extra::default(),
        })))
    }

    fn of(content: RichTextContent) -> Self {
        Self {
            content,
            annotations: Field::Absent,
            plain_text: Field::Absent,
            href: Field::Absent,
            extra: Extra::default(),
        }
    }

    /// The same in bold.
    #[must_use]
    pub fn bold(self) -> Self {
        self.with(|look| look.bold = Field::Value(true))
    }

    /// The same in italics.
    #[must_use]
    pub fn italic(self) -> Self {
        self.with(|look| look.italic = Field::Value(true))
    }

    /// The same struck through.
    #[must_use]
    pub fn strikethrough(self) -> Self {
        self.with(|look| look.strikethrough = Field::Value(true))
    }

    /// The same underlined.
    #[must_use]
    pub fn underline(self) -> Self {
        self.with(|look| look.underline = Field::Value(true))
    }

    /// The same as code.
    #[must_use]
    pub fn code(self) -> Self {
        self.with(|look| look.code = Field::Value(true))
    }

    /// The same in a colour, or on one.
    #[must_use]
    pub fn color(self, color: Color) -> Self {
        self.with(|look| look.color = Field::Value(color))
    }

    /// The same leading to an address. Only text can lead somewhere: a mention or an equation stays
    /// as it is.
    #[must_use]
    pub fn link(mut self, url: impl Into<String>) -> Self {
        if let RichTextContent::Text(text) = &mut self.content {
            text.link = Field::Value(Link {
                url: url.into(),
                extra: Extra::default(),
            });
        }
        self
    }

    fn with(mut self, set: impl FnOnce(&mut Annotations)) -> Self {
        if !self.annotations.is_value() {
            self.annotations = Field::Value(Annotations::default());
        }
        if let Field::Value(look) = &mut self.annotations {
            set(look);
        }
        self
    }
}

impl From<&str> for RichText {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for RichText {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

/// Formats a text in place: `"today".bold()` is a run, as is `"docs".link(url).italic()`.
///
/// A [`RichText`] has the same methods by itself.
pub trait Style: Into<RichText> {
    /// The text in bold.
    fn bold(self) -> RichText {
        self.into().bold()
    }

    /// The text in italics.
    fn italic(self) -> RichText {
        self.into().italic()
    }

    /// The text struck through.
    fn strikethrough(self) -> RichText {
        self.into().strikethrough()
    }

    /// The text underlined.
    fn underline(self) -> RichText {
        self.into().underline()
    }

    /// The text as code.
    fn code(self) -> RichText {
        self.into().code()
    }

    /// The text in a colour, or on one.
    fn color(self, color: Color) -> RichText {
        self.into().color(color)
    }

    /// The text leading to an address.
    fn link(self, url: impl Into<String>) -> RichText {
        self.into().link(url)
    }
}

impl Style for &str {}
impl Style for String {}

/// What can stand where rich text is asked for: a text, a run, or an array, list or tuple of what
/// can stand there. Texts of any length become as many runs as they need.
///
/// ```
/// use recto_api::rich_text::{IntoRichText, Style, plain};
///
/// let runs = ("Dear ", "all".italic(), [",", " hello"], String::from("!")).into_rich_text();
/// assert_eq!(plain(&runs), "Dear all, hello!");
/// assert!("".into_rich_text().is_empty());
/// ```
pub trait IntoRichText: Sized {
    /// Adds its runs to others.
    fn add_to(self, runs: &mut Vec<RichText>);

    /// Its runs.
    fn into_rich_text(self) -> Vec<RichText> {
        let mut runs = Vec::new();
        self.add_to(&mut runs);
        runs
    }
}

impl IntoRichText for &str {
    fn add_to(self, runs: &mut Vec<RichText>) {
        add_text(self, runs);
    }
}

impl IntoRichText for &&str {
    fn add_to(self, runs: &mut Vec<RichText>) {
        add_text(self, runs);
    }
}

impl IntoRichText for &String {
    fn add_to(self, runs: &mut Vec<RichText>) {
        add_text(self, runs);
    }
}

impl IntoRichText for String {
    fn add_to(self, runs: &mut Vec<RichText>) {
        if !self.is_empty() {
            add_run(RichText::text(self), runs);
        }
    }
}

impl IntoRichText for Cow<'_, str> {
    fn add_to(self, runs: &mut Vec<RichText>) {
        match self {
            Cow::Borrowed(text) => text.add_to(runs),
            Cow::Owned(text) => text.add_to(runs),
        }
    }
}

impl IntoRichText for RichText {
    fn add_to(self, runs: &mut Vec<RichText>) {
        add_run(self, runs);
    }
}

impl IntoRichText for &RichText {
    fn add_to(self, runs: &mut Vec<RichText>) {
        add_run(self.clone(), runs);
    }
}

impl IntoRichText for &[RichText] {
    fn add_to(self, runs: &mut Vec<RichText>) {
        for run in self {
            run.add_to(runs);
        }
    }
}

impl IntoRichText for &Vec<RichText> {
    fn add_to(self, runs: &mut Vec<RichText>) {
        self.as_slice().add_to(runs);
    }
}

impl<T: IntoRichText> IntoRichText for Vec<T> {
    fn add_to(self, runs: &mut Vec<RichText>) {
        for part in self {
            part.add_to(runs);
        }
    }
}

impl<T: IntoRichText, const N: usize> IntoRichText for [T; N] {
    fn add_to(self, runs: &mut Vec<RichText>) {
        for part in self {
            part.add_to(runs);
        }
    }
}

impl<T: IntoRichText> IntoRichText for Option<T> {
    fn add_to(self, runs: &mut Vec<RichText>) {
        if let Some(part) = self {
            part.add_to(runs);
        }
    }
}

impl IntoRichText for () {
    fn add_to(self, _: &mut Vec<RichText>) {}
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: IntoRichText),+> IntoRichText for ($($name,)+) {
            #[expect(non_snake_case, reason = "a variable for each type")]
            fn add_to(self, runs: &mut Vec<RichText>) {
                let ($($name,)+) = self;
                $($name.add_to(runs);)+
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ids::{CustomEmojiId, DatabaseId, PageId, UserId};
    use crate::property::Date;

    const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

    #[test]
    fn runs_are_what_the_service_asks_for() {
        let runs = (
            "a ",
            "b".bold().italic().strikethrough(),
            "c".underline().code().color(Color::PinkBackground),
            String::from("d").link("https://example.com"),
            RichText::equation("x^2").bold().link("no"),
            None::<&str>,
            (),
        )
            .into_rich_text();
        assert_eq!(
            serde_json::to_value(runs).unwrap(),
            json!([
                {"type": "text", "text": {"content": "a "}},
                {"type": "text", "text": {"content": "b"},
                    "annotations": {"bold": true, "italic": true, "strikethrough": true}},
                {"type": "text", "text": {"content": "c"}, "annotations":
                    {"underline": true, "code": true, "color": "pink_background"}},
                {"type": "text", "text": {"content": "d", "link": {"url": "https://example.com"}}},
                {"type": "equation", "equation": {"expression": "x^2"},
                    "annotations": {"bold": true}}
            ])
        );
    }

    #[test]
    fn anything_can_be_mentioned_by_its_id() {
        let mention = |target: MentionTarget| {
            let run = serde_json::to_value(RichText::mention(target)).unwrap();
            assert_eq!(run["type"], "mention");
            run["mention"].clone()
        };
        let user = UserId::parse(ID).unwrap();
        assert_eq!(
            mention(user.into()),
            json!({"type": "user", "user": {"object": "user", "id": ID}})
        );
        assert_eq!(
            mention(PageId::parse(ID).unwrap().into()),
            json!({"type": "page", "page": {"id": ID}})
        );
        assert_eq!(
            mention(DatabaseId::parse(ID).unwrap().into()),
            json!({"type": "database", "database": {"id": ID}})
        );
        assert_eq!(
            mention(CustomEmojiId::parse(ID).unwrap().into()),
            json!({"type": "custom_emoji", "custom_emoji": {"id": ID}})
        );
        assert_eq!(
            mention(Date::new("2026-03-01").into()),
            json!({"type": "date", "date": {"start": "2026-03-01"}})
        );
        assert_eq!(
            mention(MentionTarget::template_now()),
            json!({"type": "template_mention", "template_mention":
                {"type": "template_mention_date", "template_mention_date": "now"}})
        );
        assert_eq!(
            mention(MentionTarget::template_me()),
            json!({"type": "template_mention", "template_mention":
                {"type": "template_mention_user", "template_mention_user": "me"}})
        );
    }
}
