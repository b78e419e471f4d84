//! The dependency rules, checked against what cargo resolves.

mod graph;
mod table;

use anyhow::bail;

use crate::{
    gates::deps::{
        graph::{Graph, Kind},
        table::{DOORS, ROOMS, Room},
    },
    house::{House, Outcome},
};

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let graph = Graph::of(house)?;
    let broken = broken_rules(&graph, ROOMS, DOORS);
    for rule in &broken {
        println!("{rule}");
    }
    if !broken.is_empty() {
        bail!("{} dependency rules are broken", broken.len());
    }
    Ok(Outcome::Passed(format!(
        "{} crates",
        graph.members().count()
    )))
}

/// Every way in which the graph differs from the tables, as sentences.
fn broken_rules(graph: &Graph, rooms: &[Room], doors: &[(&str, &[&str])]) -> Vec<String> {
    let mut broken = Vec::new();
    for room in rooms {
        if !graph.members().any(|(_, name)| name == room.name) {
            broken.push(format!(
                "the table names {}, which is not in the workspace",
                room.name
            ));
        }
    }
    for (key, name) in graph.members() {
        let Some(room) = rooms.iter().find(|room| room.name == name) else {
            broken.push(format!("{name} is in the workspace and not in the table"));
            continue;
        };
        for (used, kind) in graph.direct(key) {
            // A crate's tests name the crate itself to turn on its features.
            let known = used != name && rooms.iter().any(|room| room.name == used);
            let for_tests = kind == Kind::Dev && room.tests_use.contains(&used);
            if known && !room.uses.contains(&used) && !for_tests {
                broken.push(format!("{name} must not depend on {used} ({kind:?})"));
            }
            let door = doors.iter().find(|(package, _)| *package == used);
            if door.is_some_and(|(_, keepers)| !keepers.contains(&name)) && kind != Kind::Dev {
                broken.push(format!("{name} must not name {used} itself"));
            }
        }
        for banned in room.never {
            if let Some(way) = graph.way(key, banned) {
                broken.push(format!(
                    "{name} must not reach {banned}: {}",
                    way.join(" -> ")
                ));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOMS: &[Room] = &[
        Room {
            name: "model",
            uses: &[],
            tests_use: &[],
            never: &["net"],
        },
        Room {
            name: "client",
            uses: &["model"],
            tests_use: &["fake"],
            never: &[],
        },
        Room {
            name: "fake",
            uses: &["model"],
            tests_use: &[],
            never: &[],
        },
    ];
    const DOORS: &[(&str, &[&str])] = &[("net", &["client"])];

    /// A house in order, to which each test adds one fault.
    fn orderly() -> Graph {
        let mut graph = Graph::default();
        for name in ["model", "client", "fake"] {
            graph.member(name);
        }
        graph.package("net@1", "net");
        graph.package("text@1", "text");
        graph.edge("client", "model", Kind::Normal);
        graph.edge("client", "net@1", Kind::Normal);
        graph.edge("client", "fake", Kind::Dev);
        graph.edge("fake", "model", Kind::Normal);
        graph.edge("model", "text@1", Kind::Normal);
        graph
    }

    fn faults(graph: &Graph) -> Vec<String> {
        broken_rules(graph, ROOMS, DOORS)
    }

    #[test]
    fn an_orderly_house_passes() {
        assert_eq!(faults(&orderly()), Vec::<String>::new());
    }

    #[test]
    fn an_edge_that_is_not_in_the_table_is_found() {
        let mut graph = orderly();
        graph.edge("model", "client", Kind::Dev);
        assert_eq!(faults(&graph), ["model must not depend on client (Dev)"]);
    }

    #[test]
    fn what_tests_may_use_is_not_for_shipping() {
        let mut graph = orderly();
        graph.edge("client", "fake", Kind::Normal);
        assert_eq!(faults(&graph), ["client must not depend on fake (Normal)"]);
    }

    #[test]
    fn a_crate_may_name_itself_in_its_tests() {
        let mut graph = orderly();
        graph.edge("model", "model", Kind::Dev);
        assert_eq!(faults(&graph), Vec::<String>::new());
    }

    #[test]
    fn a_banned_package_is_found_behind_others() {
        let mut graph = orderly();
        graph.edge("text@1", "net@1", Kind::Normal);
        assert_eq!(
            faults(&graph),
            ["model must not reach net: model -> text -> net"]
        );
    }

    #[test]
    fn only_its_keepers_name_a_door() {
        let mut graph = orderly();
        graph.edge("fake", "net@1", Kind::Build);
        assert_eq!(faults(&graph), ["fake must not name net itself"]);
        let mut graph = orderly();
        graph.edge("fake", "net@1", Kind::Dev);
        assert_eq!(faults(&graph), Vec::<String>::new());
    }

    #[test]
    fn table_and_workspace_name_the_same_crates() {
        let mut graph = orderly();
        graph.member("new");
        assert_eq!(
            faults(&graph),
            ["new is in the workspace and not in the table"]
        );
        assert_eq!(
            broken_rules(&Graph::default(), &ROOMS[..1], DOORS),
            ["the table names model, which is not in the workspace"]
        );
    }

    #[test]
    fn this_workspace_keeps_its_own_rules() {
        let house = House::open().unwrap();
        let graph = Graph::of(&house).unwrap();
        assert_eq!(
            broken_rules(&graph, table::ROOMS, table::DOORS),
            Vec::<String>::new()
        );
    }
}
