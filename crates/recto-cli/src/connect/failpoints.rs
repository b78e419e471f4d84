//! Points at which a test may kill a push; only in debug builds.

use recto_sync::failpoint::Failpoints;
use recto_sync::secrets::Environment;

use crate::error::CommandError;

/// The variable that names a point: `create-sent`, or `create-sent:17` for its 17th passing.
#[cfg(debug_assertions)]
const VARIABLE: &str = "RECTO_FAILPOINT";

/// The variable with a file whose appearance lets the process go on; without it, it never does.
#[cfg(debug_assertions)]
const UNTIL: &str = "RECTO_FAILPOINT_UNTIL";

/// Returns what the environment arms: at the point the process says so and stands still.
#[cfg(debug_assertions)]
pub(super) fn armed(environment: &Environment) -> Result<Failpoints, CommandError> {
    let Some(spec) = environment.get(VARIABLE) else {
        return Ok(Failpoints::none());
    };
    let until = environment.get(UNTIL).map(std::path::PathBuf::from);
    let stand_still = move |name: &str| {
        crate::output::talk(format_args!("failpoint {name}"));
        // Standing still is what makes the point exact: whoever waits for the line above kills
        // the process here, and no destructor runs.
        while !until.as_ref().is_some_and(|file| file.exists()) {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    };
    Ok(Failpoints::at(spec, stand_still)?)
}

/// Returns none: a release has no such points.
#[cfg(not(debug_assertions))]
pub(super) fn armed(_: &Environment) -> Result<Failpoints, CommandError> {
    Ok(Failpoints::none())
}
