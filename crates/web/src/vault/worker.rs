//! The vault's side: does the job.

use certiroc_pki::csr;
use certiroc_pki::key::{
    ExportPassword, Kdf, Kek, KeySize, OpenError, Passphrase, PrivateKey, ROUNDS, SealedKey,
};
use web_sys::File;
use zeroize::Zeroizing;

use super::protocol::{Failure, Item, Job, KeySource, Made, PackedKey, Reply, Secret, Stage};
use super::{packing, reading};
use crate::browser::random;
use crate::browser::web_crypto::WebCrypto;

/// Does a job with the files that came with it, telling its stages as they begin, and returns its end.
pub async fn run(job: Job, files: &[File], progress: impl Fn(Stage)) -> Reply {
    Vault {
        web_crypto: WebCrypto::find(),
        progress: &progress,
    }
    .run(job, files)
    .await
    .unwrap_or_else(Reply::Failed)
}

struct Vault<'a> {
    /// The browser's own cryptography, where it has one.
    web_crypto: Option<WebCrypto>,
    progress: &'a dyn Fn(Stage),
}

impl Vault<'_> {
    async fn run(&self, job: Job, files: &[File]) -> Result<Reply, Failure> {
        match job {
            Job::Make {
                items,
                passphrase,
                check,
            } => {
                let passphrase = self.dossier_passphrase(&passphrase, check.as_ref()).await?;
                let mut made = Vec::with_capacity(items.len());
                for item in items {
                    made.push(self.make(item, &passphrase).await?);
                }
                Ok(Reply::Made(made))
            }
            Job::Read {
                passwords,
                certificates,
                serial_numbers,
            } => {
                (self.progress)(Stage::Reading);
                Ok(Reply::Read(reading::read_all(
                    files,
                    &passwords,
                    &certificates,
                    &serial_numbers,
                )))
            }
            Job::Adopt {
                passwords,
                key_id,
                passphrase,
                check,
            } => {
                let passphrase = self.dossier_passphrase(&passphrase, check.as_ref()).await?;
                (self.progress)(Stage::Reading);
                let key = reading::key(files, &passwords, key_id)?;
                Ok(Reply::Adopted(self.seal(&key, &passphrase).await?))
            }
            Job::Pack { key, what, password } => {
                let key = if what.delivery.container().has_key() {
                    let key = match key {
                        PackedKey::Sealed(sealed, passphrase) => {
                            (self.progress)(Stage::CheckingPassphrase);
                            self.open(&sealed, &known(&passphrase)?).await?
                        }
                        PackedKey::InFile(key_id, passwords) => {
                            (self.progress)(Stage::Reading);
                            reading::key(files, &passwords, key_id)?
                        }
                    };
                    Some((key, export_password(&password)?))
                } else {
                    None
                };
                (self.progress)(Stage::Packing);
                packing::pack(&what, key.as_ref())
            }
            Job::SealKey {
                key_id,
                passwords,
                password,
                stem,
            } => {
                let password = export_password(&password)?;
                (self.progress)(Stage::Reading);
                let key = reading::key(files, &passwords, key_id)?;
                (self.progress)(Stage::Packing);
                packing::seal_key(&key, &password, &stem)
            }
            Job::TrustStore { what, password } => {
                (self.progress)(Stage::Packing);
                let password = what.kind.has_password().then(|| export_password(&password));
                packing::trust_store(&what, password.transpose()?.as_ref())
            }
            Job::Reseal { keys, old, new } => {
                let (old, new) = (known(&old)?, chosen(&new)?);
                let mut resealed = Vec::with_capacity(keys.len());
                for (index, key) in keys.iter().enumerate() {
                    (self.progress)(Stage::ResealingKey(index + 1, keys.len()));
                    let key = self.open(key, &old).await?;
                    resealed.push(self.seal(&key, &new).await?);
                }
                Ok(Reply::Resealed(resealed))
            }
        }
    }

    /// The dossier's passphrase: what opens its first key, or the one that its keys shall have.
    async fn dossier_passphrase(
        &self,
        secret: &Secret,
        check: Option<&SealedKey>,
    ) -> Result<Passphrase, Failure> {
        match check {
            None => chosen(secret),
            Some(first) => {
                let passphrase = known(secret)?;
                (self.progress)(Stage::CheckingPassphrase);
                self.open(first, &passphrase).await?;
                Ok(passphrase)
            }
        }
    }

    async fn make(&self, item: Item, passphrase: &Passphrase) -> Result<Made, Failure> {
        let product = item.product;
        let (key, sealed_key) = match item.key {
            KeySource::New(size) => {
                (self.progress)(Stage::GeneratingKey(product, size));
                let key = self.generate(size).await?;
                (self.progress)(Stage::SealingKey(product));
                let sealed = self.seal(&key, passphrase).await?;
                (key, sealed)
            }
            KeySource::Sealed(sealed) => (self.open(&sealed, passphrase).await?, sealed),
        };
        (self.progress)(Stage::SigningRequest(product));
        let csr = csr::build(&key, &item.subject.attributes()).map_err(internal)?;
        Ok(Made {
            product,
            key_id: key.id(),
            sealed_key,
            csr,
        })
    }

    async fn generate(&self, size: KeySize) -> Result<PrivateKey, Failure> {
        match &self.web_crypto {
            Some(web_crypto) => {
                let der = web_crypto.generate_rsa(size.bits()).await.map_err(browser)?;
                PrivateKey::from_pkcs8_der(der).map_err(internal)
            }
            None => PrivateKey::generate(size, &mut random::rng()).map_err(internal),
        }
    }

    async fn seal(&self, key: &PrivateKey, passphrase: &Passphrase) -> Result<SealedKey, Failure> {
        let mut rng = random::rng();
        let kdf = Kdf::new(&mut rng, ROUNDS);
        let kek = self.derive(&kdf, passphrase).await?;
        let sealed = SealedKey::seal(key, &kdf, &kek, &mut rng);
        // What nobody could open would be a key lost: it is opened before it is handed over.
        sealed.open(&kek).map_err(internal)?;
        Ok(sealed)
    }

    async fn open(&self, sealed: &SealedKey, passphrase: &Passphrase) -> Result<PrivateKey, Failure> {
        let kek = self.derive(sealed.kdf(), passphrase).await?;
        sealed.open(&kek).map_err(|error| match error {
            OpenError::WrongPassphrase => Failure::WrongPassphrase,
            OpenError::Key(error) => internal(error),
        })
    }

    async fn derive(&self, kdf: &Kdf, passphrase: &Passphrase) -> Result<Kek, Failure> {
        match &self.web_crypto {
            Some(web_crypto) => {
                let bytes = passphrase.as_str().as_bytes();
                let derived = web_crypto
                    .pbkdf2(bytes, kdf.salt(), kdf.rounds())
                    .await
                    .map_err(browser)?;
                Ok(Kek::from_bytes(derived))
            }
            None => Ok(kdf.derive(passphrase)),
        }
    }
}

