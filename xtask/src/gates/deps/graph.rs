//! The dependency graph, reduced to what the rules ask.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::Context as _;
use cargo_metadata::{CargoOpt, DependencyKind, MetadataCommand};

use crate::house::House;

/// What a dependency is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Shipped.
    Normal,
    /// For `build.rs`.
    Build,
    /// For tests, benches and examples.
    Dev,
}

#[derive(Debug, Default)]
struct Package {
    name: String,
    edges: BTreeSet<(String, Kind)>,
}

/// Packages and what they depend on. Keys tell two versions of one package apart.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    members: BTreeSet<String>,
    packages: BTreeMap<String, Package>,
}

impl Graph {
    /// Reads the workspace's graph as cargo resolves it, with every feature on.
    pub(crate) fn of(house: &House) -> anyhow::Result<Self> {
        let metadata = MetadataCommand::new()
            .manifest_path(house.root.join("Cargo.toml"))
            .features(CargoOpt::AllFeatures)
            .other_options(vec!["--locked".to_owned()])
            .exec()
            .context("cannot read `cargo metadata`")?;
        let resolve = metadata
            .resolve
            .as_ref()
            .context("cargo did not resolve the workspace")?;
        let mut graph = Self::default();
        for package in &metadata.packages {
            graph.package(&package.id.repr, package.name.as_str());
        }
        for node in &resolve.nodes {
            for dependency in &node.deps {
                for kind in &dependency.dep_kinds {
                    let kind = match kind.kind {
                        DependencyKind::Build => Kind::Build,
                        DependencyKind::Development => Kind::Dev,
                        _ => Kind::Normal,
                    };
                    graph.edge(&node.id.repr, &dependency.pkg.repr, kind);
                }
            }
        }
        graph
            .members
            .extend(metadata.workspace_members.iter().map(|id| id.repr.clone()));
        Ok(graph)
    }

    /// Adds a package.
    pub(crate) fn package(&mut self, key: &str, name: &str) {
        name.clone_into(&mut self.packages.entry(key.to_owned()).or_default().name);
    }

    /// Adds a package of the workspace itself, keyed by its name.
    #[cfg(test)]
    pub(crate) fn member(&mut self, name: &str) {
        self.package(name, name);
        self.members.insert(name.to_owned());
    }

    /// Adds a dependency between two keys.
    pub(crate) fn edge(&mut self, from: &str, to: &str, kind: Kind) {
        let edges = &mut self.packages.entry(from.to_owned()).or_default().edges;
        edges.insert((to.to_owned(), kind));
    }

    /// The workspace's own packages: key and name.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members
            .iter()
            .map(|key| (key.as_str(), self.name(key)))
    }

    /// The names of a package's own dependencies.
    pub(crate) fn direct(&self, key: &str) -> impl Iterator<Item = (&str, Kind)> {
        let edges = self.packages.get(key).map(|package| &package.edges);
        edges
            .into_iter()
            .flatten()
            .map(|(to, kind)| (self.name(to), *kind))
    }

    /// The shortest way from a package to one called `name` through what is shipped, as names.
    pub(crate) fn way<'a>(&'a self, key: &'a str, name: &'a str) -> Option<Vec<&'a str>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = VecDeque::from([key]);
        while let Some(at) = queue.pop_front() {
            if at != key && self.name(at) == name {
                let mut way = vec![name];
                let mut step = at;
                while let Some(&before) = came_from.get(step) {
                    way.push(self.name(before));
                    step = before;
                }
                way.reverse();
                return Some(way);
            }
            let Some(package) = self.packages.get(at) else {
                continue;
            };
            for (to, kind) in &package.edges {
                if *kind == Kind::Normal && to != key && !came_from.contains_key(to.as_str()) {
                    came_from.insert(to, at);
                    queue.push_back(to);
                }
            }
        }
        None
    }

    fn name<'a>(&'a self, key: &'a str) -> &'a str {
        self.packages.get(key).map_or(key, |package| &package.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_is_found_and_loops_end() {
        let mut graph = Graph::default();
        for (from, to) in [
            ("a", "b"),
            ("b", "c"),
            ("c", "a"),
            ("c", "d"),
            ("a", "e"),
            ("e", "d"),
        ] {
            graph.edge(from, to, Kind::Normal);
        }
        graph.package("d", "goal");
        for key in ["a", "b", "c", "e"] {
            graph.package(key, key);
        }
        assert_eq!(graph.way("a", "goal").unwrap(), ["a", "e", "goal"]);
        assert_eq!(graph.way("b", "goal").unwrap(), ["b", "c", "goal"]);
        assert_eq!(graph.way("d", "a"), None);
    }

    #[test]
    fn what_only_tests_or_builds_use_is_not_shipped() {
        let mut graph = Graph::default();
        for key in ["a", "b", "c"] {
            graph.package(key, key);
        }
        graph.edge("a", "b", Kind::Dev);
        graph.edge("a", "c", Kind::Build);
        assert_eq!(graph.way("a", "b"), None);
        assert_eq!(graph.way("a", "c"), None);
        assert_eq!(
            graph.direct("a").collect::<Vec<_>>(),
            [("b", Kind::Dev), ("c", Kind::Build)]
        );
    }
}
