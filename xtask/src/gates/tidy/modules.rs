//! Finds Rust files that no `mod` line names: they look like code and are never compiled.

use super::Files;

/// Source and test files outside every module tree, as sentences.
pub(super) fn unreached(files: &Files) -> Vec<String> {
    files
        .keys()
        .filter(|path| path.ends_with(".rs"))
        .filter_map(|path| fault(files, path))
        .collect()
}

fn fault(files: &Files, path: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/')?;
    let module = file.strip_suffix(".rs")?;
    let (tree, within) = tree(folder)?;
    if matches!(module, "lib" | "main") {
        return None;
    }
    let roots = [format!("{folder}/lib.rs"), format!("{folder}/main.rs")];
    let parents = match (tree, within) {
        (_, None) => roots.to_vec(),
        // A test binary may be a folder with a main.rs.
        ("tests", Some(_)) => vec![format!("{folder}.rs"), format!("{folder}/main.rs")],
        (_, Some(_)) => vec![format!("{folder}.rs")],
    };
    let mut texts = parents
        .iter()
        .filter_map(|parent| files.get(parent)?.as_ref())
        .peekable();
    if texts.peek().is_none() {
        return match (tree, within) {
            // Folders below tests/ that belong to no module hold files for compile tests.
            ("tests", Some(_)) => None,
            ("tests", None) => Some(format!(
                "{path}: a second test binary; make it a module of {folder}/main.rs"
            )),
            _ => Some(format!("{path}: there is no {}", parents.join(" or "))),
        };
    }
    let declared = format!("mod {module};");
    let named = texts.any(|text| text.lines().any(|line| line.trim().ends_with(&declared)));
    (!named).then(|| format!("{path}: no `{declared}` in {}", parents.join(" or ")))
}

/// Splits a folder at the root of a module tree: the root's name and what lies below it.
fn tree(folder: &str) -> Option<(&str, Option<&str>)> {
    let parts: Vec<&str> = folder.split('/').collect();
    let root = parts
        .iter()
        .position(|part| matches!(*part, "src" | "tests"))?;
    // Programs of their own.
    if parts.get(root + 1) == Some(&"bin") {
        return None;
    }
    Some((parts[root], parts.get(root + 1).copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(list: &[(&str, &str)]) -> Vec<String> {
        let files = list
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned())))
            .collect();
        unreached(&files)
    }

    #[test]
    fn a_complete_tree_has_no_fault() {
        let list = [
            (
                "crates/a/src/lib.rs",
                "pub mod one;\n#[cfg(test)]\nmod two;",
            ),
            ("crates/a/src/one.rs", "mod deep;"),
            ("crates/a/src/one/deep.rs", ""),
            ("crates/a/src/two.rs", ""),
            ("crates/a/src/bin/tool.rs", ""),
            ("crates/a/tests/main.rs", "mod story;"),
            ("crates/a/tests/story.rs", ""),
            ("crates/a/tests/fail/unknown.rs", ""),
            ("crates/a/benches/speed.rs", ""),
            ("crates/b/tests/main/main.rs", "mod story;"),
            ("crates/b/tests/main/story.rs", "mod deep;"),
            ("crates/b/tests/main/story/deep.rs", ""),
        ];
        assert_eq!(found(&list), Vec::<String>::new());
    }

    #[test]
    fn a_forgotten_file_is_found() {
        let list = [
            ("crates/a/src/lib.rs", "mod one;\n// mod two is gone"),
            ("crates/a/src/one.rs", ""),
            ("crates/a/src/two.rs", ""),
            ("crates/a/src/three/deep.rs", ""),
            ("crates/a/tests/main.rs", "mod storyline;"),
            ("crates/a/tests/story.rs", ""),
            ("crates/b/tests/main/main.rs", ""),
            ("crates/b/tests/main/lost.rs", ""),
        ];
        assert_eq!(
            found(&list),
            [
                "crates/a/src/three/deep.rs: there is no crates/a/src/three.rs",
                "crates/a/src/two.rs: no `mod two;` in crates/a/src/lib.rs or crates/a/src/main.rs",
                "crates/a/tests/story.rs: no `mod story;` in crates/a/tests/lib.rs or crates/a/tests/main.rs",
                "crates/b/tests/main/lost.rs: no `mod lost;` in crates/b/tests/main.rs or crates/b/tests/main/main.rs",
            ]
        );
    }

    #[test]
    fn a_second_test_binary_is_found() {
        let faults = found(&[("crates/a/tests/story.rs", "")]);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains("a second test binary"), "{faults:?}");
    }
}
