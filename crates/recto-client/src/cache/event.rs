//! What an event of a webhook makes wrong.

use recto_api::webhook::{EntityKind, Event, EventKind};

use super::Id;
use super::members::id;

/// The objects that an event says have changed, and whether what is below them has, too.
pub(super) fn changed(event: &Event) -> (Vec<Id>, bool) {
    let of = |entity: &recto_api::webhook::Entity| id(entity.id.as_str()?);
    let entity = event.entity.value();
    let mut ids: Vec<Id> = entity.and_then(of).into_iter().collect();
    if let Some(data) = event.data.value() {
        ids.extend(
            data.updated_blocks
                .value()
                .into_iter()
                .flatten()
                .filter_map(of),
        );
        ids.extend(data.target.value().and_then(of));
        if let Some(parent) = data.parent.value() {
            let is_row = entity.and_then(|entity| entity.kind.value()) == Some(&EntityKind::Page)
                && matches!(
                    parent.kind.value(),
                    Some(EntityKind::Database | EntityKind::DataSource)
                );
            // A row that comes or goes is no change of the schema.
            if !is_row {
                ids.extend(parent.id.as_str().and_then(id));
            }
        }
    }
    // Which lists a new block stands in is not said, so all of the page go.
    let below = matches!(
        event.kind(),
        EventKind::PageContentUpdated
            | EventKind::PageDeleted
            | EventKind::PageUndeleted
            | EventKind::PageTranscriptDeleted
            | EventKind::Unknown(_)
    );
    (ids, below)
}
