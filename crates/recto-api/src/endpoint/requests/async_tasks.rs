//! Requests about background work.

use std::borrow::Cow;

use crate::async_task::AsyncTask;
use crate::endpoint::{Endpoint, Operation};
use crate::ids::AsyncTaskId;

/// A piece of background work.
#[derive(Debug, Clone)]
pub struct GetAsyncTask {
    /// The work.
    pub task_id: AsyncTaskId,
}

impl GetAsyncTask {
    /// Asks for this piece of work.
    pub fn new(task_id: impl Into<AsyncTaskId>) -> Self {
        Self {
            task_id: task_id.into(),
        }
    }
}

impl Endpoint for GetAsyncTask {
    const OPERATION: Operation = Operation::GetAsyncTask;
    type Output = AsyncTask;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.task_id.as_str().into()]
    }
}
