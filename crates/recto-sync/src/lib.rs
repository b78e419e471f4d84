//! recto-sync
