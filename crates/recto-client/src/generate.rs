//! Streams written as code that goes from one element to the next.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures::stream::Stream;

use crate::error::Error;

/// Where the code of a stream puts its elements.
pub(crate) struct Out<T>(Arc<Mutex<Option<T>>>);

/// Code under way.
type Code = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// A stream made by [`generate`]. It need not be pinned.
struct Generated<T> {
    /// `None` at the end.
    code: Option<Code>,
    slot: Arc<Mutex<Option<T>>>,
}

/// The elements that code puts out, one for each time it is asked. An error of the code is the last
/// element.
pub(crate) fn generate<T, F>(
    code: impl FnOnce(Out<T>) -> F,
) -> impl Stream<Item = Result<T, Error>> + Send + Unpin + 'static
where
    T: Send + 'static,
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    let slot = Arc::default();
    Generated {
        code: Some(Box::pin(code(Out(Arc::clone(&slot))))),
        slot,
    }
}

impl<T> Out<T> {
    /// Puts an element out, and waits until it was taken.
    pub(crate) async fn put(&mut self, element: T) {
        *lock(&self.0) = Some(element);
        poll_fn(|_| {
            if lock(&self.0).is_none() {
                return Poll::Ready(());
            }
            // Whoever takes it asks for the next one some time, and so wakes this.
            Poll::Pending
        })
        .await;
    }
}

impl<T> Stream for Generated<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(code) = &mut this.code else {
            return Poll::Ready(None);
        };
        let end = code.as_mut().poll(context);
        if end.is_ready() {
            this.code = None;
        }
        match (lock(&this.slot).take(), end) {
            (Some(element), _) => Poll::Ready(Some(Ok(element))),
            (None, Poll::Ready(Ok(()))) => Poll::Ready(None),
            (None, Poll::Ready(Err(error))) => Poll::Ready(Some(Err(error))),
            (None, Poll::Pending) => Poll::Pending,
        }
    }
}

fn lock<T>(slot: &Mutex<Option<T>>) -> MutexGuard<'_, Option<T>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures::stream::{StreamExt, TryStreamExt};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn elements_come_in_order_and_pauses_are_waited_for() {
        let numbers = generate(|mut out| async move {
            for number in 0..5 {
                if number % 2 == 0 {
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
                out.put(number).await;
            }
            Ok(())
        });
        assert_eq!(
            numbers.try_collect::<Vec<_>>().await.unwrap(),
            [0, 1, 2, 3, 4]
        );
    }

    #[tokio::test]
    async fn an_error_is_last_and_nothing_runs_ahead() {
        let ahead = Arc::new(Mutex::new(0));
        let count = ahead.clone();
        let mut stream = generate(|mut out| async move {
            for _ in 0..2 {
                *count.lock().unwrap() += 1;
                out.put(()).await;
            }
            Err(Error::Setting("over".to_owned()))
        });
        assert_eq!(*ahead.lock().unwrap(), 0);
        for expected in 1..=2 {
            stream.next().await.unwrap().unwrap();
            assert_eq!(*ahead.lock().unwrap(), expected);
        }
        stream.next().await.unwrap().unwrap_err();
        assert!(stream.next().await.is_none());
        assert!(stream.next().await.is_none());
    }
}
