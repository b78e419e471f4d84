//! Trees of blocks, read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::TryStreamExt;
use recto_api::block::{BlockContent, NewBlock};
use recto_api::endpoint::CreatePage;
use recto_api::ids::BlockId;
use recto_api::page::NewPage;
use recto_client::tree::{Below, Cut, Visit};
use recto_client::{BoxError, Transport};
use recto_emulator::Emulator;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::scripted::Script;
use crate::support::{client, client_of, outline, outline_of};

const ROOT: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e000";

fn id(number: u32) -> String {
    format!("3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e{number:03}")
}

fn block(number: u32, has_children: bool) -> Value {
    json!({"object": "block", "id": id(number), "has_children": has_children,
        "type": "paragraph", "paragraph": {"rich_text": [], "color": "default"}})
}

fn list(blocks: &[Value]) -> Value {
    json!({"object": "list", "results": blocks, "next_cursor": null, "has_more": false})
}

fn root() -> BlockId {
    BlockId::parse(ROOT).unwrap()
}

/// Toggles inside toggles, wide and deep.
fn toggles(width: usize, depth: usize) -> Vec<NewBlock> {
    (0..width)
        .map(|number| {
            let block = BlockContent::toggle(format!("{depth}.{number}"));
            let block = match depth {
                0 => block,
                _ => block.children(toggles(width, depth - 1)),
            };
            NewBlock::from(block)
        })
        .collect()
}

#[tokio::test]
async fn a_tree_is_read_level_by_level_in_document_order() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let blocks = toggles(4, 3);
    let want = outline(&blocks);
    let home = emulator.root_page_id();
    client
        .append_tree(home.clone(), blocks)
        .unwrap()
        .await
        .unwrap();

    let before = client.usage();
    let tree = client.tree(home.clone()).await.unwrap();
    assert_eq!(outline_of(&tree), want);
    assert_eq!(tree.requests, 1 + 4 + 16 + 64);
    assert_eq!(client.usage().since(&before).requests, tree.requests);
    assert_eq!(tree.top().collect::<Vec<_>>(), [0, 85, 170, 255]);
    assert_eq!(tree.children(0).collect::<Vec<_>>(), [1, 22, 43, 64]);
    assert_eq!(tree.children(3).count(), 0);
    assert_eq!(tree.children(340).count(), 0, "there is no such node");

    let flat = client.tree(home.clone()).depth(2).await.unwrap();
    assert_eq!((flat.requests, flat.nodes.len()), (1 + 4, 4 + 16));
    assert_eq!(flat.nodes[1].below, Below::NotEntered(Cut::Depth));
    assert!(!flat.is_whole());
    let none = client.tree(home.clone()).depth(0).await.unwrap();
    assert_eq!((none.requests, none.nodes.len()), (0, 0));

    let visits: Vec<Visit> = client.tree(home).stream().try_collect().await.unwrap();
    let texts: Vec<String> = visits
        .into_iter()
        .map(|visit| match visit {
            Visit::Block { block, .. } => block.valid().unwrap().plain_text(),
            Visit::Gap(gap) => panic!("{gap:?}"),
        })
        .collect();
    let want: Vec<String> = want.into_iter().map(|(.., text)| text).collect();
    assert_eq!(texts, want);
}

#[tokio::test]
async fn a_stream_begins_before_the_tree_is_read() {
    let script = Script::new()
        .json(200, &list(&[block(1, false), block(2, true)]))
        .json(200, &list(&[block(3, false)]));
    let client = script.client();
    let mut visits = std::pin::pin!(client.tree(root()).stream());
    for _ in 0..2 {
        visits.try_next().await.unwrap().unwrap();
    }
    assert_eq!(script.count(), 1);
    visits.try_next().await.unwrap().unwrap();
    assert!(visits.try_next().await.unwrap().is_none());
    assert_eq!(script.left(), 0);
}

