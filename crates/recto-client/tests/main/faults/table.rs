//! The tables: a row for each fault, a column for each request.

use super::METHODS;

/// The fault meets the first request; the server is well afterwards.
pub(super) const ONCE: &str = "
429, the connection's limit, `Retry-After: 7` | ok, 2 sent, 7 s | ok, 2 sent, 7 s | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect
429, the workspace's limit, `Retry-After: 7` | ok, 2 sent, 7 s | ok, 2 sent, 7 s | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect
429 as a web page, `Retry-After` as a date, 20 s away | ok, 2 sent, 20 s | ok, 2 sent, 20 s | ok, 2 sent, 20 s, 1 effect | ok, 2 sent, 20 s, 1 effect | ok, 2 sent, 20 s, 1 effect | ok, 2 sent, 20 s, 1 effect
429, no time told | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s, 1 effect | ok, 2 sent, ~1 s, 1 effect | ok, 2 sent, ~1 s, 1 effect | ok, 2 sent, ~1 s, 1 effect
429, blocked | failed, 1 sent | failed, 1 sent | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
529, `Retry-After: 5` | ok, 2 sent, 5 s | ok, 2 sent, 5 s | ok, 2 sent, 5 s, 1 effect | ok, 2 sent, 5 s, 1 effect | ok, 2 sent, 5 s, 1 effect | ok, 2 sent, 5 s, 1 effect
400 | failed, 1 sent | failed, 1 sent | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
409 | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
500, before the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
500, after the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
502, before the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
502, after the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
502 as a web page, before the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
502 as a web page, after the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
503, before the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
503, after the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
503, `Retry-After: 20` | ok, 2 sent, 20 s | ok, 2 sent, 20 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, 20 s, 1 effect
503 that names what was saved, after the effect | saved, 1 sent | saved, 1 sent | ok, 2 sent, 1 effect | ok, 2 sent, 1 effect | ok, 2 sent, 1 effect | ok, 2 sent, 1 effect
503 that says it was saved, without a name, after the effect | saved, 1 sent | saved, 1 sent | saved, 1 sent, 1 effect | saved, 1 sent, 1 effect | ok, 2 sent, 1 effect | ok, 2 sent, 1 effect
503 with other guidance | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
504, before the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
504, after the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
522 without a body | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
connection reset, before the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
connection reset, after the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
connection closed without an answer, before the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
connection closed without an answer, after the effect | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
kept connection closed while idle | ok, 1 sent | ok, 1 sent | ok, 1 sent, 1 effect | ok, 1 sent, 1 effect | ok, 1 sent, 1 effect | ok, 1 sent, 1 effect
no answer, ever, before the effect | ok, 2 sent, 65 s + ~1 s | ok, 2 sent, 65 s + ~1 s | in doubt, 1 sent, 65 s, 0 effects | in doubt, 1 sent, 65 s, 0 effects | in doubt, 1 sent, 65 s, 0 effects | ok, 2 sent, 65 s + ~1 s, 1 effect
no answer, ever, after the effect | ok, 2 sent, 65 s + ~1 s | ok, 2 sent, 65 s + ~1 s | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | ok, 3 sent, 65 s + ~1 s, 1 effect
slow body, whole after 30 s | ok, 1 sent, 30 s | ok, 1 sent, 30 s | ok, 1 sent, 30 s, 1 effect | ok, 1 sent, 30 s, 1 effect | ok, 1 sent, 30 s, 1 effect | ok, 1 sent, 30 s, 1 effect
slow body, whole after 90 s | ok, 2 sent, 65 s + ~1 s | ok, 2 sent, 65 s + ~1 s | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | ok, 3 sent, 65 s + ~1 s, 1 effect
body that stops and stays open | ok, 2 sent, 65 s + ~1 s | ok, 2 sent, 65 s + ~1 s | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | ok, 3 sent, 65 s + ~1 s, 1 effect
body cut off | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
body cut off, chunked | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
`Content-Length` 50 too large | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | ok, 3 sent, ~1 s, 1 effect
`Content-Length` 5 too small | failed, 1 sent | failed, 1 sent | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect
two lengths that differ | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
bytes that are not HTTP | ok, 2 sent, ~1 s | ok, 2 sent, ~1 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | ok, 2 sent, ~1 s, 1 effect
200 with a web page | failed, 1 sent | failed, 1 sent | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects
302 to another host | failed, 1 sent | failed, 1 sent | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
307 to another host | failed, 1 sent | failed, 1 sent | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
";

