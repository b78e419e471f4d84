//! Writes that took effect though their answer failed: what was saved is read instead.

use bytes::Bytes;
use recto_api::endpoint::{Endpoint, Operation};
use recto_api::ids::canonical;
use serde::Deserialize;

use crate::call::{Client, Outgoing};
use crate::error::{Call, Committed, Error};

impl Client {
    /// Reads what a request saved, and answers with it as the request would have.
    ///
    /// # Errors
    ///
    /// The error that said so, where the operation has nothing to read, the service does not say
    /// what it saved, or it cannot be read either.
    pub(crate) async fn read_back<E: Endpoint>(
        &self,
        endpoint: &E,
        error: Error,
    ) -> Result<E::Output, Error> {
        let Some((operation, path_and_query)) = error
            .committed()
            .and_then(|committed| place(endpoint, &committed))
        else {
            return Err(error);
        };
        tracing::info!("saved without an answer; reading what was saved");
        let outgoing = Outgoing::get(operation, path_and_query);
        match self.exchange(&outgoing).await {
            Ok((_, bytes)) => E::decode(&bytes).map_err(|_| error),
            Err(_) => Err(error),
        }
    }
}

impl Client {
    /// Looks whether a delete that was sent again, and refused then, had done its work before; the
    /// answer is the block in the trash, as that of the delete would have been.
    ///
    /// # Errors
    ///
    /// The refusal, where it is about something else, or the block cannot be read or is not in the
    /// trash.
    pub(crate) async fn look_for_deleted(
        &self,
        outgoing: &Outgoing,
        refusal: Error,
    ) -> Result<(Call, Bytes), Error> {
        if outgoing.operation != Some(Operation::DeleteBlock) || !refusal.may_be_gone() {
            return Err(refusal);
        }
        let look = Outgoing {
            version: outgoing.version,
            ..Outgoing::get(Operation::GetBlock, outgoing.path_and_query.clone())
        };
        match Box::pin(self.exchange(&look)).await {
            Ok((call, bytes)) if is_in_trash(&bytes) => Ok((call, bytes)),
            _ => Err(refusal),
        }
    }
}

/// Whether an object says that it is in the trash, in the words of any version.
fn is_in_trash(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Trash {
        #[serde(default)]
        in_trash: bool,
        #[serde(default)]
        archived: bool,
    }
    serde_json::from_slice(bytes).is_ok_and(|trash: Trash| trash.in_trash || trash.archived)
}

/// Where to read what an operation saved: an operation whose answer has the same shape.
///
/// Creations name the new object in `committed_resource_id`, appends the new children in
/// `committed_child_ids` (documented for pages, databases and appends); changes name it in their
/// path. A list of children can begin at any of them, as their ids are
/// its cursors (recordings), and then looks as the answer to the append would have.
fn place<E: Endpoint>(endpoint: &E, committed: &Committed) -> Option<(Operation, String)> {
    use Operation as Op;
    let made = || committed.resource_id.as_deref().and_then(canonical);
    let own = || endpoint.params().first().and_then(|id| canonical(id));
    let (operation, id) = match E::OPERATION {
        Op::CreatePage => (Op::GetPage, made()?),
        Op::UpdatePage | Op::MovePage => (Op::GetPage, own()?),
        Op::UpdatePageMarkdown => (Op::GetPageMarkdown, own()?),
        Op::CreateDatabase => (Op::GetDatabase, made()?),
        Op::UpdateDatabase => (Op::GetDatabase, own()?),
        Op::CreateDataSource => (Op::GetDataSource, made()?),
        Op::UpdateDataSource => (Op::GetDataSource, own()?),
        Op::UpdateBlock | Op::DeleteBlock => (Op::GetBlock, own()?),
        Op::CreateMeetingNotes => (Op::GetBlock, made()?),
        Op::CreateView => (Op::GetView, made()?),
        Op::UpdateView => (Op::GetView, own()?),
        Op::CreateComment => (Op::GetComment, made()?),
        Op::UpdateComment => (Op::GetComment, own()?),
        Op::AppendBlockChildren => {
            let first = canonical(committed.child_ids.first()?)?;
            let path = path(Op::ListBlockChildren, &own()?, "");
            return Some((
                Op::ListBlockChildren,
                format!("{path}?start_cursor={first}"),
            ));
        }
        _ => return None,
    };
    // Which properties to answer with, for pages.
    let asked = endpoint.path_and_query();
    let query = asked.find('?').map_or("", |at| &asked[at..]);
    Some((operation, path(operation, &id, query)))
}

/// The path of an operation with one parameter, an id.
fn path(operation: Operation, id: &str, query: &str) -> String {
    let template = operation.route().path;
    let filled = match (template.find('{'), template.find('}')) {
        (Some(start), Some(end)) => format!("{}{id}{}", &template[..start], &template[end + 1..]),
        _ => template.to_owned(),
    };
    filled + query
}
