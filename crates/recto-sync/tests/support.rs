//! What several test modules need.

use recto_sync::test_support::Cluster;
use secrecy::SecretString;

/// Starts a PostgreSQL server, or says which package is missing and returns none.
///
/// With `CI=true` a missing server fails the test.
#[expect(clippy::print_stderr, reason = "who skips a test must be told")]
pub(crate) fn cluster() -> Option<Cluster> {
    let ci = std::env::var("CI").ok();
    match Cluster::start_or_skip(ci.as_deref()) {
        Ok(Some(cluster)) => Some(cluster),
        Ok(None) => {
            eprintln!(
                "skipped: {}",
                recto_sync::test_support::ClusterError::NotInstalled
            );
            None
        }
        Err(error) => panic!("{error}"),
    }
}

pub(crate) fn secret(text: impl Into<String>) -> SecretString {
    SecretString::from(text.into())
}
