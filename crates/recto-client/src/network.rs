//! The way to the service over the network: connections, TLS, proxy.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};
use rustls_platform_verifier::Verifier;

use crate::builder::shown;

/// How long a connection may take to come about.
pub(crate) const CONNECT: Duration = Duration::from_secs(15);

/// How long an unused connection is kept. A server that closes one while a request is being sent on
/// it leaves a write in doubt, so it is given up before a server would.
pub(crate) const IDLE: Duration = Duration::from_secs(20);

/// The settings of a network client.
#[derive(Clone)]
pub(crate) struct Network {
    pub(crate) proxy: Option<String>,
    pub(crate) connect_timeout: Duration,
    pub(crate) idle_timeout: Duration,
    /// Unused connections kept for one host.
    pub(crate) idle_connections: usize,
    /// PEM texts.
    pub(crate) root_certificates: Vec<String>,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("proxy", &self.proxy.as_deref().map(shown))
            .field("connect_timeout", &self.connect_timeout)
            .field("idle_timeout", &self.idle_timeout)
            .field("idle_connections", &self.idle_connections)
            .finish_non_exhaustive()
    }
}

/// The network cannot be set up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NetworkError {
    #[error("{0}; check the proxy")]
    Proxy(#[source] reqwest::Error),
    #[error("{0}; this machine may lack its certificates (package ca-certificates)")]
    Tls(#[source] rustls::Error),
    #[error("a root certificate cannot be read: {0}; give it as PEM text")]
    Certificate(pem::Error),
    #[error("a root certificate has no certificate in it; give it as PEM text")]
    NoCertificate,
    #[error("{0}")]
    Client(#[source] reqwest::Error),
}

impl Default for Network {
    fn default() -> Self {
        Self {
            proxy: None,
            connect_timeout: CONNECT,
            idle_timeout: IDLE,
            idle_connections: usize::MAX,
            root_certificates: Vec::new(),
        }
    }
}

impl Network {
    /// The client with these settings. It asks no environment for a proxy and follows no redirect:
    /// a `POST` must not turn into a `GET`.
    pub(crate) fn client(&self) -> Result<reqwest::Client, NetworkError> {
        let mut builder = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.idle_timeout)
            .pool_max_idle_per_host(self.idle_connections)
            .tls_backend_preconfigured(self.tls()?);
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy).map_err(NetworkError::Proxy)?);
        }
        builder.build().map_err(NetworkError::Client)
    }

    /// TLS as the platform trusts it, with the program's provider of cryptography if it has
    /// installed one, else with ring.
    fn tls(&self) -> Result<ClientConfig, NetworkError> {
        let provider = CryptoProvider::get_default()
            .cloned()
            .unwrap_or_else(|| Arc::new(ring::default_provider()));
        let mut roots = Vec::new();
        for text in &self.root_certificates {
            let before = roots.len();
            for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
                roots.push(certificate.map_err(NetworkError::Certificate)?);
            }
            if roots.len() == before {
                return Err(NetworkError::NoCertificate);
            }
        }
        let verifier = Verifier::new_with_extra_roots(roots, provider.clone());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(NetworkError::Tls)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier.map_err(NetworkError::Tls)?))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}
