use recto_api::row::Row;

#[derive(Row)]
enum Stage {
    Idea,
    Done,
}

fn main() {}
