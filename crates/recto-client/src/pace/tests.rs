use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use tokio::time::advance;

use super::*;

const PATIENT: Duration = Duration::from_secs(600);

/// Sends one request and says when it went, in milliseconds since `start`.
async fn go(pace: &Pace, start: Instant) -> u128 {
    pace.turn(Lane::Interactive, None, PATIENT).await.unwrap();
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
            pace.turn(Lane::Interactive, None, PATIENT).await.unwrap();
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
            pace.turn(Lane::Interactive, Some(Operation::Search), PATIENT)
                .await
                .unwrap();
            start.elapsed().as_millis()
        }
    });
    tokio::task::yield_now().await;
    assert_eq!(
        pace.turn(Lane::Interactive, Some(Operation::GetPage), PATIENT)
            .await,
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
    let blocked = pace
        .turn(Lane::Interactive, None, PATIENT)
        .await
        .unwrap_err();
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
        let impatient = tokio::time::timeout(
            Duration::from_secs(1),
            pace.turn(Lane::Interactive, None, PATIENT),
        );
        assert!(impatient.await.is_err());
    }
    assert_eq!(go(&pace, start).await, 60_600);
}

/// Callers that all wait at once, and the order in which they go.
async fn order(pace: &Pace, lanes: &[Lane]) -> Vec<(Lane, u128)> {
    let start = Instant::now();
    let calls = lanes.iter().map(|lane| async move {
        pace.turn(*lane, None, PATIENT).await.unwrap();
        (start.elapsed().as_millis(), *lane)
    });
    let mut times = join_all(calls).await;
    times.sort_unstable_by_key(|(time, _)| *time);
    times.into_iter().map(|(time, lane)| (lane, time)).collect()
}

#[tokio::test(start_paused = true)]
async fn interactive_requests_go_before_waiting_bulk_ones() {
    let pace = Pace::per_window(6);
    let mut lanes = vec![Lane::Bulk; 10];
    lanes.extend([Lane::Interactive; 3]);
    let order = order(&pace, &lanes).await;
    // The first found nobody waiting.
    assert_eq!(order[0], (Lane::Bulk, 0));
    assert!(
        order[1..4]
            .iter()
            .all(|(lane, _)| *lane == Lane::Interactive)
    );
    assert!(order[4..].iter().all(|(lane, _)| *lane == Lane::Bulk));
}

#[tokio::test(start_paused = true)]
async fn an_interactive_request_overtakes_the_one_that_is_next() {
    let pace = Pace::per_window(1);
    let start = Instant::now();
    go(&pace, start).await;
    let bulk = tokio::spawn({
        let pace = pace.clone();
        async move {
            pace.turn(Lane::Bulk, None, PATIENT).await.unwrap();
            start.elapsed().as_millis()
        }
    });
    advance(Duration::from_secs(60)).await;
    assert_eq!(go(&pace, start).await, 60_600);
    assert_eq!(bulk.await.unwrap(), 121_200);
}

#[tokio::test(start_paused = true)]
async fn bulk_is_not_starved_by_a_steady_stream_of_interactive_requests() {
    let pace = Pace::default();
    let start = Instant::now();
    let interactive = (0..20).map(|_| {
        let pace = pace.clone();
        tokio::spawn(async move {
            loop {
                pace.turn(Lane::Interactive, None, PATIENT).await.unwrap();
            }
        })
    });
    let interactive: Vec<_> = interactive.collect();
    let mut bulk = 0;
    while start.elapsed() < Duration::from_secs(600) {
        pace.turn(Lane::Bulk, None, PATIENT).await.unwrap();
        bulk += 1;
    }
    for task in interactive {
        task.abort();
    }
    // A fifth of 1,800, less what goes before the lanes press.
    assert!((350..=400).contains(&bulk), "{bulk}");
}

#[tokio::test(start_paused = true)]
async fn a_dropped_head_makes_way() {
    let pace = Pace::per_window(1);
    let start = Instant::now();
    go(&pace, start).await;
    let (impatient, patient) = futures::join!(
        tokio::time::timeout(
            Duration::from_secs(5),
            pace.turn(Lane::Interactive, None, PATIENT)
        ),
        pace.turn(Lane::Bulk, None, PATIENT)
    );
    assert!(impatient.is_err());
    assert_eq!(patient.unwrap().as_millis(), 60_600);
}
