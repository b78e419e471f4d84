//! Whatever Notion adds tomorrow survives: generated over every shape there is.

use crate::shapes;

#[test]
fn samples_are_written_as_they_were_read() {
    let mut wrong = Vec::new();
    for shape in shapes::all() {
        match (shape.read_write)(&shape.sample) {
            Ok(written) if written == shape.sample => {}
            Ok(written) => wrong.push(format!(
                "{}: {}\nwritten: {written}",
                shape.name, shape.sample
            )),
            Err(error) => wrong.push(format!("{}: {error}\n{}", shape.name, shape.sample)),
        }
        let list = serde_json::json!({"object": "list", "results": [shape.sample]});
        let (written, elements) = (shape.list)(&list).unwrap();
        assert_eq!(written, list);
        assert!(elements[0].is_ok());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
