use recto_api::wire::{Extra, Wire};

#[derive(Wire)]
struct Ambiguous {
    name: Option<String>,
    extra: Extra,
}

fn main() {}
