//! Under which name this process holds leases, and whether another holder is known to be dead.
//!
//! After a crash nobody should wait for a lease to run out. Where the system tells which processes
//! live, a lease of a dead one on this machine is taken over at once.

use std::path::Path;

/// Returns this process's name: process, machine, and the machine's current boot.
pub(crate) fn name() -> String {
    format!("process {} on {}", std::process::id(), machine())
}

/// Tells whether `holder` was a process of this machine and boot that is no more.
pub(crate) fn is_dead(holder: &str) -> bool {
    let Some((process, place)) = holder
        .strip_prefix("process ")
        .and_then(|rest| rest.split_once(" on "))
    else {
        return false;
    };
    let Ok(process) = process.parse::<u32>() else {
        return false;
    };
    // A container sees other processes than its host, so only a proc of our own counts.
    let system = Path::new("/proc/self");
    system.exists() && place == machine() && !Path::new(&format!("/proc/{process}")).exists()
}

/// Names the machine so that no two are taken for one: host name, boot and process namespace.
fn machine() -> String {
    let read = |path: &str| {
        std::fs::read_to_string(path)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let host = read("/proc/sys/kernel/hostname");
    let boot = read("/proc/sys/kernel/random/boot_id");
    let namespace = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    let boot = boot.split('-').next().unwrap_or_default();
    format!("{host} ({boot} {})", namespace.display())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_living_and_strangers_are_not_dead() {
        assert!(!is_dead(&name()));
        assert!(!is_dead("process 1 on elsewhere"));
        assert!(!is_dead("somebody"));
        assert!(!is_dead(&format!("process x on {}", machine())));
    }

    #[test]
    fn an_ended_process_is_dead() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let holder = format!("process {} on {}", child.id(), machine());
        child.wait().unwrap();
        assert!(is_dead(&holder));
    }
}
