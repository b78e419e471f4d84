//! The block types as data: what each holds, whether it has children, whether a request can make
//! it. Source: notion-api 3.12; the order of members and their defaults from recordings.

use recto_api::limits::{EQUATION_UNITS, TEXT_UNITS, URL_UNITS};

use super::super::{icon, rich_text};
use super::language;
use crate::validate::{Shape, array, limited, literals, nullable, object, optional, required};

/// A block type.
#[derive(Debug)]
pub(super) struct Kind {
    /// The wire name.
    pub(super) name: &'static str,
    /// Members of the payload, in the order they are answered.
    pub(super) members: &'static [Member],
    /// What may stand below it.
    pub(super) children: Children,
    /// Whether a request can make one.
    pub(super) creatable: bool,
}

/// What may stand below a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Children {
    /// Nothing.
    None,
    /// Any block.
    Any,
    /// Any block, and a request has to say which.
    Required,
    /// Only blocks of one type, at least so many of them.
    Only(&'static str, usize),
}

/// A member of a block's payload.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// Whether a new block must bring it.
    required: bool,
    /// Whether an update may change it.
    updatable: bool,
}

/// What a member holds, and with that its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Rich text; `[]`.
    RichText,
    /// A colour; `default`.
    Color,
    /// A flag; `false`.
    Flag,
    /// An icon that a block always has; a light bulb.
    Icon,
    /// An icon that only the label of a tab has; `null`.
    Label,
    /// A programming language.
    Language,
    /// An equation.
    Expression,
    /// A web address.
    Url,
    /// A file: `type` and the member it names.
    Source,
    /// A file's name; the last part of its address.
    Name,
    /// The page, database or comment a link points to: `type` and the member it names.
    Target,
    /// Columns of a table.
    Width,
    /// Rich text of every cell of a row.
    Cells,
    /// Share of the width; left out if not given.
    Ratio,
    /// The original of a synced block; `null` for the original itself.
    SyncedFrom,
    /// Text that only the app writes.
    Title,
}

const fn member(name: &'static str, holds: Holds) -> Member {
    Member {
        name,
        holds,
        required: false,
        updatable: true,
    }
}

const fn needed(name: &'static str, holds: Holds) -> Member {
    Member {
        name,
        holds,
        required: true,
        updatable: true,
    }
}

const fn fixed(name: &'static str, holds: Holds, required: bool) -> Member {
    Member {
        name,
        holds,
        required,
        updatable: false,
    }
}

const fn kind(name: &'static str, members: &'static [Member], children: Children) -> Kind {
    Kind {
        name,
        members,
        children,
        creatable: true,
    }
}

const fn read_only(name: &'static str, members: &'static [Member], children: Children) -> Kind {
    Kind {
        name,
        members,
        children,
        creatable: false,
    }
}

const TEXT: Member = needed("rich_text", Holds::RichText);
const COLOR: Member = member("color", Holds::Color);
const CAPTION: Member = member("caption", Holds::RichText);
const URL: Member = needed("url", Holds::Url);
const PLAIN: &[Member] = &[TEXT, COLOR];
const HEADING: &[Member] = &[TEXT, member("is_toggleable", Holds::Flag), COLOR];
const FILE: &[Member] = &[CAPTION, needed("external", Holds::Source)];
const LINK: &[Member] = &[CAPTION, URL];

/// Every block type, in the order refusals name them.
pub(super) const KINDS: &[Kind] = &[
    kind("embed", LINK, Children::None),
    kind("bookmark", LINK, Children::None),
    kind("image", FILE, Children::None),
    kind("video", FILE, Children::None),
    kind("pdf", FILE, Children::None),
    kind(
        "file",
        &[
            CAPTION,
            needed("external", Holds::Source),
            member("name", Holds::Name),
        ],
        Children::None,
    ),
    kind("audio", FILE, Children::None),
    kind(
        "code",
        &[CAPTION, TEXT, needed("language", Holds::Language)],
        Children::None,
    ),
    kind(
        "equation",
        &[needed("expression", Holds::Expression)],
        Children::None,
    ),
    kind("divider", &[], Children::None),
    kind("breadcrumb", &[], Children::None),
    kind("tab", &[], Children::Only("paragraph", 0)),
    kind("table_of_contents", &[COLOR], Children::None),
    kind(
        "link_to_page",
        &[needed("page_id", Holds::Target)],
        Children::None,
    ),
    kind(
        "table_row",
        &[needed("cells", Holds::Cells)],
        Children::None,
    ),
    kind(
        "table",
        &[
            fixed("table_width", Holds::Width, true),
            member("has_column_header", Holds::Flag),
            member("has_row_header", Holds::Flag),
        ],
        Children::Only("table_row", 1),
    ),
    kind("column_list", &[], Children::Only("column", 2)),
    kind(
        "column",
        &[member("width_ratio", Holds::Ratio)],
        Children::Required,
    ),
    kind("heading_1", HEADING, Children::Any),
    kind("heading_2", HEADING, Children::Any),
    kind("heading_3", HEADING, Children::Any),
    kind("heading_4", HEADING, Children::Any),
    kind(
        "paragraph",
        &[TEXT, member("icon", Holds::Label), COLOR],
        Children::Any,
    ),
    kind("bulleted_list_item", PLAIN, Children::Any),
    kind("numbered_list_item", PLAIN, Children::Any),
    kind("quote", PLAIN, Children::Any),
    kind(
        "to_do",
        &[TEXT, member("checked", Holds::Flag), COLOR],
        Children::Any,
    ),
    kind("toggle", PLAIN, Children::Any),
    kind("template", &[TEXT], Children::Any),
    kind(
        "callout",
        &[TEXT, member("icon", Holds::Icon), COLOR],
        Children::Any,
    ),
    kind(
        "synced_block",
        &[fixed("synced_from", Holds::SyncedFrom, true)],
        Children::Any,
    ),
    read_only(
        "child_page",
        &[fixed("title", Holds::Title, false)],
        Children::Any,
    ),
    read_only(
        "child_database",
        &[fixed("title", Holds::Title, false)],
        Children::None,
    ),
    read_only(
        "link_preview",
        &[fixed("url", Holds::Title, false)],
        Children::None,
    ),
    read_only("meeting_notes", &[], Children::Any),
    read_only("unsupported", &[], Children::Any),
];

