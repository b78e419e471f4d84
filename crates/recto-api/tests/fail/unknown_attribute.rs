use recto_api::wire::{Extra, Wire};

#[derive(Wire)]
struct Misspelt {
    #[wire(renam = "Name")]
    name: String,
    extra: Extra,
}

fn main() {}
