//! A clean room for the binary: no environment but what a test gives it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// The single JSON document on stdout; anything beside it is an error.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("not one JSON document: {error}\n{self:#?}"))
    }

    /// Asserts the exit code and hands the run back.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

/// The binary, in `directory`, with an empty environment but for what a dynamic linker needs.
pub(crate) fn recto(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command
        .current_dir(directory)
        .env_clear()
        .stdin(Stdio::null());
    for name in ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "SystemRoot"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// Runs the binary to its end.
pub(crate) fn run(directory: &Path, arguments: &[&str]) -> Ran {
    finish(recto(directory).args(arguments))
}

/// Runs a prepared command to its end.
pub(crate) fn finish(command: &mut Command) -> Ran {
    let output = command.output().expect("the binary starts");
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

/// Sends a signal by name; the standard library only knows how to kill.
pub(crate) fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), child.id().to_string()])
        .status()
        .expect("kill is there");
    assert!(sent.success(), "signal {name}");
}

/// Waits for a process to end by itself.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("the process can be waited for") {
            return status.code();
        }
        assert!(start.elapsed() < limit, "the process does not end");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// `recto emulator` in a process of its own.
pub(crate) struct EmulatorProcess {
    pub(crate) child: Child,
    pub(crate) base_url: String,
    pub(crate) token: String,
    pub(crate) root_page_id: String,
    // Kept open, so that the process can still write.
    _stdout: BufReader<ChildStdout>,
}

impl EmulatorProcess {
    /// Starts one on a free port with its workspace in `data`.
    pub(crate) fn start(data: &Path) -> Self {
        let directory = data.parent().expect("a file in a directory");
        let mut child = recto(directory)
            .args(["emulator", "--port", "0", "--format", "json", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("the address");
        let address: Value = serde_json::from_str(&line).expect("one line of JSON");
        let text = |name: &str| address[name].as_str().expect(name).to_owned();
        Self {
            child,
            base_url: text("base_url"),
            token: text("token"),
            root_page_id: text("root_page_id"),
            _stdout: stdout,
        }
    }
}

impl Drop for EmulatorProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
