//! Colours of text and blocks.

use crate::wire::Wire;

/// A colour of text, of a block, or of their backgrounds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Color {
    Default,
    Gray,
    Brown,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
    Red,
    DefaultBackground,
    GrayBackground,
    BrownBackground,
    OrangeBackground,
    YellowBackground,
    GreenBackground,
    BlueBackground,
    PurpleBackground,
    PinkBackground,
    RedBackground,
    Unknown(String),
}