#[tokio::test(start_paused = true)]
async fn lists_are_fetched_side_by_side_and_no_more_than_asked_for() {
    let emulator = Emulator::start().unwrap();
    let home = emulator.root_page_id();
    let plain = client(&emulator);
    plain
        .append_tree(home.clone(), toggles(5, 2))
        .unwrap()
        .await
        .unwrap();
    for limit in [1, 3, 8] {
        let flying = Arc::new(AtomicUsize::new(0));
        let most = Arc::new(AtomicUsize::new(0));
        let (now, peak) = (Arc::clone(&flying), Arc::clone(&most));
        let service = emulator.service();
        let transport = Transport::new(tower::service_fn(move |request| {
            let (service, now, peak) = (service.clone(), Arc::clone(&now), Arc::clone(&peak));
            async move {
                peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(100)).await;
                let answer = service.oneshot(request).await;
                now.fetch_sub(1, Ordering::SeqCst);
                answer.map_err(BoxError::from)
            }
        }));
        let client = client_of(&emulator, transport);
        let start = tokio::time::Instant::now();
        let tree = client.tree(home.clone()).concurrency(limit).await.unwrap();
        assert_eq!(tree.requests, 31);
        assert_eq!(most.load(Ordering::SeqCst), limit);
        let rounds = start.elapsed().as_millis() / 100;
        assert!(
            rounds <= 31_u128.div_ceil(limit as u128) + 3,
            "{limit}: {rounds}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_read_leaves_a_gap() {
    let bad = json!({"object": "block", "id": [], "type": "paragraph"});
    let script = Script::new()
        .json(
            200,
            &list(&[block(1, true), block(2, true), block(3, true), bad]),
        )
        .refuse(404, "object_not_found", Value::Null)
        .refuse(400, "validation_error", Value::Null)
        .json(200, &list(&[block(4, false)]));
    let tree = script.client().tree(root()).concurrency(1).await.unwrap();
    assert_eq!(tree.nodes.len(), 5);
    let below: Vec<Below> = tree.nodes.iter().map(|node| node.below).collect();
    assert_eq!(
        below,
        [
            Below::Gap,
            Below::Gap,
            Below::Read,
            Below::Empty,
            Below::Empty
        ]
    );
    let gaps: Vec<_> = tree
        .gaps
        .iter()
        .map(|gap| (gap.depth, gap.parent.to_string()))
        .collect();
    assert_eq!(gaps, [(1, id(1)), (1, id(2))]);
    assert!(tree.gaps[0].error.is_not_found());
    assert!(!tree.is_whole());
    assert_eq!(tree.blocks().count(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_failure_of_everything_is_no_gap() {
    let script = Script::new().refuse(404, "object_not_found", Value::Null);
    let error = script.client().tree(root()).await.unwrap_err();
    assert!(error.is_not_found(), "the root itself");

    let script =
        Script::new()
            .json(200, &list(&[block(1, true)]))
            .refuse(401, "unauthorized", Value::Null);
    let error = script.client().tree(root()).await.unwrap_err();
    assert!(error.is_unauthorized());
}

#[tokio::test]
async fn a_list_that_breaks_off_is_a_gap_behind_what_came() {
    let broken = json!({"object": "list", "results": [block(2, false)], "has_more": true});
    let script = Script::new()
        .json(200, &list(&[block(1, true)]))
        .json(200, &broken);
    let tree = script.client().tree(root()).await.unwrap();
    assert_eq!(tree.nodes.len(), 2);
    assert_eq!(tree.nodes[0].below, Below::Gap);
    assert_eq!(tree.gaps.len(), 1);
}

#[tokio::test]
async fn copies_show_their_original_and_do_not_loop() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let home = emulator.root_page_id();
    let original = BlockContent::synced([BlockContent::paragraph("once")]);
    let made = client
        .append_tree(home.clone(), [original])
        .unwrap()
        .await
        .unwrap();
    let original = made.top().next().unwrap().clone();
    let copy = || BlockContent::synced_copy(original.clone());
    client
        .append_tree(home.clone(), [copy()])
        .unwrap()
        .await
        .unwrap();
    let tree = client.tree(home.clone()).await.unwrap();
    let texts: Vec<_> = tree
        .blocks()
        .map(|(depth, block)| (depth, block.plain_text()))
        .collect();
    assert_eq!(
        texts,
        [
            (0, String::new()),
            (1, "once".into()),
            (0, String::new()),
            (1, "once".into())
        ]
    );

    // A copy inside its original.
    client
        .append_tree(original.clone(), [copy()])
        .unwrap()
        .await
        .unwrap();
    let tree = client.tree(home).await.unwrap();
    assert_eq!(tree.nodes.len(), 6);
    let cycles = tree
        .nodes
        .iter()
        .filter(|node| node.below == Below::NotEntered(Cut::Cycle));
    assert_eq!(cycles.count(), 2);
    assert!(tree.is_whole());
    let tree = client.tree(original).await.unwrap();
    assert_eq!(tree.nodes.len(), 2, "the root may be the original");
}

#[tokio::test]
async fn pages_inside_are_entered_only_when_asked_for() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let home = emulator.root_page_id();
    let inside: Vec<NewBlock> = vec![BlockContent::paragraph("inside").into()];
    let page = NewPage::new(home.clone()).title("Child").children(inside);
    client.send(&CreatePage::new(page)).await.unwrap();
    let tree = client.tree(home.clone()).await.unwrap();
    assert_eq!((tree.nodes.len(), tree.requests), (1, 1));
    assert_eq!(tree.nodes[0].below, Below::NotEntered(Cut::ChildPage));
    let tree = client.tree(home).child_pages().await.unwrap();
    assert_eq!((tree.nodes.len(), tree.requests), (2, 2));
}

#[tokio::test]
async fn meeting_notes_are_read_through_their_parts() {
    let notes = json!({"object": "block", "id": id(1), "has_children": true,
        "type": "meeting_notes", "meeting_notes": {"title": [], "children": {
            "summary_block_id": id(2), "notes_block_id": id(3), "transcript_block_id": id(4)}}});
    let script = Script::new()
        .json(200, &list(&[notes]))
        .json(200, &list(&[block(5, false)]))
        .json(200, &list(&[]))
        .refuse(404, "object_not_found", Value::Null);
    let tree = script.client().tree(root()).concurrency(1).await.unwrap();
    let depths: Vec<_> = tree.nodes.iter().map(|node| node.depth).collect();
    assert_eq!(depths, [0, 1]);
    assert_eq!(tree.gaps.len(), 1);
    assert_eq!(
        (tree.gaps[0].depth, tree.gaps[0].parent.as_str()),
        (1, id(4).as_str())
    );
    for (request, part) in [(1, 2), (2, 3), (3, 4)] {
        let path = format!("/v1/blocks/{}/children", id(part));
        assert_eq!(script.request(request).uri().path(), path);
    }
}

#[tokio::test]
async fn depth_does_not_end_in_the_stack() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let mut chain = BlockContent::toggle("0");
    for depth in 1..120 {
        chain = BlockContent::toggle(depth.to_string()).children([chain]);
    }
    let home = emulator.root_page_id();
    let job = client.append_tree(home.clone(), [chain]).unwrap();
    assert_eq!(job.requests(), 118);
    job.await.unwrap();
    let tree = client.tree(home).await.unwrap();
    assert_eq!((tree.nodes.len(), tree.requests), (120, 120));
}
