use recto_api::wire::Wire;

#[derive(Wire)]
struct Pair(String, String);

fn main() {}
