//! The proxy beside the emulator, and the file with its certificate.

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use recto_emulator::{Emulator, Proxy};
use tempfile::TempPath;
use tokio::net::TcpListener;

use crate::error::{CommandError, Context};

/// An open proxy.
pub(super) struct Door {
    pub(super) proxy: Proxy,
    pub(super) listener: TcpListener,
    address: SocketAddr,
    certificate: Certificate,
}

/// Where the certificate of the authority is.
enum Certificate {
    /// Where the caller wants it; stays.
    Named(PathBuf),
    /// In a file that is removed at the end.
    Passing(TempPath),
}

impl Door {
    /// Takes the port and writes the certificate.
    pub(super) async fn open(
        emulator: &Emulator,
        address: IpAddr,
        port: u16,
        file: Option<&Path>,
    ) -> Result<Self, CommandError> {
        let proxy = emulator.proxy()?;
        let listener = super::listen(address, port).await?;
        let address = listener.local_addr().context("cannot ask for the port")?;
        let pem = proxy.certificate_pem();
        let certificate = match file {
            Some(path) => {
                std::fs::write(path, pem)
                    .context(format_args!("cannot write {}", path.display()))?;
                Certificate::Named(path.to_owned())
            }
            None => Certificate::Passing(passing(pem).context(
                "cannot write the certificate below the folder for temporary files; \
                 name a file with --proxy-ca",
            )?),
        };
        Ok(Self {
            proxy,
            listener,
            address,
            certificate,
        })
    }

    /// What clients are told as their proxy.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The file that clients must trust.
    pub(super) fn certificate(&self) -> &Path {
        match &self.certificate {
            Certificate::Named(path) => path,
            Certificate::Passing(path) => path,
        }
    }
}

fn passing(pem: &str) -> std::io::Result<TempPath> {
    let mut file = tempfile::Builder::new()
        .prefix("recto-emulator-ca-")
        .suffix(".pem")
        .tempfile()?;
    file.write_all(pem.as_bytes())?;
    Ok(file.into_temp_path())
}
