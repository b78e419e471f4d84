//! recto-api
