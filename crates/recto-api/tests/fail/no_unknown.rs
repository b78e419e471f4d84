use recto_api::wire::Wire;

#[derive(Wire)]
#[wire(union)]
enum Closed {
    Text(String),
}

fn main() {}
