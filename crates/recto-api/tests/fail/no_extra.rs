use recto_api::wire::{Field, Wire};

#[derive(Wire)]
struct Forgetful {
    name: Field<String>,
}

fn main() {}
