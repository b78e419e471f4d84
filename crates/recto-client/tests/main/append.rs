//! Trees appended to the emulator, and read again.

use recto_api::block::{BlockContent, NewBlock};
use recto_api::endpoint::{CreatePage, DeleteBlock, Operation};
use recto_api::error::ErrorCode;
use recto_api::ids::{BlockId, PageId};
use recto_api::page::NewPage;
use recto_client::{Client, Error, append};
use recto_emulator::{Emulator, Fault};

use crate::support::{client, large_document, outline, outline_of};

async fn page(client: &Client, home: PageId) -> PageId {
    let page = NewPage::new(home).title("Here");
    client.send(&CreatePage::new(page)).await.unwrap().id
}

async fn texts(client: &Client, page: &PageId) -> Vec<String> {
    let tree = client.tree(page.clone()).await.unwrap();
    tree.blocks().map(|(_, block)| block.plain_text()).collect()
}

fn lines(texts: &[&str]) -> Vec<BlockContent> {
    texts
        .iter()
        .map(|text| BlockContent::paragraph(*text))
        .collect()
}

#[tokio::test]
async fn a_large_document_arrives_whole_in_the_planned_requests() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let document = large_document();
    let outline = outline(&document);
    assert!(outline.len() > 5_000 && outline.iter().any(|(depth, ..)| *depth == 4));

    let page = page(&client, emulator.root_page_id()).await;
    let before = client.usage();
    let job = client.append_tree(page.clone(), document).unwrap();
    let planned = job.requests();
    let appended = job.await.unwrap();
    assert_eq!(appended.blocks, outline.len());
    assert_eq!(appended.requests, planned as u64);
    let usage = client.usage().since(&before);
    assert_eq!((usage.requests, usage.retries), (planned as u64, 0));
    // One to the page. One to each of the 48 sections and to its list, as more than two levels are
    // below them; two to each table for the rows beyond a hundred; for the columns a listing, one to
    // the left and one more into it, and one for the lines beyond a hundred. Fewer are not possible.
    assert_eq!(planned, 1 + 48 * 2 + 2 * 2 + 4);

    let before = client.usage();
    let tree = client.tree(page).await.unwrap();
    assert_eq!(outline_of(&tree), outline);
    let parents = tree
        .nodes
        .iter()
        .enumerate()
        .map(|(at, _)| tree.children(at).count());
    let lists: usize = parents
        .filter(|children| *children > 0)
        .map(|n| n.div_ceil(100))
        .sum();
    assert_eq!(
        tree.requests as usize,
        lists + tree.top().count().div_ceil(100)
    );
    assert_eq!(client.usage().since(&before).requests, tree.requests);

    for (number, id) in appended.ids() {
        let element = &tree.nodes[number].block;
        let block = element.clone().into_result().unwrap();
        assert_eq!(*id, block.id, "block {number}");
    }
    assert_eq!(appended.top().count(), tree.top().count());
}

#[tokio::test]
async fn a_page_is_made_with_a_large_document() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let document = large_document().split_off(70);
    let outline = outline(&document);
    let page = NewPage::new(emulator.root_page_id())
        .title("All of it")
        .children(document);
    let before = client.usage();
    let job = client.create_page_tree(page).unwrap();
    let planned = job.requests() as u64;
    let made = job.await.unwrap();
    assert_eq!((made.blocks, made.requests), (outline.len(), planned));
    assert_eq!(client.usage().since(&before).requests, planned);
    let page = made.page.unwrap();
    assert_eq!(page.title().as_deref(), Some("All of it"));
    let tree = client.tree(page.id).await.unwrap();
    assert_eq!(outline_of(&tree), outline);
}

#[tokio::test]
async fn blocks_go_where_they_are_wanted() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let page = page(&client, emulator.root_page_id()).await;
    let many = |prefix: &str| -> Vec<BlockContent> {
        let lines = (0..150).map(|line| BlockContent::paragraph(format!("{prefix}{line:03}")));
        lines.collect()
    };
    let first = client
        .append_tree(page.clone(), lines(&["m", "n"]))
        .unwrap();
    let first = first.await.unwrap();
    let m = first.top().next().unwrap().clone();
    let after = client.append_tree(page.clone(), many("after ")).unwrap();
    after.after(m).await.unwrap();
    let start = client.append_tree(page.clone(), many("start ")).unwrap();
    start.at_start().await.unwrap();
    let end = client.append_tree(page.clone(), many("z ")).unwrap();
    end.await.unwrap();

    let texts = texts(&client, &page).await;
    let mut want: Vec<String> = Vec::new();
    want.extend((0..150).map(|line| format!("start {line:03}")));
    want.push("m".to_owned());
    want.extend((0..150).map(|line| format!("after {line:03}")));
    want.push("n".to_owned());
    want.extend((0..150).map(|line| format!("z {line:03}")));
    assert_eq!(texts, want);
}

