//! Laws that hold for whatever comes, with inputs made up at random; the fuzz targets go on where
//! these stop.

mod json;
#[expect(unreachable_pub, reason = "the fuzz targets share it")]
mod laws;
mod seeds;

use proptest::prelude::*;

use self::json::{document, plain, wild};

/// A text made to be hard to split: emoji with modifiers, flags, marks, and letters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-z \n]{1,40}",
        2 => "\\PC{1,4}",
        1 => Just("👩‍👩‍👧‍👦".to_owned()),
        1 => Just("🇳🇴🇩🇪🇳".to_owned()),
        1 => Just("👍🏽".to_owned()),
        1 => Just("e\u{301}\u{302}\u{303}".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => (1_usize..2_500).prop_map(|marks| format!("o{}", "\u{308}".repeat(marks))),
        1 => (1_usize..2_500).prop_map(|letters| "ä".repeat(letters)),
        1 => (1_usize..400).prop_map(|people| "👩‍🚀".repeat(people)),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn text_is_split_between_graphemes_into_the_fewest_runs(text in text()) {
        laws::split(&text);
    }

    #[test]
    fn an_id_survives_every_way_of_writing_it(
        digits in "[0-9a-f]{32}",
        form in 0_usize..5,
        slug in "[A-Za-z-]{0,12}",
    ) {
        let dashed = recto_api::ids::canonical(&digits).unwrap();
        let text = match form {
            0 => digits,
            1 => dashed.to_uppercase(),
            2 => format!("https://www.notion.so/{slug}-{digits}?pvs=4"),
            3 => format!("https://app.notion.com/p/{slug}-{digits}"),
            _ => format!(" https://www.notion.so/{dashed} "),
        };
        prop_assert_eq!(recto_api::ids::extract_id(&text), Ok(dashed));
        laws::ids(text.as_bytes());
    }

    #[test]
    fn no_text_makes_up_an_id(text in "[0-9a-fA-Fg#?&=/p -]{0,80}") {
        laws::ids(text.as_bytes());
    }

    #[test]
    fn what_is_read_is_written_again(word in prop::sample::select(&laws::WORDS[..]), json in wild()) {
        laws::wire(format!("{word} {json}").as_bytes());
    }

    #[test]
    fn documents_with_a_changed_place_are_written_again((word, json) in document()) {
        laws::wire(format!("{word} {json}").as_bytes());
    }

    #[test]
    fn bytes_do_no_harm(
        word in prop::sample::select(&laws::WORDS[..]),
        bytes in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut data = format!("{word} ").into_bytes();
        data.extend(bytes);
        laws::wire(&data);
        laws::ids(&data);
        laws::runs(&data);
        laws::webhook(&data);
        laws::values(&data);
    }

    #[test]
    fn no_delivery_is_accepted_but_a_signed_one(
        signature in "(sha256=)?[0-9a-fA-F]{0,70}",
        json in wild(),
    ) {
        laws::webhook(format!("{signature}\n{json}").as_bytes());
    }

    #[test]
    fn plain_values_are_refused_or_read_the_same_again(json in plain()) {
        laws::values(json.to_string().as_bytes());
    }
}
