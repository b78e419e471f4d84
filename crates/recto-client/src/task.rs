//! Background work, waited for.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use recto_api::async_task::{AsyncTask, AsyncTaskStatus};
use recto_api::endpoint::GetAsyncTask;
use recto_api::error::ErrorBody;
use recto_api::ids::AsyncTaskId;
use recto_api::wire::{Decode, DecodeError};
use serde_json::Value;
use tokio::time::Instant;

use crate::call::Client;
use crate::error::Error;

/// How long to wait before asking again where the service does not say: what it says mostly
/// (recordings).
const POLL: Duration = Duration::from_secs(2);

/// The shortest wait, whatever the service says (assumption).
const SHORTEST_POLL: Duration = Duration::from_millis(100);

/// How long to wait in all, unless the caller says otherwise (assumption).
const PATIENCE: Duration = Duration::from_secs(10 * 60);

impl Client {
    /// Waits until background work is done.
    ///
    /// It takes the [`AsyncTask`] that a write answered with, or the id of one. Between two
    /// questions it waits as long as the service says.
    ///
    /// ```
    /// # use bytes::Bytes;
    /// # use http::{Request, Response};
    /// # use recto_client::{Client, Token, Transport};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let service = tower::service_fn(|_: Request<Bytes>| async {
    /// #     Ok::<_, std::convert::Infallible>(Response::new(Bytes::from(
    /// #         r#"{"object":"async_task","id":"task_1","status":"succeeded","result":{"a":1}}"#
    /// #     )))
    /// # });
    /// # let token = Token::parse("ntn_0123456789abcdef")?;
    /// # let client = Client::builder(token).transport(Transport::new(service)).build()?;
    /// let done = client
    ///     .wait_for("task_1")
    ///     .progress(|task| println!("{}", task.id))
    ///     .await?;
    /// assert_eq!(done.result.value(), Some(&serde_json::json!({"a": 1})));
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_for(&self, task: impl Into<TaskRef>) -> TaskWait {
        TaskWait {
            client: self.clone(),
            task: task.into(),
            patience: PATIENCE,
            progress: None,
        }
    }
}

/// Which work to wait for: as it was last seen, or by its id.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskRef {
    /// As it was last seen; it may be over already.
    Seen(Box<AsyncTask>),
    /// By its id.
    Id(AsyncTaskId),
}

impl From<AsyncTask> for TaskRef {
    fn from(task: AsyncTask) -> Self {
        Self::Seen(Box::new(task))
    }
}

impl From<AsyncTaskId> for TaskRef {
    fn from(id: AsyncTaskId) -> Self {
        Self::Id(id)
    }
}

impl From<&str> for TaskRef {
    fn from(id: &str) -> Self {
        Self::Id(id.into())
    }
}

type Report = Arc<dyn Fn(&AsyncTask) + Send + Sync>;

/// Waits for background work when it is awaited: see [`Client::wait_for`].
///
/// Dropping it ends the waiting and not the work.
#[must_use = "nothing is waited for until it is awaited"]
pub struct TaskWait {
    client: Client,
    task: TaskRef,
    patience: Duration,
    progress: Option<Report>,
}

/// Background work did not come to a good end, as far as is known.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TaskError {
    /// The service could not be asked. The work goes on.
    #[error(transparent)]
    Client(#[from] Error),
    /// The work failed.
    #[error("{} failed: {} {}: {}", what(.task), .error.status, .error.code, .error.message)]
    Failed {
        /// The work as it was last seen.
        task: Box<AsyncTask>,
        /// Why: what the request would have been refused with.
        error: Box<ErrorBody>,
    },
    /// The work was not over within the time given to it. It goes on; ask again with its id.
    #[error("{} is not over after {waited:?}; it goes on, and can be waited for again", what(.task))]
    Patience {
        /// The work as it was last seen.
        task: Box<AsyncTask>,
        /// How long it was waited for.
        waited: Duration,
    },
    /// The work is done, and its result cannot be read.
    #[error("{} is done, but {source}", what(.task))]
    Result {
        /// The work.
        task: Box<AsyncTask>,
        /// Where and why.
        source: Box<DecodeError>,
    },
}

fn what(task: &AsyncTask) -> String {
    let operation = task.operation.value();
    let name = operation.and_then(|operation| operation.name.as_str());
    match name {
        Some(name) => format!("background work {} ({name})", task.id),
        None => format!("background work {}", task.id),
    }
}

impl TaskWait {
    /// How long to wait in all; 10 minutes by default.
    pub fn patience(mut self, longest: Duration) -> Self {
        self.patience = longest;
        self
    }

    /// Calls this each time the service has said how things stand, the last time included. It should
    /// return quickly.
    pub fn progress(mut self, report: impl Fn(&AsyncTask) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(report));
        self
    }

    /// Waits, and reads what the request would have answered with.
    ///
    /// # Errors
    ///
    /// See [`TaskError`].
    pub async fn result<T: Decode>(self) -> Result<T, TaskError> {
        let task = self.run().await?;
        let result = task.result.value().unwrap_or(&Value::Null).to_string();
        T::decode(result.as_bytes()).map_err(|source| TaskError::Result {
            task: Box::new(task),
            source: Box::new(source),
        })
    }

    async fn run(self) -> Result<AsyncTask, TaskError> {
        let begun = Instant::now();
        let mut task = match &self.task {
            TaskRef::Seen(task) => AsyncTask::clone(task),
            TaskRef::Id(id) => self.ask(id).await?,
        };
        loop {
            if let Some(report) = &self.progress {
                report(&task);
            }
            match task.status.value() {
                Some(AsyncTaskStatus::Succeeded) => return Ok(task),
                Some(AsyncTaskStatus::Failed) => return Err(failed(task)),
                // A state of tomorrow is not the end.
                _ => {}
            }
            let pause = task.poll_after().unwrap_or(POLL).max(SHORTEST_POLL);
            let waited = begun.elapsed();
            if waited.saturating_add(pause) > self.patience {
                // No question would come in time.
                tokio::time::sleep(self.patience.saturating_sub(waited)).await;
                return Err(TaskError::Patience {
                    task: Box::new(task),
                    waited: begun.elapsed(),
                });
            }
            tokio::time::sleep(pause).await;
            task = self.ask(&task.id).await?;
        }
    }

    async fn ask(&self, id: &AsyncTaskId) -> Result<AsyncTask, Error> {
        self.client.send(&GetAsyncTask::new(id.clone())).await
    }
}

fn failed(task: AsyncTask) -> TaskError {
    let error = task.error.value().map(|error| error.body());
    let error = error.unwrap_or_else(|| {
        ErrorBody::new(
            recto_api::error::ErrorCode::Unknown("unknown".to_owned()),
            "the service does not say why",
        )
    });
    TaskError::Failed {
        task: Box::new(task),
        error: Box::new(error),
    }
}

impl IntoFuture for TaskWait {
    type Output = Result<AsyncTask, TaskError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for TaskWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskWait")
            .field("task", &self.task)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
