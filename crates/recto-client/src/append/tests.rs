//! Plans, held against the law: every step is legal, the result is the input, and no plan that
//! keeps the order has fewer steps.

mod model;
mod search;

use proptest::prelude::*;
use recto_api::block::{BlockContent, NewBlock};

use self::model::{Tree, blocks, check, count};
use super::*;

const SMALL: Limits = Limits {
    children: 3,
    levels: 2,
    blocks: 5,
    bytes: usize::MAX / 2,
};

fn planned(trees: &[Tree], limits: &Limits) -> Vec<Step> {
    let plan = plan_within(blocks(trees), limits).unwrap();
    check(trees, &plan, limits);
    plan.steps
}

fn leaves(count: usize) -> Vec<Tree> {
    (0..count).map(|_| Tree::plain(vec![])).collect()
}

fn chain(depth: usize) -> Tree {
    (1..depth).fold(Tree::plain(vec![]), |tree, _| Tree::plain(vec![tree]))
}

#[test]
fn what_fits_in_one_request_goes_in_one() {
    let trees = vec![Tree::plain(vec![Tree::plain(leaves(50)), Tree::table(40)])];
    assert_eq!(planned(&trees, &Limits::NOTION).len(), 1);
    assert_eq!(planned(&[], &Limits::NOTION).len(), 0);
}

#[test]
fn each_level_beyond_the_third_takes_one_request() {
    for depth in 1..40 {
        let steps = planned(&[chain(depth)], &Limits::NOTION);
        assert_eq!(steps.len(), depth.saturating_sub(3) + 1, "{depth}");
    }
}

#[test]
fn long_lists_go_in_hundreds() {
    assert_eq!(planned(&leaves(250), &Limits::NOTION).len(), 3);
    // The first hundred go along.
    assert_eq!(
        planned(&[Tree::plain(leaves(250))], &Limits::NOTION).len(),
        3
    );
    assert_eq!(planned(&[Tree::table(250)], &Limits::NOTION).len(), 3);
}

#[test]
fn a_thousand_blocks_go_in_a_request() {
    let trees: Vec<Tree> = (0..30).map(|_| Tree::plain(leaves(99))).collect();
    assert_eq!(planned(&trees, &Limits::NOTION).len(), 3);
    // Between small ones that share a request, large ones are cut rather than sent whole.
    let mut trees = Vec::new();
    for _ in 0..3 {
        trees.push(Tree::plain(leaves(90)));
        trees.push(Tree::plain(
            (0..9).map(|_| Tree::plain(leaves(100))).collect(),
        ));
    }
    assert!(planned(&trees, &Limits::NOTION).len() <= 4);
}

#[test]
fn long_texts_are_spread_by_bytes() {
    let text = "x".repeat(2_000);
    let block = || NewBlock::from(BlockContent::paragraph(vec![text.as_str(); 90].join("")));
    let steps = plan((0..10).map(|_| block()).collect()).unwrap();
    // Ten times 180 KB and more.
    assert_eq!(steps.len(), 5);
    for step in &steps {
        let Step::Append { blocks, .. } = step else {
            panic!("only appends")
        };
        assert!(serde_json::to_vec(blocks).unwrap().len() < 500_000);
    }
}

#[test]
fn a_block_that_is_too_large_is_named() {
    let text = "語".repeat(2_000 * 99);
    let blocks = vec![
        NewBlock::from(BlockContent::divider()),
        NewBlock::from(BlockContent::toggle("").children([BlockContent::paragraph(text)])),
    ];
    let error = plan(blocks).unwrap_err();
    assert_eq!(error.number, 2);
    assert!(error.to_string().contains("KB"), "{error}");
}

#[test]
fn columns_are_made_with_their_list_and_filled_later() {
    let list = Tree::columns(vec![vec![chain(5)], leaves(3), vec![]]);
    let steps = planned(&[list], &Limits::NOTION);
    // The list, its listing, and three requests down the chain, as anywhere.
    assert_eq!(steps.len(), 5);
    assert!(matches!(&steps[1], Step::List { of: At::Block(0), numbers } if numbers.len() == 1));

    // A list of columns is made at the top of a request only.
    let inside = Tree::plain(vec![Tree::columns(vec![leaves(1), leaves(1)])]);
    assert_eq!(planned(&[inside], &Limits::NOTION).len(), 2);
}

