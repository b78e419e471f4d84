use recto_api::row::RowOption;

#[derive(RowOption)]
struct Stage {
    name: String,
}

#[derive(RowOption)]
enum Held {
    Idea(u8),
}

#[derive(RowOption)]
enum Double {
    #[row(name = "Done")]
    Finished,
    Done,
}

#[derive(RowOption)]
enum Others {
    Done,
    #[row(other)]
    Other,
}

#[derive(RowOption)]
#[row(kind = "multi_select")]
enum Kind {
    Done,
}

#[derive(RowOption)]
enum Nothing {}

fn main() {}