#[tokio::test]
async fn nothing_is_appended_by_nothing() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let none: [BlockContent; 0] = [];
    let job = client.append_tree(emulator.root_page_id(), none).unwrap();
    let appended = job.await.unwrap();
    assert_eq!((appended.blocks, appended.requests), (0, 0));
    assert_eq!(client.usage().requests, 0);
}

/// Four levels, a long list and columns: several requests to different blocks.
fn tree() -> Vec<NewBlock> {
    let lines = |name: &str, count: usize| -> Vec<BlockContent> {
        let lines = (0..count).map(|line| BlockContent::paragraph(format!("{name} {line}")));
        lines.collect()
    };
    let deep = |inside: Vec<BlockContent>| {
        let second =
            BlockContent::toggle("2").children([BlockContent::toggle("3").children(inside)]);
        BlockContent::toggle("1").children([second])
    };
    let mut blocks = lines("top", 101);
    blocks.push(deep(lines("deep", 3)));
    blocks.push(BlockContent::columns([
        vec![deep(lines("left", 2))],
        lines("right", 2),
    ]));
    blocks.extend(lines("end", 3));
    blocks.into_iter().map(NewBlock::from).collect()
}

type Make = fn() -> Fault;

/// Every failure at every request: the rest is carried out, nothing comes twice.
#[tokio::test(start_paused = true)]
async fn whatever_fails_nothing_comes_twice_and_nothing_is_lost() {
    let want = outline(&tree());
    let faults: [(&str, Make); 6] = [
        ("before", || Fault::status(500)),
        ("lost before", Fault::dropped),
        ("lost after", || Fault::dropped().after_effect()),
        ("failed after", || Fault::status(502).after_effect()),
        ("saved", Fault::saved_without_answer),
        ("conflict", || Fault::status(409)),
    ];
    let planned = append::plan(tree()).unwrap();
    let appends = planned
        .iter()
        .filter(|step| matches!(step, append::Step::Append { .. }))
        .count();
    assert!(appends >= 5, "{appends}");
    for (name, fault) in faults {
        for nth in 1..=appends {
            let emulator = Emulator::start().unwrap();
            let client = client(&emulator);
            let page = page(&client, emulator.root_page_id()).await;
            let fault = fault().on(Operation::AppendBlockChildren).nth(nth as u64);
            emulator.fault(fault);
            let mut outcome = client.append_tree(page.clone(), tree()).unwrap().await;
            if let Err(error) = outcome {
                assert!(!matches!(name, "saved" | "conflict"), "{name}: {error}");
                assert!(error.is_uncertain(), "{name} {nth}");
                let there = client.tree(page.clone()).await.unwrap().nodes.len();
                let done = error.appended().blocks;
                let taken = matches!(name, "lost after" | "failed after");
                assert!(
                    if taken { done < there } else { done == there },
                    "{name} {nth}"
                );
                let mut rest = error.into_rest();
                if nth == 1 {
                    // The first blocks among others: it cannot tell, and sends nothing.
                    let writes = client.usage().writes;
                    let error = rest.run().await.unwrap_err();
                    assert!(matches!(error.error(), Error::Request(_)), "{error}");
                    assert_eq!(client.usage().writes, writes);
                    if taken {
                        continue;
                    }
                    rest = error.into_rest().not_done();
                }
                outcome = rest.run().await;
            }
            let appended = outcome.unwrap();
            assert_eq!(appended.blocks, want.len());
            let tree = client.tree(page).await.unwrap();
            assert_eq!(outline_of(&tree), want, "{name} at request {nth}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_doubt_is_settled_where_the_page_was_made_for_the_blocks() {
    for fault in [Fault::dropped(), Fault::dropped().after_effect()] {
        let emulator = Emulator::start().unwrap();
        let client = client(&emulator);
        emulator.fault(fault.on(Operation::AppendBlockChildren));
        let page = NewPage::new(emulator.root_page_id()).children(tree());
        let error = client.create_page_tree(page).unwrap().await.unwrap_err();
        let page = error.appended().page.clone().unwrap();
        error.into_rest().await.unwrap();
        let tree = client.tree(page.id).await.unwrap();
        assert_eq!(outline_of(&tree), outline(&self::tree()));
    }
}

#[tokio::test]
async fn what_was_saved_under_no_name_is_found() {
    let data = serde_json::json!({"retry_guidance": ["Do not repeat the write."]});
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let page = page(&client, emulator.root_page_id()).await;
    let begin = client.append_tree(page.clone(), lines(&["0", "9"]));
    let begun = begin.unwrap().await.unwrap();
    let zero = begun.top().next().unwrap().clone();
    let fault = || {
        let data = data.as_object().cloned();
        Fault::answering(503, ErrorCode::ServiceUnavailable, "Saved.", data)
            .after_effect()
            .on(Operation::AppendBlockChildren)
    };
    for place in ["end", "start", "after"] {
        emulator.fault(fault());
        let job = client
            .append_tree(page.clone(), lines(&["a", place]))
            .unwrap();
        let job = match place {
            "end" => job,
            "start" => job.at_start(),
            _ => job.after(zero.clone()),
        };
        let appended = job.await.unwrap();
        assert_eq!((appended.blocks, appended.top().count()), (2, 2));
    }
    let texts = texts(&client, &page).await;
    assert_eq!(texts, ["a", "start", "0", "a", "after", "9", "a", "end"]);
    assert_eq!(client.usage().writes, 5);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_may_have_been_made_is_not_made_twice() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    emulator.fault(Fault::dropped().after_effect().on(Operation::CreatePage));
    let page = NewPage::new(emulator.root_page_id()).children(tree());
    let error = client.create_page_tree(page).unwrap().await.unwrap_err();
    assert!(error.is_uncertain() && error.appended().page.is_none());
    let error = error.into_rest().await.unwrap_err();
    assert!(error.to_string().contains("look for it"), "{error}");
    assert_eq!(client.usage().writes, 1);

    // One that was saved is gone on with.
    emulator.fault(Fault::saved_without_answer().on(Operation::CreatePage));
    let page = NewPage::new(emulator.root_page_id()).children(tree());
    let made = client.create_page_tree(page).unwrap().await.unwrap();
    let tree = client.tree(made.page.unwrap().id).await.unwrap();
    assert_eq!(outline_of(&tree), outline(&self::tree()));
}

#[tokio::test(start_paused = true)]
async fn someone_elses_edit_leaves_the_doubt() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let page = page(&client, emulator.root_page_id()).await;
    let lost = Fault::dropped().on(Operation::AppendBlockChildren);
    emulator.fault(lost.nth(3));
    let blocks = [BlockContent::toggle("t").children(lines(&["a"; 250]))];
    let error = client.append_tree(page, blocks).unwrap().await.unwrap_err();
    assert_eq!(error.appended().blocks, 201);
    let toggle: BlockId = error.appended().id(0).unwrap().clone();
    let theirs = client.append_tree(toggle, lines(&["b"])).unwrap();
    theirs.await.unwrap();
    let error = error.into_rest().await.unwrap_err();
    assert!(
        error.error().to_string().contains("cannot be told"),
        "{error}"
    );
    assert!(error.is_uncertain());
}

#[tokio::test]
async fn a_refusal_says_how_far_it_came() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let page = page(&client, emulator.root_page_id()).await;
    let refused = Fault::answering(400, ErrorCode::ValidationError, "No.", None);
    emulator.fault(refused.on(Operation::AppendBlockChildren).nth(2));
    let job = client.append_tree(page.clone(), tree()).unwrap();
    let planned = job.requests();
    let error = job.await.unwrap_err();
    assert!(error.error().is_validation() && !error.is_uncertain());
    assert_eq!(
        (error.appended().blocks, error.appended().top().count()),
        (100, 100)
    );
    assert!(error.to_string().contains("after 100 blocks"), "{error}");
    let rest = error.into_rest();
    assert_eq!(rest.requests(), planned - 1);
    // What was refused may be right now.
    rest.await.unwrap();
    let tree = client.tree(page).await.unwrap();
    assert_eq!(outline_of(&tree), outline(&self::tree()));
}

#[tokio::test]
async fn a_block_that_is_gone_ends_it() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let page = page(&client, emulator.root_page_id()).await;
    client.send(&DeleteBlock::new(page.clone())).await.unwrap();
    let error = client
        .append_tree(page, lines(&["a"]))
        .unwrap()
        .await
        .unwrap_err();
    assert!(error.error().is_validation(), "{error}");
    assert_eq!(error.appended().blocks, 0);
    let error: Error = error.into();
    assert!(error.is_validation());
}
