use recto_api::row::Row;

#[derive(Row)]
struct Task<T> {
    name: T,
}

fn main() {}
