//! recto-client