#[test]
fn a_heading_that_is_filled_later_can_be_opened() {
    let line = || BlockContent::paragraph("x");
    let inside = BlockContent::toggle("").children([BlockContent::toggle("").children([line()])]);
    let blocks = [
        BlockContent::heading(2, "Filled").children([inside]),
        BlockContent::heading(2, "Empty"),
    ];
    let steps = plan(blocks.into_iter().map(NewBlock::from).collect()).unwrap();
    let Step::Append { blocks, .. } = &steps[0] else {
        panic!("an append")
    };
    let opens = blocks.iter().map(|block| match &block.content {
        BlockContent::Heading2(heading) => heading.is_toggleable.value() == Some(&true),
        other => panic!("{other:?}"),
    });
    assert_eq!(opens.collect::<Vec<_>>(), [true, false]);
    assert_eq!(steps.len(), 2);
}

#[test]
fn a_type_without_a_name_here_is_cut_like_any_other() {
    let child = serde_json::json!({"type": "paragraph", "paragraph": {"rich_text": []}});
    let block = serde_json::json!({"type": "drawer", "drawer": {"children": vec![child; 130]}});
    let block: NewBlock = serde_json::from_value(block).unwrap();
    let steps = plan(vec![block]).unwrap();
    let sizes: Vec<usize> = steps
        .iter()
        .map(|step| serde_json::to_string(step_blocks(step)).unwrap())
        .map(|text| text.matches("paragraph\":{").count())
        .collect();
    assert_eq!(sizes, [100, 30]);
}

fn step_blocks(step: &Step) -> &[NewBlock] {
    match step {
        Step::Append { blocks, .. } => blocks,
        Step::List { .. } => &[],
    }
}

#[test]
fn depth_does_not_end_in_the_stack() {
    let steps = planned(&[chain(3_000)], &Limits::NOTION);
    assert_eq!(steps.len(), 2_998);
}

#[test]
fn a_new_page_brings_what_it_can() {
    let page = |trees: &[Tree]| {
        let plan = plan_page(blocks(trees), 1_000, &Limits::NOTION).unwrap();
        check(trees, &plan, &Limits::NOTION);
        (plan.first.len(), plan.steps.len())
    };
    assert_eq!(page(&leaves(100)), (100, 0));
    assert_eq!(page(&leaves(250)), (100, 2));
    assert_eq!(page(&[]), (0, 0));
    // The first block needs more requests: it is found by a listing.
    let mut trees = vec![chain(4)];
    trees.extend(leaves(20));
    assert_eq!(page(&trees), (21, 2));
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        6 => Just(Tree::plain(vec![])),
        1 => (1_usize..8).prop_map(Tree::table),
    ];
    leaf.prop_recursive(7, 40, 6, |inner| {
        prop_oneof![
            5 => prop::collection::vec(inner.clone(), 0..6).prop_map(Tree::plain),
            1 => prop::collection::vec(prop::collection::vec(inner, 0..3), 2..5)
                .prop_map(Tree::columns),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_global_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn plans_are_legal_and_whole(trees in prop::collection::vec(tree(), 0..8)) {
        planned(&trees, &SMALL);
        check(&trees, &plan_page(blocks(&trees), 0, &SMALL).unwrap(), &SMALL);
    }

    #[test]
    fn plans_of_real_size_are_legal_and_whole(
        trees in prop::collection::vec(tree(), 1..12), times in 1_usize..25,
    ) {
        let trees: Vec<Tree> = trees.iter().cycle().take(trees.len() * times).cloned().collect();
        let steps = planned(&trees, &Limits::NOTION);
        prop_assert!(steps.len() >= count(&trees).div_ceil(1_000));
    }

    #[test]
    fn no_plan_in_order_has_fewer_steps(
        trees in prop::collection::vec(tree(), 1..4), children in 2_usize..4, blocks in 3_usize..7,
    ) {
        prop_assume!(count(&trees) <= 10);
        let limits = Limits { children, blocks, ..SMALL };
        let steps = planned(&trees, &limits);
        let best = search::fewest(&trees, &limits, steps.len());
        prop_assert_eq!(steps.len(), best);
    }
}
