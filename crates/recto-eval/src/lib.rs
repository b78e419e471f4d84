//! recto-eval
