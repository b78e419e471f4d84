//! Views to be made, and changes to them.

use super::configuration::{ViewConfiguration, ViewKind};
use super::target::{Place, ViewDatabase, ViewPosition, WidgetPlacement};
use crate::ids::{DataSourceId, DatabaseId, ViewId};
use crate::query::{Filter, QuickFilter, Sort, Subject};
use crate::wire::{Extra, Field, Members, Wire};

/// A view to be made.
///
/// The service wants exactly one of `database_id`, `view_id` and `create_database`, `position` only
/// with the first, `placement` only with the second, and a configuration of the view's own kind
/// (documented). [`NewView::new`] sees to all of it.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NewView {
    /// The data source whose rows it shows.
    pub data_source_id: Field<DataSourceId>,
    /// Its name.
    pub name: Field<String>,
    /// What kind of view it is.
    #[wire(rename = "type")]
    pub kind: Field<ViewKind>,
    /// The database it becomes a tab of.
    pub database_id: Field<DatabaseId>,
    /// The dashboard it becomes a widget of.
    pub view_id: Field<ViewId>,
    /// The linked database that is made for it.
    pub create_database: Field<ViewDatabase>,
    /// Which rows.
    pub filter: Field<Filter>,
    /// In which order; the first one dominates.
    pub sorts: Field<Vec<Sort>>,
    /// Filters offered above the view, by name or id of their property.
    pub quick_filters: Field<Members<QuickFilter>>,
    /// What it looks like.
    pub configuration: Field<ViewConfiguration>,
    /// Where among the tabs of its database; last where it is left out.
    pub position: Field<ViewPosition>,
    /// Where on its dashboard; in a new row below the others where it is left out.
    pub placement: Field<WidgetPlacement>,
    /// Unknown members.
    pub extra: Extra,
}

impl NewView {
    /// A view of a data source, in a place, with a name and a look. The look is a configuration, or
    /// only a [`ViewKind`] to leave everything else to Notion.
    pub fn new(
        place: impl Into<Place>,
        data_source: DataSourceId,
        name: impl Into<String>,
        look: impl Into<Look>,
    ) -> Self {
        let look = look.into();
        let mut view = Self {
            data_source_id: Field::Value(data_source),
            name: Field::Value(name.into()),
            kind: Field::Value(look.kind),
            configuration: Field::set_or_keep(look.configuration),
            ..Self::default()
        };
        match place.into() {
            Place::Tab(tab) => {
                view.database_id = Field::Value(tab.database);
                view.position = tab.position;
            }
            Place::Widget(widget) => {
                view.view_id = Field::Value(widget.dashboard);
                view.placement = widget.placement;
            }
            Place::LinkedDatabase(database) => {
                view.create_database = Field::Value(database.into());
            }
        }
        view
    }

    /// The same with only these rows.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Field::Value(filter);
        self
    }

    /// The same in this order.
    #[must_use]
    pub fn sorts(mut self, sorts: impl IntoIterator<Item = Sort>) -> Self {
        self.sorts = Field::Value(sorts.into_iter().collect());
        self
    }

    /// The same with one filter more offered above the view, on a property by name or id.
    ///
    /// ```
    /// use recto_api::ids::{DataSourceId, DatabaseId};
    /// use recto_api::view::{NewView, Tab, ViewKind};
    ///
    /// let id = "3c0a5f4e0f5b81aa9d54d3a3c2a0e111";
    /// let tab = Tab::of(DatabaseId::parse(id)?);
    /// let view = NewView::new(tab, DataSourceId::parse(id)?, "Tasks", ViewKind::Table)
    ///     .quick_filter("Priority", |property| property.select().equals("High"));
    /// assert_eq!(
    ///     serde_json::to_value(&view)?["quick_filters"],
    ///     serde_json::json!({"Priority": {"select": {"equals": "High"}}}),
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn quick_filter(
        mut self,
        property: &str,
        condition: impl FnOnce(Subject) -> Filter,
    ) -> Self {
        if !self.quick_filters.is_value() {
            self.quick_filters = Field::Value(Members::new());
        }
        if let Field::Value(filters) = &mut self.quick_filters {
            filters.insert(property, condition(Filter::property(property)).into());
        }
        self
    }
}

