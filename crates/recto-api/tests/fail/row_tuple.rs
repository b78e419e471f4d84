use recto_api::row::Row;

#[derive(Row)]
struct Pair(String, bool);

fn main() {}
