//! People, makers, editors, relations.

use serde_json::json;

use crate::support::{ADA, BOB, BOT, NOW, blank, check, compile_with, page, row};

const A: &str = "33333333-cccc-8ccc-8ccc-00000000000a";
const B: &str = "33333333-cccc-8ccc-8ccc-00000000000b";

#[test]
fn people_are_found_by_id_and_me_is_the_token_s_user() {
    let user = |id: &str| json!({"object": "user", "id": id});
    let rows = [
        ("ada", row("Who", "people", json!([user(ADA)]))),
        ("both", row("Who", "people", json!([user(ADA), user(BOB)]))),
        ("bot", row("Who", "people", json!([user(BOT)]))),
        ("none", row("Who", "people", json!([]))),
        ("absent", blank()),
    ];
    check(
        "Who",
        "people",
        &rows,
        &[
            (json!({"contains": ADA}), "ada both"),
            (
                json!({"contains": ADA.replace('-', "").to_uppercase()}),
                "ada both",
            ),
            (json!({"contains": "me"}), "bot"),
            (json!({"does_not_contain": ADA}), "bot none absent"),
            (json!({"does_not_contain": "me"}), "ada both none absent"),
            (json!({"is_empty": true}), "none absent"),
            (json!({"is_not_empty": true}), "ada both bot"),
        ],
    );
    let nobody = recto_eval::Context::new(NOW.parse().unwrap());
    let me = json!({"property": "Who", "people": {"contains": "me"}});
    let me = compile_with(&me, &nobody).unwrap();
    assert!(rows.iter().all(|(_, row)| !me.matches(row)), "nobody is me");
}

#[test]
fn makers_and_editors_come_from_the_page() {
    let rows = [("page", page(json!({})))];
    for (property, own, id, other) in [
        ("Maker", "created_by", ADA, BOT),
        ("Changer", "last_edited_by", BOT, ADA),
    ] {
        for key in [own, "people"] {
            check(
                property,
                key,
                &rows,
                &[
                    (json!({"contains": id}), "page"),
                    (json!({"contains": other}), ""),
                    (json!({"does_not_contain": other}), "page"),
                    (json!({"is_empty": true}), ""),
                    (json!({"is_not_empty": true}), "page"),
                ],
            );
        }
    }
    check(
        "Changer",
        "last_edited_by",
        &rows,
        &[(json!({"contains": "me"}), "page")],
    );
}

#[test]
fn relations_are_found_by_page() {
    let rows = [
        ("a", row("Linked", "relation", json!([{"id": A}]))),
        (
            "both",
            row("Linked", "relation", json!([{"id": A}, {"id": B}])),
        ),
        ("none", row("Linked", "relation", json!([]))),
        ("absent", blank()),
    ];
    check(
        "Linked",
        "relation",
        &rows,
        &[
            (json!({"contains": A}), "a both"),
            (json!({"contains": B.replace('-', "")}), "both"),
            (json!({"does_not_contain": A}), "none absent"),
            (json!({"does_not_contain": B}), "a none absent"),
            (json!({"is_empty": true}), "none absent"),
            (json!({"is_not_empty": true}), "a both"),
        ],
    );
}
