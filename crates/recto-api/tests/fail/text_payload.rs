use recto_api::wire::Wire;

#[derive(Wire)]
#[wire(text)]
enum Mood {
    Good(String),
    Unknown(String),
}

fn main() {}
