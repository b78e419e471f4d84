//! What the sample is written with: an invented bookmaker's workshop and its people.
//!
//! Every surname is a word of the trade and every address ends in a domain reserved for examples
//! (RFC 2606), so nobody real is meant.

/// Thirty given names in several scripts, one per person.
pub(crate) const GIVEN: [&str; 30] = [
    "Ada",
    "Bjørn",
    "Chloë",
    "Dávid",
    "Élodie",
    "Farid",
    "Ğazal",
    "Hanna",
    "Iñigo",
    "Jürgen",
    "Kateřina",
    "Łucja",
    "Mbali",
    "Nikola",
    "Ólöf",
    "Petros",
    "Quynh",
    "Raúl",
    "Søren",
    "Tomás",
    "Ulrike",
    "Věra",
    "Wanjiru",
    "Xenia",
    "Yusuf",
    "Zoë",
    "美咲",
    "Ольга",
    "नीला",
    "سلمى",
];

/// Thirty surnames, each a word of bookmaking.
pub(crate) const SURNAMES: [&str; 30] = [
    "Bindfold",
    "Colophon",
    "Deckleedge",
    "Endpaper",
    "Flyleaf",
    "Folioson",
    "Foolscap",
    "Frontispiece",
    "Gatherwell",
    "Glosspage",
    "Gutterman",
    "Halftitle",
    "Headband",
    "Imposition",
    "Inkwell",
    "Kerning",
    "Letterpress",
    "Marbleton",
    "Octavo",
    "Parchmentier",
    "Quarto",
    "Quillfeather",
    "Rubricator",
    "Signature",
    "Slipcase",
    "Spinewell",
    "Typeface",
    "Vellumsson",
    "Versowitz",
    "Watermark",
];

pub(crate) const ROLES: [&str; 7] = [
    "Editor",
    "Designer",
    "Printer",
    "Binder",
    "Developer",
    "Buyer",
    "Manager",
];
pub(crate) const TEAMS: [&str; 5] = ["Editorial", "Workshop", "Platform", "Supply", "Shop"];
pub(crate) const SKILLS: [&str; 9] = [
    "typesetting",
    "foil stamping",
    "SQL",
    "Rust",
    "negotiation",
    "proofreading",
    "colour",
    "photography",
    "日本語",
];

/// Code-less names of the twelve projects with the tags each carries.
pub(crate) const PROJECTS: [(&str, &[&str]); 12] = [
    ("Autumn catalogue", &["print", "sales"]),
    ("Warehouse move 📦", &["logistics"]),
    ("Paper supply audit", &["supply", "finance"]),
    ("Web shop, second edition", &["web", "sales"]),
    ("Herbarium facsimile 🌿", &["print", "research"]),
    ("Night-shift rota", &[]),
    ("Colour management", &["print", "web"]),
    (
        "Größere Schriften (large print)",
        &["print", "accessibility"],
    ),
    ("Archive digitisation", &["research", "web"]),
    ("Carbon ledger", &["finance", "supply"]),
    ("Subscription box", &["sales", "logistics"]),
    ("活字 revival", &["print", "research"]),
];

pub(crate) const PROJECT_STATUSES: [&str; 4] = ["Not started", "In progress", "Paused", "Done"];
/// The options every new status property has; a page cannot invent others.
pub(crate) const TASK_STATUSES: [&str; 3] = ["Not started", "In progress", "Done"];
pub(crate) const PRIORITIES: [&str; 4] = ["Low", "Medium", "High", "Urgent 🔥"];
pub(crate) const LABELS: [&str; 8] = [
    "bug",
    "customer",
    "paperwork",
    "press",
    "quick win",
    "research",
    "safety",
    "naïve idea 💡",
];

pub(crate) const VERBS: [&str; 14] = [
    "Order",
    "Proof",
    "Photograph",
    "Rewrite",
    "Test",
    "Bind",
    "Measure",
    "Repair",
    "Count",
    "Translate",
    "Archive",
    "Price",
    "Pack",
    "Review",
];
pub(crate) const THINGS: [&str; 20] = [
    "the endpapers",
    "the index",
    "cloth samples",
    "the “press & ink” checklist",
    "the O'Hara colophon",
    "foil for the spine",
    "page 42 → 57",
    "the price list",
    "dust jackets",
    "the Café menu insert ☕",
    "the shipping labels",
    "glue (PVA/wheat)",
    "the mock-up",
    "100% cotton paper",
    "the barcode",
    "the errata slip",
    "Übersetzung, chapter 3",
    "the guillotine blade",
    "the customer survey",
    "the slipcase",
];

pub(crate) const MEETINGS: [&str; 8] = [
    "Weekly press round",
    "Cover review",
    "Paper supplier call ☎️",
    "Retrospective",
    "Budget check",
    "Proofs & typos",
    "Safety briefing ⚠️",
    "Planning",
];
pub(crate) const PLACES: [&str; 5] = [
    "Bindery",
    "Room Garamond",
    "Room Baskerville",
    "Loading dock",
    "Café Ligature",
];

/// Document kinds as people really type them: case, blanks and synonyms differ.
pub(crate) const KINDS: [&str; 8] = [
    "Runbook",
    "runbook ",
    "Specification",
    "spec",
    "Minutes",
    "Contract",
    "  Price list",
    "How-to",
];
/// Subsystems as people really type them.
pub(crate) const SUBSYSTEMS: [&str; 8] = [
    "Press",
    "press",
    "Web shop",
    "web-shop",
    "Warehouse",
    "Bindery ",
    "Paper",
    "Accounts",
];
pub(crate) const DOCUMENTS: [&str; 12] = [
    "Ink mixing table",
    "Press start-up",
    "Return policy",
    "Cloth colour guide",
    "Binding tolerances",
    "Order import",
    "Paper contract",
    "Shift handover",
    "Barcode rules",
    "Glue safety sheet ⚗️",
    "Price calculation",
    "Archive naming — 命名規則",
];

/// Sentences that long texts are made of; emoji and combining marks are spread on purpose.
pub(crate) const SENTENCES: [&str; 12] = [
    "Check the humidity before the first sheet is cut.",
    "The grain runs parallel to the spine, always.",
    "If the ink feathers, stop & call the workshop (ext. 12).",
    "Two people lift the forme; one person counts. 🧑‍🤝‍🧑",
    "Le papier arrive le mardi, jamais le lundi.",
    "Prices are net; \"VAT\" is added by the shop.",
    "紙は湿気を嫌います。",
    "A cafe\u{301} sample is not a café order.",
    "Flags 🇳🇴🇵🇹🇯🇵 mark the language of the insert.",
    "Keep the offcuts: they become bookmarks.",
    "<b>This is not markup</b>, and neither is **this**.",
    "See https://wiki.example.com/press?page=7&view=full for the drawings.",
];
