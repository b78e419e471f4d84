use recto_api::row::Row;

#[derive(Row)]
struct Misspelt {
    #[row(readonly)]
    name: String,
}

#[derive(Row)]
struct Contradiction {
    #[row(title, name = "Name")]
    name: String,
}

#[derive(Row)]
struct Skipped {
    #[row(skip, kind = "url")]
    link: String,
}

#[derive(Row)]
struct Nameless {
    #[row(name = "")]
    link: String,
}

#[derive(Row)]
struct Twice {
    #[row(name = "Due date")]
    due: Option<String>,
    due_date: Option<String>,
}

fn main() {}
