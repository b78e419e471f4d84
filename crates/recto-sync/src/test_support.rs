//! A throw-away PostgreSQL server for tests, made of the binaries that the system has.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Where Debian and its like put the server's binaries.
const DEBIAN: &str = "/usr/lib/postgresql";

/// How long the server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why there is no server to test against.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// The binaries are not installed.
    #[error(
        "no PostgreSQL server binaries (initdb, postgres): install the package `postgresql` \
         (apt-get install postgresql)"
    )]
    NotInstalled,
    /// Something did not run.
    #[error("cannot run {what}: {reason}")]
    Failed {
        /// The program.
        what: String,
        /// What it said.
        reason: String,
    },
}

impl ClusterError {
    /// Tells whether installing a package would help.
    pub const fn is_not_installed(&self) -> bool {
        matches!(self, Self::NotInstalled)
    }
}

/// A PostgreSQL server of one's own, gone with its files when it is dropped.
///
/// It listens on a random port of 127.0.0.1 and on a socket in its directory. The user `postgres`
/// needs no password; the user `locked` has a password that nobody knows. It is fast, not durable.
/// The server must not run as root, so root lends it the user `postgres`.
#[derive(Debug)]
pub struct Cluster {
    binaries: PathBuf,
    directory: PathBuf,
    port: u16,
    root: bool,
    server: Option<Child>,
}

impl Cluster {
    /// Makes and starts a server of the newest version that is installed.
    ///
    /// # Errors
    /// [`ClusterError::NotInstalled`] when there are no binaries.
    pub fn start() -> Result<Self, ClusterError> {
        Self::start_with(&find(Path::new(DEBIAN)).ok_or(ClusterError::NotInstalled)?)
    }

    /// Makes a server, or returns `None` where there are no binaries and `ci` is not `true`.
    ///
    /// The caller passes the value of the environment variable `CI`, and prints the error's line
    /// when it skips. Gates never skip: there a missing server is a failure.
    ///
    /// # Errors
    /// When the server does not start, or there is none although there must be.
    pub fn start_or_skip(ci: Option<&str>) -> Result<Option<Self>, ClusterError> {
        match Self::start() {
            Ok(cluster) => Ok(Some(cluster)),
            Err(error) if may_skip(&error, ci) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes and starts a server of these binaries.
    ///
    /// # Errors
    /// When a program fails; the message holds what it said.
    pub fn start_with(binaries: &Path) -> Result<Self, ClusterError> {
        let root = run(Command::new("id").arg("-u"))?.trim() == "0";
        let mut make = as_owner(root, "mktemp");
        let directory = run(make.args(["-d", "/tmp/recto-postgres.XXXXXX"]))?;
        let mut cluster = Self {
            binaries: binaries.to_owned(),
            directory: PathBuf::from(directory.trim()),
            port: free_port()?,
            root,
            server: None,
        };
        let data = cluster.data();
        let initdb = cluster.binaries.join("initdb");
        run(as_owner(root, &initdb)
            .args([
                "--no-sync",
                "--no-instructions",
                "--auth=trust",
                "--username=postgres",
            ])
            .args(["--encoding=UTF8", "--locale=C", "--pgdata"])
            .arg(&data))?;
        cluster.launch()?;
        cluster.psql(
            "postgres",
            "create role locked login password 'nobody knows it'",
        )?;
        cluster.lock()?;
        Ok(cluster)
    }

    /// Makes the role `locked` need its password from now on.
    fn lock(&self) -> Result<(), ClusterError> {
        let rules = "host all locked 127.0.0.1/32 scram-sha-256\n\
                     host all all 127.0.0.1/32 trust\nlocal all all trust\n";
        let script = format!("printf '{rules}' > '{}/pg_hba.conf'", self.data().display());
        run(as_owner(self.root, "sh").args(["-c", &script]))?;
        self.psql("postgres", "select pg_reload_conf()")
    }

    fn launch(&mut self) -> Result<(), ClusterError> {
        let mut command = Command::new("setpriv");
        if self.root {
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
        }
        // A test that is killed must not leave its server behind.
        command
            .args(["--pdeathsig", "QUIT"])
            .arg(self.binaries.join("postgres"));
        command
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.port.to_string()]);
        command.arg("-k").arg(&self.directory);
        for setting in [
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "shared_buffers=32MB",
        ] {
            command.args(["-c", setting]);
        }
        command
            .args(["-c", "listen_addresses=127.0.0.1"])
            .stdin(Stdio::null());
        let log = std::fs::File::create(self.log()).map_err(|error| failed("setpriv", error))?;
        command.stdout(Stdio::null()).stderr(log).current_dir("/");
        let server = command.spawn().map_err(|error| failed("setpriv", error))?;
        self.server = Some(server);
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err()
            || self.psql("postgres", "select 1").is_err()
        {
            let waited = self.server.as_mut().map(Child::try_wait);
            let ended = !matches!(waited, Some(Ok(None)));
            if ended || begun.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.log()).unwrap_or_default();
                return Err(failed("postgres", log));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    fn log(&self) -> PathBuf {
        self.directory.join("log")
    }

    /// Returns the TCP port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Returns the URL of a database, by TCP.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Returns the URL of a database, by the Unix socket.
    pub fn socket_url(&self, database: &str) -> String {
        let host = self.directory.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}:{}/{database}", self.port)
    }

