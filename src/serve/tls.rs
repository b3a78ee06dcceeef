//! TLS: a certificate of the user's, or one that is made when the server starts.

use std::{fs, net::IpAddr, path::PathBuf, sync::Arc};

use rcgen::{CertificateParams, DnType, KeyPair};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

use crate::error::{Error, ErrorKind, Place, Result};

/// The certificate of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TlsOptions {
    /// One that the server makes and signs itself. With a folder it is kept there, so that clients that
    /// were told to trust it need not be told again.
    SelfSigned(Option<PathBuf>),
    /// Files in the format PEM.
    Files {
        /// The certificate, with those that it depends on.
        certificate: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
}

/// TLS that is ready.
pub(super) struct Tls {
    acceptor: TlsAcceptor,
    fingerprint: String,
}

impl Tls {
    /// Reads a certificate, or makes one for an address and names.
    pub(super) fn open(options: &TlsOptions, ip: IpAddr, names: &[String]) -> Result<Self> {
        let (certificates, key) = match options {
            TlsOptions::Files { certificate, key } => (read(certificate)?, read_key(key)?),
            TlsOptions::SelfSigned(None) => {
                let (certificate, key) = made(ip, names)?;
                of_pem(&certificate, &key)?
            }
            TlsOptions::SelfSigned(Some(folder)) => kept(folder, ip, names)?,
        };
        let first = certificates.first().map(|c| c.as_ref().to_vec()).unwrap_or_default();
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|b| b.with_no_client_auth().with_single_cert(certificates, key))
            .map_err(|e| {
                let message = format!("the certificate cannot be used: {e}");
                Error::new(ErrorKind::Usage, message).because(e)
            })?;
        let fingerprint = Sha256::digest(&first).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), fingerprint })
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }

    pub(super) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

type Pair = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// The names of the files that keep a certificate.
const KEPT: [&str; 2] = ["serve-certificate.pem", "serve-key.pem"];

/// Makes a certificate, in PEM, with its key.
fn made(ip: IpAddr, names: &[String]) -> Result<(String, String)> {
    let cannot = |e: rcgen::Error| {
        Error::new(ErrorKind::Service, format!("no certificate can be made: {e}")).because(e)
    };
    let mut all = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if !ip.is_unspecified() && !ip.is_loopback() {
        all.push(ip.to_string());
    }
    all.extend(names.iter().map(|name| name.split(':').next().unwrap_or(name).to_owned()));
    let key = KeyPair::generate().map_err(cannot)?;
    let mut params = CertificateParams::new(all).map_err(cannot)?;
    params.distinguished_name.push(DnType::CommonName, "muwazi");
    let certificate = params.self_signed(&key).map_err(cannot)?;
    Ok((pem("CERTIFICATE", certificate.der()), pem("PRIVATE KEY", key.serialized_der())))
}

/// The certificate of a folder, made if there is none.
fn kept(folder: &std::path::Path, ip: IpAddr, names: &[String]) -> Result<Pair> {
    let [certificate, key] = KEPT.map(|name| folder.join(name));
    if !certificate.exists() || !key.exists() {
        let (made, own) = made(ip, names)?;
        fs::create_dir_all(folder).map_err(|e| Error::io("cannot make", folder, e))?;
        write_secret(&key, &own)?;
        fs::write(&certificate, made).map_err(|e| Error::io("cannot write", &certificate, e))?;
    }
    Ok((read(&certificate)?, read_key(&key)?))
}

/// Writes a file that only its owner can read.
fn write_secret(path: &std::path::Path, text: &str) -> Result<()> {
    let cannot = |e| Error::io("cannot write", path, e);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(cannot)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(cannot)
}

fn of_pem(certificate: &str, key: &str) -> Result<Pair> {
    let pair = CertificateDer::pem_slice_iter(certificate.as_bytes())
        .collect::<std::result::Result<Vec<_>, _>>()
        .and_then(|all| Ok((all, PrivateKeyDer::from_pem_slice(key.as_bytes())?)));
    pair.map_err(|e| Error::new(ErrorKind::Internal, format!("no certificate can be made: {e:?}")))
}

fn read(path: &std::path::Path) -> Result<Vec<CertificateDer<'static>>> {
    let bytes = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
    let all: std::result::Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    match all {
        Ok(all) if !all.is_empty() => Ok(all),
        _ => Err(not_pem("certificate", path)),
    }
}

fn read_key(path: &std::path::Path) -> Result<PrivateKeyDer<'static>> {
    let bytes = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|_| not_pem("private key", path))
}

fn not_pem(what: &str, path: &std::path::Path) -> Error {
    Error::new(ErrorKind::Usage, format!("there is no {what} in it"))
        .at(Place::file(path.display().to_string()))
        .hint("it is to be in the format PEM")
}

/// Bytes in the format PEM.
fn pem(label: &str, der: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in der.chunks(48) {
        for three in line.chunks(3) {
            let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for at in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
                out.push(if at > three.len() { '=' } else { char::from(letter) });
            }
        }
        out.push('\n');
    }
    out + &format!("-----END {label}-----\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_made_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let ip: IpAddr = "127.0.0.1".parse().unwrap();
        let options = TlsOptions::SelfSigned(Some(folder.path().to_owned()));
        let first = Tls::open(&options, ip, &["tm.example".to_owned()]).unwrap();
        assert_eq!(first.fingerprint().len(), 64);
        let again = Tls::open(&options, ip, &[]).unwrap();
        assert_eq!(first.fingerprint(), again.fingerprint());
        let other = Tls::open(&TlsOptions::SelfSigned(None), ip, &[]).unwrap();
        assert_ne!(first.fingerprint(), other.fingerprint());
        let [certificate, key] = KEPT.map(|name| folder.path().join(name));
        let files = TlsOptions::Files { certificate: certificate.clone(), key: key.clone() };
        assert!(Tls::open(&files, ip, &[]).is_ok());
        let swapped = TlsOptions::Files { certificate: key, key: certificate };
        assert!(Tls::open(&swapped, ip, &[]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_for_its_owner() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let ip = "127.0.0.1".parse().unwrap();
        Tls::open(&TlsOptions::SelfSigned(Some(folder.path().to_owned())), ip, &[]).unwrap();
        let mode = fs::metadata(folder.path().join(KEPT[1])).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}