/// A passphrase that shall protect keys.
fn chosen(secret: &Secret) -> Result<Passphrase, Failure> {
    Passphrase::parse(secret.as_str()).map_err(|_| Failure::UnacceptablePassphrase)
}

/// A passphrase that shall open keys: one that was never acceptable opens none.
fn known(secret: &Secret) -> Result<Passphrase, Failure> {
    Passphrase::parse(secret.as_str()).map_err(|_| Failure::WrongPassphrase)
}

/// A password that shall protect a file.
fn export_password(secret: &Secret) -> Result<ExportPassword, Failure> {
    ExportPassword::parse(secret.as_str()).map_err(|_| Failure::UnacceptablePassword)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn internal(error: impl ToString) -> Failure {
    Failure::Internal(error.to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn browser(error: wasm_bindgen::JsValue) -> Failure {
    Failure::Internal(crate::browser::describe(&error))
}

/// Listens for a job and does it. Everything it says goes to the page.
pub fn listen() {
    crate::browser::worker::on_message(|bytes, files| {
        let bytes = Zeroizing::new(bytes);
        wasm_bindgen_futures::spawn_local(async move {
            let end = match postcard::from_bytes(&bytes) {
                Ok(job) => run(job, &files, |stage| say(&Reply::Progress(stage))).await,
                Err(error) => Reply::Failed(internal(error)),
            };
            say(&end);
        });
    });
}

/// Tells the page of a panic, whose message `std` has made.
pub fn say_panic(message: String) {
    say(&Reply::Failed(Failure::Internal(message)));
}

fn say(reply: &Reply) {
    if let Ok(bytes) = postcard::to_stdvec(reply) {
        crate::browser::worker::post_to_page(&bytes);
    }
}