/// The fault meets every request.
pub(super) const ALWAYS: &str = "
429, the connection's limit, `Retry-After: 7` | failed, 6 sent, 35 s | failed, 6 sent, 35 s | failed, 6 sent, 35 s, 0 effects | failed, 6 sent, 35 s, 0 effects | failed, 6 sent, 35 s, 0 effects | failed, 6 sent, 35 s, 0 effects
429, the workspace's limit, `Retry-After: 7` | failed, 6 sent, 35 s | failed, 6 sent, 35 s | failed, 6 sent, 35 s, 0 effects | failed, 6 sent, 35 s, 0 effects | failed, 6 sent, 35 s, 0 effects | failed, 6 sent, 35 s, 0 effects
429 as a web page, `Retry-After` as a date, 20 s away | failed, 6 sent, 100 s | failed, 6 sent, 100 s | failed, 6 sent, 100 s, 0 effects | failed, 6 sent, 100 s, 0 effects | failed, 6 sent, 100 s, 0 effects | failed, 6 sent, 100 s, 0 effects
429, no time told | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s, 0 effects | failed, 6 sent, ~31 s, 0 effects | failed, 6 sent, ~31 s, 0 effects | failed, 6 sent, ~31 s, 0 effects
429, blocked | failed, 1 sent | failed, 1 sent | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
529, `Retry-After: 5` | failed, 6 sent, 25 s | failed, 6 sent, 25 s | failed, 6 sent, 25 s, 0 effects | failed, 6 sent, 25 s, 0 effects | failed, 6 sent, 25 s, 0 effects | failed, 6 sent, 25 s, 0 effects
400 | failed, 1 sent | failed, 1 sent | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
409 | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
500, before the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
500, after the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
502, before the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
502, after the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
502 as a web page, before the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
502 as a web page, after the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
503, before the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
503, after the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
503, `Retry-After: 20` | failed, 6 sent, 100 s | failed, 6 sent, 100 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, 100 s, 0 effects
503 that names what was saved, after the effect | saved, 1 sent | saved, 1 sent | saved, 2 sent, 1 effect | saved, 2 sent, 1 effect | saved, 2 sent, 1 effect | saved, 2 sent, 1 effect
503 that says it was saved, without a name, after the effect | saved, 1 sent | saved, 1 sent | saved, 1 sent, 1 effect | saved, 1 sent, 1 effect | saved, 2 sent, 1 effect | saved, 2 sent, 1 effect
503 with other guidance | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
504, before the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
504, after the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
522 without a body | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
connection reset, before the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
connection reset, after the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
connection closed without an answer, before the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
connection closed without an answer, after the effect | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
kept connection closed while idle | ok, 1 sent | ok, 1 sent | ok, 1 sent, 1 effect | ok, 1 sent, 1 effect | ok, 1 sent, 1 effect | ok, 1 sent, 1 effect
no answer, ever, before the effect | failed, 5 sent, 325 s + ~15 s | failed, 5 sent, 325 s + ~15 s | in doubt, 1 sent, 65 s, 0 effects | in doubt, 1 sent, 65 s, 0 effects | in doubt, 1 sent, 65 s, 0 effects | in doubt, 5 sent, 325 s + ~15 s, 0 effects
no answer, ever, after the effect | failed, 5 sent, 325 s + ~15 s | failed, 5 sent, 325 s + ~15 s | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 5 sent, 325 s + ~15 s, 1 effect
slow body, whole after 30 s | ok, 1 sent, 30 s | ok, 1 sent, 30 s | ok, 1 sent, 30 s, 1 effect | ok, 1 sent, 30 s, 1 effect | ok, 1 sent, 30 s, 1 effect | ok, 1 sent, 30 s, 1 effect
slow body, whole after 90 s | failed, 5 sent, 325 s + ~15 s | failed, 5 sent, 325 s + ~15 s | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 5 sent, 325 s + ~15 s, 1 effect
body that stops and stays open | failed, 5 sent, 325 s + ~15 s | failed, 5 sent, 325 s + ~15 s | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 1 sent, 65 s, 1 effect | in doubt, 5 sent, 325 s + ~15 s, 1 effect
body cut off | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
body cut off, chunked | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
`Content-Length` 50 too large | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 6 sent, ~31 s, 1 effect
`Content-Length` 5 too small | failed, 1 sent | failed, 1 sent | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect | in doubt, 1 sent, 1 effect
two lengths that differ | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
bytes that are not HTTP | failed, 6 sent, ~31 s | failed, 6 sent, ~31 s | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 6 sent, ~31 s, 0 effects
200 with a web page | failed, 1 sent | failed, 1 sent | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects | in doubt, 1 sent, 0 effects
302 to another host | failed, 1 sent | failed, 1 sent | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
307 to another host | failed, 1 sent | failed, 1 sent | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects | failed, 1 sent, 0 effects
";

/// The rows of a table: the fault and its cells.
pub(super) fn rows(table: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    table.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut cells = line.split(" | ").map(str::trim);
        (cells.next().unwrap_or_default(), cells.collect())
    })
}

/// The page for users: what the words mean, and both tables.
pub(super) fn page() -> String {
    let mut page = TEXT.to_owned();
    for (title, table) in [("## Once", ONCE), ("## Without end", ALWAYS)] {
        page.push_str(title);
        page.push_str("\n\n| what goes wrong |");
        for method in METHODS {
            page.push_str(&format!(" {method} |"));
        }
        page.push_str("\n|---|");
        page.push_str(&"---|".repeat(METHODS.len()));
        page.push('\n');
        for (fault, cells) in rows(table) {
            page.push_str(&format!("| {fault} | {} |\n", cells.join(" | ")));
        }
        page.push('\n');
    }
    page.trim_end().to_owned() + "\n"
}

const TEXT: &str = "\
# When something goes wrong

What `recto-client` does, with its own settings, when a request meets a fault: on an open connection,
over TCP, method by method. Each cell is measured: a test puts a server by hand behind the client,
breaks its answers and counts what it did. The test fails when a cell of these tables is not what
happens, and whenever something takes effect twice.

A cell says how the call ended, how many requests the server got, how long it took, and how often
the request took effect there.

* **ok**: the caller got the answer.
* **failed**: the caller got an error, and the request did not take effect.
* **in doubt**: the caller got an error that says `may_have_taken_effect()`. Look for the change
  before you send it again; the client does not send it again by itself.
* **saved**: the caller got an error that says what was saved (`committed()`). Do not repeat it.
* **7 s** is a wait that was told, or the time limit of an attempt (65 s); **~1 s** is the mean of
  waits of the client's own, each of them spread by half of itself. Without a time it went at once.

`POST a query` stands for all that only reads by `POST`: queries and searches. A delete is repeated
after a doubt, since gone twice is gone. Where the repeat is refused because the block is already in
the trash, the client reads the block, and answers with it: that is the third request in those
cells. A 503 that names what was saved is answered in the same way.

";
