//! The media type of a file, guessed from its name.

/// Extensions that the service takes (documented), and a few more of plain text, which it takes as
/// text. One line for each type.
const TYPES: &[(&str, &[&str])] = &[
    ("application/json", &["json"]),
    ("application/msword", &["doc", "dot"]),
    ("application/pdf", &["pdf"]),
    ("application/vnd.ms-excel", &["xls", "xlt", "xla"]),
    (
        "application/vnd.ms-powerpoint",
        &["ppt", "pot", "pps", "ppa"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.template",
        &["potx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        &["xltx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        &["dotx"],
    ),
    ("audio/aac", &["aac", "adts"]),
    ("audio/midi", &["mid", "midi"]),
    ("audio/mp4", &["m4a", "m4b"]),
    ("audio/mpeg", &["mp3", "mpga"]),
    ("audio/ogg", &["oga", "ogg"]),
    ("audio/wav", &["wav"]),
    ("audio/x-ms-wma", &["wma"]),
    ("image/gif", &["gif"]),
    ("image/heic", &["heic"]),
    ("image/jpeg", &["jpeg", "jpg"]),
    ("image/png", &["png"]),
    ("image/svg+xml", &["svg"]),
    ("image/tiff", &["tif", "tiff"]),
    ("image/vnd.microsoft.icon", &["ico"]),
    ("image/webp", &["webp"]),
    ("text/csv", &["csv"]),
    ("text/html", &["html", "htm"]),
    ("text/plain", &["txt", "text", "log", "md"]),
    ("video/mp4", &["mp4", "m4v", "f4v"]),
    ("video/mpeg", &["mpeg", "mpg"]),
    ("video/quicktime", &["mov", "qt"]),
    ("video/webm", &["webm", "gifv"]),
    ("video/x-amv", &["amv"]),
    ("video/x-flv", &["flv"]),
    ("video/x-matroska", &["mkv"]),
    ("video/x-ms-asf", &["asf"]),
    ("video/x-ms-wmv", &["wmv"]),
    ("video/x-msvideo", &["avi"]),
];

/// The media type that a file's name suggests; `None` for an extension that the service does not
/// list, and for no extension.
///
/// ```
/// use recto_api::file_upload::media_type;
///
/// assert_eq!(media_type("Minutes.PDF"), Some("application/pdf"));
/// assert_eq!(media_type("archive.tar.zst"), None);
/// ```
pub fn media_type(filename: &str) -> Option<&'static str> {
    let (_, extension) = filename.rsplit_once('.')?;
    let is_it = |known: &&str| known.eq_ignore_ascii_case(extension);
    TYPES
        .iter()
        .find(|(_, extensions)| extensions.iter().any(is_it))
        .map(|(media_type, _)| *media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_have_one_type_each_whatever_their_case() {
        let all: Vec<_> = TYPES.iter().flat_map(|(_, all)| all.iter()).collect();
        for extension in &all {
            let same = all.iter().filter(|other| *other == extension).count();
            assert_eq!(same, 1, "{extension}");
            assert!(media_type(&format!("a.{}", extension.to_uppercase())).is_some());
        }
        for name in ["", "pdf", "a.", "a.exe", "a.pdf/b", ".tar.gz"] {
            assert_eq!(media_type(name), None, "{name}");
        }
    }
}