/// The type of a wire name.
pub(super) fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

impl Kind {
    /// The payload of a new block; `children` is the shape of what may stand below it, if
    /// anything may.
    pub(super) fn new_payload(&self, children: Option<Shape>) -> Shape {
        let mut shapes = self.payloads(|member| member.required, |_| true);
        if let Some(children) = children {
            let needed = matches!(self.children, Children::Required | Children::Only(..));
            for members in &mut shapes {
                let children = children.clone();
                members.push(if needed {
                    required("children", children)
                } else {
                    optional("children", children)
                });
            }
        }
        one_of(shapes)
    }

    /// The payload of an update: every member may be left out.
    pub(super) fn update_payload(&self) -> Shape {
        one_of(self.payloads(|_| false, |member| member.updatable))
    }

    /// The members of the payload, once for each form that a file or link can take.
    fn payloads(
        &self,
        is_required: impl Fn(&Member) -> bool,
        included: impl Fn(&Member) -> bool,
    ) -> Vec<Vec<crate::validate::Member>> {
        let mut out = vec![Vec::new()];
        for member in self.members.iter().filter(|member| included(member)) {
            let forms = member.holds.forms(member.name);
            out = forms
                .into_iter()
                .flat_map(|(name, shape, also)| {
                    let required = if is_required(member) {
                        required
                    } else {
                        optional
                    };
                    out.iter()
                        .cloned()
                        .map(move |mut members| {
                            members.push(required(name, shape.clone()));
                            members.extend(also.clone());
                            members
                        })
                        .collect::<Vec<_>>()
                })
                .collect();
        }
        out
    }
}

fn one_of(mut forms: Vec<Vec<crate::validate::Member>>) -> Shape {
    if forms.len() == 1 {
        return object(forms.remove(0));
    }
    Shape::Union(forms.into_iter().map(object).collect())
}

type Form = (&'static str, Shape, Option<crate::validate::Member>);

impl Holds {
    /// The forms of a member in a request: its name, its shape, and a member that goes with it.
    fn forms(self, name: &'static str) -> Vec<Form> {
        let plain = |shape| vec![(name, shape, None)];
        match self {
            Self::RichText => plain(Shape::Lazy(rich_text::shape)),
            Self::Color => plain(rich_text::colors()),
            Self::Flag => plain(Shape::Boolean),
            Self::Icon => plain(nullable(Shape::Lazy(icon::shape))),
            // Measured: `null`, which answers carry, is refused in requests.
            Self::Label => plain(Shape::Lazy(icon::shape)),
            Self::Language => plain(literals(language::LANGUAGES)),
            Self::Expression => plain(limited(EQUATION_UNITS)),
            Self::Url => plain(limited(URL_UNITS)),
            Self::Name => plain(limited(TEXT_UNITS)),
            Self::Width => plain(Shape::Number {
                min: 1.0,
                max: 100.0,
            }),
            Self::Cells => plain(array(Shape::Lazy(rich_text::shape), 100)),
            Self::Ratio => plain(Shape::Number { min: 0.0, max: 1.0 }),
            Self::SyncedFrom => plain(nullable(object([
                required("block_id", Shape::Uuid),
                optional("type", literals(&["block_id"])),
            ]))),
            Self::Title => plain(Shape::Any),
            Self::Source => vec![
                tagged(
                    "external",
                    &["external"],
                    object([required("url", limited(URL_UNITS))]),
                ),
                tagged(
                    "file_upload",
                    &["file_upload"],
                    object([required("id", Shape::Uuid)]),
                ),
            ],
            Self::Target => vec![
                tagged("page_id", &["page_id"], Shape::Uuid),
                tagged("database_id", &["database_id"], Shape::Uuid),
                tagged("comment_id", &["comment_id"], Shape::Uuid),
            ],
        }
    }
}

fn tagged(name: &'static str, kinds: &'static [&'static str], shape: Shape) -> Form {
    (name, shape, Some(optional("type", literals(kinds))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KINDS.len());
    }

    #[test]
    fn every_child_type_exists() {
        for kind in KINDS {
            if let Children::Only(child, _) = kind.children {
                assert!(find(child).is_some_and(|child| child.creatable), "{child}");
            }
        }
    }
}
