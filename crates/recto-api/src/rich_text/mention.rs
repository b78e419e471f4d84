//! Mentions: references inside a text.

use serde_json::Number;

use crate::file::CustomEmoji;
use crate::ids::{CustomEmojiId, DatabaseId, PageId, UserId};
use crate::property::Date;
use crate::user::User;
use crate::wire::{Extra, Field, Unknown, Wire};

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
    /// The day or the person of whoever uses the template the text stands in.
    TemplateMention(TemplateMention),
    /// An emoji of the workspace.
    CustomEmoji(CustomEmoji),
    /// A preview of something at another service; read only.
    LinkPreview(LinkPreview),
    /// A web page with its title and picture; read only.
    LinkMention(Box<LinkMention>),
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

/// Something that is filled in when a template is used.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct TemplateMention {
    /// What is filled in.
    #[wire(union)]
    pub kind: TemplateMentionKind,
    /// Unknown members.
    pub extra: Extra,
}

/// What is filled in when a template is used.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum TemplateMentionKind {
    /// The day or the time.
    #[wire(rename = "template_mention_date")]
    Date(TemplateDate),
    /// The person.
    #[wire(rename = "template_mention_user")]
    User(TemplateUser),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// A date that is filled in when a template is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum TemplateDate {
    /// The day of use.
    Today,
    /// The time of use.
    Now,
    /// A date without a name here.
    Unknown(String),
}

/// A person that is filled in when a template is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum TemplateUser {
    /// Whoever uses it.
    Me,
    /// A person without a name here.
    Unknown(String),
}

/// A preview of something at another service.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct LinkPreview {
    /// Its address.
    pub url: String,
    /// Unknown members.
    pub extra: Extra,
}

/// A web page that is mentioned with what it says of itself.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct LinkMention {
    /// Its address.
    pub href: String,
    /// Its title.
    pub title: Field<String>,
    /// Its description.
    pub description: Field<String>,
    /// Who wrote it.
    pub link_author: Field<String>,
    /// Who publishes it.
    pub link_provider: Field<String>,
    /// Where its picture is.
    pub thumbnail_url: Field<String>,
    /// Where its icon is.
    pub icon_url: Field<String>,
    /// What to show in a frame.
    pub iframe_url: Field<String>,
    /// The height of the frame, in pixels (assumption).
    pub height: Field<Number>,
    /// The padding of the frame, in pixels (assumption).
    pub padding: Field<Number>,
    /// The padding above the frame, in pixels (assumption).
    pub padding_top: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

impl MentionTarget {
    /// The day on which a template is used.
    pub fn template_today() -> Self {
        TemplateMentionKind::Date(TemplateDate::Today).into()
    }

    /// The time at which a template is used.
    pub fn template_now() -> Self {
        TemplateMentionKind::Date(TemplateDate::Now).into()
    }

    /// Whoever uses a template.
    pub fn template_me() -> Self {
        TemplateMentionKind::User(TemplateUser::Me).into()
    }

    /// What the target says by itself.
    pub(super) fn plain(&self) -> &str {
        match self {
            Self::User(user) => user.name.as_str().unwrap_or_default(),
            Self::Date(date) => date.start.as_str(),
            Self::CustomEmoji(emoji) => emoji.name.as_str().unwrap_or_default(),
            Self::LinkPreview(preview) => &preview.url,
            Self::LinkMention(link) => &link.href,
            Self::Page(_) | Self::Database(_) | Self::TemplateMention(_) | Self::Unknown(_) => "",
        }
    }
}

impl From<UserId> for MentionTarget {
    fn from(id: UserId) -> Self {
        Self::User(User::partial(id))
    }
}

impl From<PageId> for MentionTarget {
    fn from(id: PageId) -> Self {
        Self::Page(MentionedPage {
            id,
            extra: Extra::default(),
        })
    }
}

impl From<DatabaseId> for MentionTarget {
    fn from(id: DatabaseId) -> Self {
        Self::Database(MentionedDatabase {
            id,
            extra: Extra::default(),
        })
    }
}

impl From<CustomEmojiId> for MentionTarget {
    fn from(id: CustomEmojiId) -> Self {
        Self::CustomEmoji(CustomEmoji::new(id))
    }
}

impl From<Date> for MentionTarget {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<TemplateMentionKind> for MentionTarget {
    fn from(kind: TemplateMentionKind) -> Self {
        Self::TemplateMention(TemplateMention {
            kind,
            extra: Extra::default(),
        })
    }
}
