//! Who may depend on whom. This table is the rule; `ARCHITECTURE.md` explains it.

/// What one crate of the workspace may use.
#[derive(Debug)]
pub(crate) struct Room {
    /// The package.
    pub(crate) name: &'static str,
    /// Packages of this workspace it may depend on.
    pub(crate) uses: &'static [&'static str],
    /// Further ones that its tests, benches and examples may use.
    pub(crate) tests_use: &'static [&'static str],
    /// Packages it must not reach, however far away, in what it ships.
    pub(crate) never: &'static [&'static str],
}

const NO_IO: &[&str] = &["tokio", "reqwest", "axum", "rusqlite", "tokio-postgres"];

/// Every crate of the workspace.
pub(crate) const ROOMS: &[Room] = &[
    Room {
        name: "recto-derive",
        uses: &[],
        tests_use: &[],
        never: NO_IO,
    },
    Room {
        name: "recto-api",
        uses: &["recto-derive"],
        tests_use: &[],
        never: NO_IO,
    },
    Room {
        name: "recto-eval",
        uses: &["recto-api"],
        tests_use: &[],
        never: NO_IO,
    },
    Room {
        name: "recto-markdown",
        uses: &["recto-api"],
        tests_use: &[],
        never: NO_IO,
    },
    Room {
        name: "recto-client",
        uses: &["recto-api"],
        tests_use: &["recto-emulator"],
        never: &["axum", "rusqlite", "tokio-postgres"],
    },
    Room {
        name: "recto-emulator",
        uses: &["recto-api", "recto-eval", "recto-markdown"],
        tests_use: &["recto-client"],
        never: &["reqwest", "tokio-postgres"],
    },
    Room {
        name: "recto-sync",
        uses: &["recto-api", "recto-client", "recto-eval"],
        tests_use: &["recto-emulator"],
        never: &["axum"],
    },
    Room {
        name: "recto",
        uses: &[
            "recto-api",
            "recto-client",
            "recto-emulator",
            "recto-eval",
            "recto-markdown",
            "recto-sync",
        ],
        tests_use: &[],
        never: &[],
    },
    Room {
        name: "recto-cli",
        uses: &[
            "recto-api",
            "recto-client",
            "recto-emulator",
            "recto-eval",
            "recto-markdown",
            "recto-sync",
        ],
        tests_use: &[],
        never: &[],
    },
    Room {
        // `cargo x corpus` reads recordings into the model, `cargo x replay` into the emulator,
        // `cargo x formulas` cases into the evaluator.
        name: "xtask",
        uses: &["recto-api", "recto-emulator", "recto-eval"],
        tests_use: &[],
        never: &["reqwest", "tokio-postgres"],
    },
];

/// Packages that reach outside, and the only rooms that may name them.
pub(crate) const DOORS: &[(&str, &[&str])] = &[
    ("reqwest", &["recto-client"]),
    ("axum", &["recto-emulator"]),
    ("rusqlite", &["recto-emulator", "recto-sync", "recto-cli"]),
    ("tokio-postgres", &["recto-sync", "recto-cli"]),
];
