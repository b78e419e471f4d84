use recto_api::wire::{Unknown, Wire};

#[derive(Wire)]
enum Shapeless {
    Text(String),
    Unknown(Unknown),
}

fn main() {}