/// What a new view looks like: a configuration, or only its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    kind: ViewKind,
    configuration: Option<ViewConfiguration>,
}

impl From<ViewKind> for Look {
    fn from(kind: ViewKind) -> Self {
        Self {
            kind,
            configuration: None,
        }
    }
}

impl<C: Into<ViewConfiguration>> From<C> for Look {
    fn from(configuration: C) -> Self {
        let configuration = configuration.into();
        Self {
            kind: configuration.view_kind(),
            configuration: Some(configuration),
        }
    }
}

/// Changes to a view: what is absent is kept.
///
/// ```
/// use recto_api::query::{Filter, Sort};
/// use recto_api::view::{BoardView, CardLayout, ViewPatch};
/// use recto_api::wire::Field;
///
/// let compact = BoardView { card_layout: Field::Value(CardLayout::Compact), cover: Field::Null,
///     ..BoardView::default() };
/// let patch = ViewPatch::default()
///     .name("Open tasks")
///     .filter(Filter::property("Done").checkbox().equals(false))
///     .sorts([Sort::ascending("Due")])
///     .remove_quick_filter("Team")
///     .configuration(compact);
/// assert_eq!(
///     serde_json::to_value(&patch)?,
///     serde_json::json!({
///         "name": "Open tasks",
///         "filter": {"property": "Done", "checkbox": {"equals": false}},
///         "sorts": [{"property": "Due", "direction": "ascending"}],
///         "quick_filters": {"Team": null},
///         "configuration": {"type": "board", "cover": null, "card_layout": "compact"},
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ViewPatch {
    /// The name.
    pub name: Field<String>,
    /// Which rows; null shows all.
    pub filter: Field<Filter>,
    /// In which order, by properties only (documented); null clears it.
    pub sorts: Field<Vec<Sort>>,
    /// Filters offered above the view, by name or id of their property: each one is added or
    /// changed, null removes it, those without mention stay. Null for all removes all.
    pub quick_filters: Field<Members<Field<QuickFilter>>>,
    /// What it looks like: of the view's own kind.
    pub configuration: Field<ViewConfiguration>,
    /// Unknown members.
    pub extra: Extra,
}

impl ViewPatch {
    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Field::Value(name.into());
        self
    }

    /// Shows only these rows, or all with `None`.
    #[must_use]
    pub fn filter(mut self, filter: impl Into<Option<Filter>>) -> Self {
        self.filter = Field::set_or_clear(filter.into());
        self
    }

    /// Shows the rows in this order; properties only (documented).
    #[must_use]
    pub fn sorts(mut self, sorts: impl IntoIterator<Item = Sort>) -> Self {
        self.sorts = Field::Value(sorts.into_iter().collect());
        self
    }

    /// Shows the rows in no order of its own.
    #[must_use]
    pub fn clear_sorts(mut self) -> Self {
        self.sorts = Field::Null;
        self
    }

    /// Adds or changes a filter offered above the view, on a property by name or id.
    #[must_use]
    pub fn quick_filter(self, property: &str, condition: impl FnOnce(Subject) -> Filter) -> Self {
        let filter = condition(Filter::property(property));
        self.change_quick_filter(property, Field::Value(filter.into()))
    }

    /// Removes a filter offered above the view.
    #[must_use]
    pub fn remove_quick_filter(self, property: &str) -> Self {
        self.change_quick_filter(property, Field::Null)
    }

    /// Removes all filters offered above the view.
    #[must_use]
    pub fn clear_quick_filters(mut self) -> Self {
        self.quick_filters = Field::Null;
        self
    }

    /// Changes what it looks like.
    #[must_use]
    pub fn configuration(mut self, configuration: impl Into<ViewConfiguration>) -> Self {
        self.configuration = Field::Value(configuration.into());
        self
    }

    fn change_quick_filter(mut self, property: &str, change: Field<QuickFilter>) -> Self {
        if !self.quick_filters.is_value() {
            self.quick_filters = Field::Value(Members::new());
        }
        if let Field::Value(filters) = &mut self.quick_filters {
            filters.insert(property, change);
        }
        self
    }
}