    /// Makes a database and returns its URL.
    ///
    /// # Errors
    /// When there is one of that name.
    pub fn create_database(&self, name: &str) -> Result<String, ClusterError> {
        self.psql("postgres", &format!("create database \"{name}\""))?;
        Ok(self.url(name))
    }

    /// Runs SQL in a database, stopping at the first error.
    ///
    /// # Errors
    /// When the SQL fails; the message holds what the server said.
    pub fn psql(&self, database: &str, sql: &str) -> Result<(), ClusterError> {
        let mut command = Command::new(self.binaries.join("psql"));
        command.args([
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--command",
            sql,
        ]);
        command.arg(self.url(database));
        run(&mut command).map(drop)
    }

    /// Stops the server as if the power had failed; its files stay until the drop.
    ///
    /// # Errors
    /// When the server cannot be stopped.
    pub fn stop(&mut self) -> Result<(), ClusterError> {
        let Some(mut server) = self.server.take() else {
            return Ok(());
        };
        let data = self.data();
        let pg_ctl = self.binaries.join("pg_ctl");
        let stopped = run(as_owner(self.root, &pg_ctl)
            .args(["stop", "--silent", "--mode=immediate", "--pgdata"])
            .arg(data));
        if stopped.is_err() {
            // Its children see that it is gone and end as well.
            let _ = server.kill();
        }
        let _ = server.wait();
        stopped.map(drop)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // There is nobody left to tell.
        let _ = self.stop();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn may_skip(error: &ClusterError, ci: Option<&str>) -> bool {
    error.is_not_installed() && ci != Some("true")
}

/// Finds the newest version's directory of binaries.
fn find(versions: &Path) -> Option<PathBuf> {
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let mut found: Vec<PathBuf> = std::fs::read_dir(versions)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    found.sort_by_key(|path| std::cmp::Reverse(number(path)));
    found
        .into_iter()
        .map(|version| version.join("bin"))
        .find(|path| path.join("initdb").is_file() && path.join("postgres").is_file())
}

fn free_port() -> Result<u16, ClusterError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| failed("a listener", error))
}

fn as_owner(root: bool, program: impl AsRef<std::ffi::OsStr>) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    // The current directory may be closed to that user.
    command.current_dir("/");
    command
}

fn run(command: &mut Command) -> Result<String, ClusterError> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output: io::Result<Output> = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| failed(&name, error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(failed(
        &name,
        String::from_utf8_lossy(&output.stderr).trim(),
    ))
}

fn failed(what: &str, reason: impl fmt::Display) -> ClusterError {
    ClusterError::Failed {
        what: what.to_owned(),
        reason: reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_complete_version_is_found() {
        let versions = tempfile::tempdir().unwrap();
        for (version, programs) in [
            ("9", &["initdb", "postgres"][..]),
            ("15", &["initdb", "postgres"]),
            ("17", &["psql"]),
        ] {
            let bin = versions.path().join(version).join("bin");
            std::fs::create_dir_all(&bin).unwrap();
            for program in programs {
                std::fs::write(bin.join(program), "").unwrap();
            }
        }
        assert_eq!(find(versions.path()), Some(versions.path().join("15/bin")));
        assert_eq!(find(&versions.path().join("none")), None);
    }

    #[test]
    fn gates_never_skip() {
        assert!(may_skip(&ClusterError::NotInstalled, None));
        assert!(may_skip(&ClusterError::NotInstalled, Some("")));
        assert!(!may_skip(&ClusterError::NotInstalled, Some("true")));
        assert!(!may_skip(&failed("initdb", "no space left"), None));
        assert!(
            ClusterError::NotInstalled
                .to_string()
                .contains("apt-get install postgresql")
        );
    }
}
