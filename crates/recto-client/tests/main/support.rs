//! An emulator with a client, and trees to compare.

use recto_api::block::{BlockContent, NewBlock};
use recto_client::tree::Tree;
use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::Emulator;

/// A client of an emulator in this process, with no pace.
pub(crate) fn client(emulator: &Emulator) -> Client {
    client_of(emulator, Transport::new(emulator.service()))
}

pub(crate) fn client_of(emulator: &Emulator, transport: Transport) -> Client {
    Client::builder(Token::parse(emulator.token()).unwrap())
        .transport(transport)
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

/// Depth, type and text of every block of a request, in document order.
pub(crate) fn outline(blocks: &[NewBlock]) -> Vec<(usize, String, String)> {
    let mut out = Vec::new();
    let mut rest: Vec<(usize, &NewBlock)> = blocks.iter().rev().map(|block| (0, block)).collect();
    while let Some((depth, block)) = rest.pop() {
        out.push((depth, kind(&block.content), block.content.plain_text()));
        let inside = block.content.new_children().iter().rev();
        rest.extend(inside.map(|child| (depth + 1, child)));
    }
    out
}

/// The same of a tree that was read.
pub(crate) fn outline_of(tree: &Tree) -> Vec<(usize, String, String)> {
    assert!(tree.is_whole(), "{:?}", tree.gaps);
    tree.blocks()
        .map(|(depth, block)| (depth, kind(&block.content), block.content.plain_text()))
        .collect()
}

fn kind(content: &BlockContent) -> String {
    content.kind().to_owned()
}

/// A document as people write them: some 5,000 blocks in five levels, with texts of 3,000
/// characters, tables of 250 rows, and columns.
pub(crate) fn large_document() -> Vec<NewBlock> {
    let mut blocks = Vec::new();
    for chapter in 0..12 {
        blocks.push(BlockContent::heading(1, format!("Chapter {chapter}")));
        for section in 0..4 {
            let items = (0..20).map(|item| {
                let details = (0..3).map(|detail| {
                    let inside =
                        (0..detail).map(|deep| BlockContent::to_do(format!("{deep}"), true));
                    BlockContent::bulleted(format!("{chapter}.{section}.{item}.{detail}"))
                        .children(inside)
                });
                BlockContent::numbered(format!("Item {item} ✓")).children(details)
            });
            let list = BlockContent::toggle(format!("List {section}")).children(items);
            blocks.push(BlockContent::heading(2, format!("Section {section}")).children([list]));
        }
        let text = format!("{chapter} {}", "the quick brown 🦊 ".repeat(3_000 / 17));
        blocks.push(BlockContent::paragraph(text));
    }
    for table in 0..2 {
        let rows = (0..250).map(|row| [format!("{table}"), format!("row {row}"), "x".to_owned()]);
        blocks.push(BlockContent::table(rows));
    }
    let deep = BlockContent::toggle("a").children([BlockContent::toggle("b")
        .children([BlockContent::toggle("c").children([BlockContent::quote("d")])])]);
    let lines = (0..150).map(|line| BlockContent::paragraph(format!("Line {line}")));
    blocks.push(BlockContent::columns([vec![deep], lines.collect()]));
    blocks.into_iter().map(NewBlock::from).collect()
}
