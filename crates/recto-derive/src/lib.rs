//! recto-derive
