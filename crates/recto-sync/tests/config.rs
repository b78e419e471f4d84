//! `recto.toml` and what surrounds it.
