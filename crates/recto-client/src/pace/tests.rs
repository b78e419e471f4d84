use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use tokio::time::advance;

use super::*;

const PATIENT: Duration = Duration::from_secs(600);

/// Sends one request and says when it went, in milliseconds since `start`.
async fn go(pace: &Pace, start: Instant) -> u128 {
    pace.turn(None, PATIENT).await.unwrap();
    start.elapsed().as_millis()
}

#[tokio::test(start_paused = true)]
async fn callers_that_press_use_the_budget_and_never_more() {
    let pace = Pace::default();
    let start = Instant::now();
    let callers = (0..12).map(|_| {
        let pace = pace.clone();
        async move {
            let mut times = Vec::new();
            for _ in 0..500 {
                times.push(go(&pace, start).await);
            }
            times
        }
    });
    let mut times: Vec<u128> = join_all(callers).await.into_iter().flatten().collect();
    times.sort_unstable();

    let mut first = 0;
    for (last, time) in times.iter().enumerate() {
        while time - times[first] > 60_000 {
            first += 1;
        }
        assert!(
            last - first < 180,
            "{} requests in the minute before {time}",
            last - first + 1
        );
    }
    let minutes = *times.last().unwrap() as f64 / 60_000.0;
    let used = times.len() as f64 / (180.0 * minutes);
    assert!(used >= 0.98, "{used}");
}

#[tokio::test(start_paused = true)]
async fn it_is_first_come_first_served() {
    let pace = Pace::per_window(6);
    let order = AtomicUsize::new(0);
    let calls = (0..40).map(|place| {
        let (pace, order) = (&pace, &order);
        async move {
            pace.turn(None, PATIENT).await.unwrap();
            (place, order.fetch_add(1, Ordering::Relaxed))
        }
    });
    for (asked, served) in join_all(calls).await {
        assert_eq!(asked, served);
    }
}

#[tokio::test(start_paused = true)]
async fn a_block_delays_everyone_who_waits_and_who_comes() {
    let pace = Pace::default();
    let start = Instant::now();
    // Use up the burst, so that the next ones are already waiting when the block comes.
    for _ in 0..30 {
        go(&pace, start).await;
    }
    let waiting = tokio::spawn({
        let pace = pace.clone();
        async move { (go(&pace, start).await, go(&pace, start).await) }
    });
    advance(Duration::from_millis(10)).await;
    pace.block(Scope::Connection, None, Duration::from_secs(17));
    let late = go(&pace, start).await;
    let (first, second) = waiting.await.unwrap();
    assert_eq!(first.min(late), 17_010);
    assert!(late > 17_000 && second > first + 300);
}

#[tokio::test(start_paused = true)]
async fn a_block_during_the_wait_for_the_workspace_counts_too() {
    let workspace = Workspace::default();
    let pace = Pace::default().workspace(workspace);
    let start = Instant::now();
    pace.block(Scope::Workspace, None, Duration::from_secs(5));
    let waiting = tokio::spawn({
        let pace = pace.clone();
        async move { go(&pace, start).await }
    });
    advance(Duration::from_secs(1)).await;
    pace.block(Scope::Connection, None, Duration::from_secs(10));
    assert_eq!(waiting.await.unwrap(), 11_000);
}

#[tokio::test(start_paused = true)]
async fn a_workspace_is_shared_by_its_connections_and_by_no_other() {
    let workspace = Workspace::default();
    let one = Pace::per_window(10).workspace(workspace.clone());
    let two = Pace::unlimited().workspace(workspace);
    let stranger = Pace::unlimited();
    let start = Instant::now();
    one.block(Scope::Workspace, None, Duration::from_secs(90));
    assert_eq!(go(&stranger, start).await, 0);
    assert_eq!(go(&two, start).await, 90_000);
    assert_eq!(go(&one, start).await, 90_000);
}

#[tokio::test(start_paused = true)]
async fn an_operation_may_be_blocked_alone() {
    let pace = Pace::default();
    let start = Instant::now();
    pace.block(
        Scope::Endpoint,
        Some(Operation::Search),
        Duration::from_secs(20),
    );
    let search = tokio::spawn({
        let pace = pace.clone();
        async move {
            pace.turn(Some(Operation::Search), PATIENT).await.unwrap();
            start.elapsed().as_millis()
        }
    });
    tokio::task::yield_now().await;
    assert_eq!(
        pace.turn(Some(Operation::GetPage), PATIENT).await,
        Ok(Duration::ZERO)
    );
    assert_eq!(go(&pace, start).await, 0);
    assert_eq!(search.await.unwrap(), 20_000);
}

#[tokio::test(start_paused = true)]
async fn a_block_beyond_patience_is_told_not_waited_for() {
    let pace = Pace::unlimited();
    pace.block(Scope::Workspace, None, Duration::MAX);
    let start = Instant::now();
    let blocked = pace.turn(None, PATIENT).await.unwrap_err();
    assert_eq!(
        (blocked.scope, blocked.wait),
        (Scope::Workspace, LONGEST_BLOCK)
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_waiter_takes_nothing() {
    let pace = Pace::per_window(1);
    let start = Instant::now();
    go(&pace, start).await;
    for _ in 0..5 {
        let impatient = tokio::time::timeout(Duration::from_secs(1), pace.turn(None, PATIENT));
        assert!(impatient.await.is_err());
    }
    assert_eq!(go(&pace, start).await, 60_600);
}
