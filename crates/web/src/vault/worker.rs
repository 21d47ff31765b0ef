//! The vault's side: does the job.

use std::cell::RefCell;
use std::rc::Rc;

use certiroc_core::dossier::Proof;
use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{
    ExportPassword, Kdf, Kek, KeyId, KeySize, OpenError, Passphrase, PrivateKey, ROUNDS, SealedKey,
};
use zeroize::Zeroizing;

use super::protocol::{
    Adopt, AnyJob, CheckPassphrase, Item, Job, JobFailure, KeySource, Made, MakeRequests, MakeTrustStore,
    OpenSeal, OpenedSeal, Pack, PackedFile, PackedKey, ReadFiles, Reseal, SealKey, Secret, Sign, Stage, Told,
    done,
};
use super::{packing, reading};
use crate::browser::file_slices::{GivenFile, are_readable};
use crate::browser::random;
use crate::browser::web_crypto::WebCrypto;

/// A job that a vault knows how to do.
pub trait Perform: Job {
    /// Does it.
    async fn perform(self, vault: &Vault<'_>) -> Result<Self::Done, JobFailure>;
}

/// What a job is done with.
pub struct Vault<'a> {
    /// The browser's own cryptography, where it has one.
    pub web_crypto: Option<WebCrypto>,
    /// The files that came with the job.
    pub files: &'a [GivenFile],
    /// The seal key, once a job has opened it.
    pub seal_key: &'a RefCell<Option<PrivateKey>>,
    /// Is told each stage as it begins.
    pub progress: &'a dyn Fn(Stage),
}

impl Perform for MakeRequests {
    async fn perform(self, vault: &Vault<'_>) -> Result<Vec<Made>, JobFailure> {
        let passphrase = vault
            .dossier_passphrase(&self.passphrase, self.check.as_ref())
            .await?;
        let mut made = Vec::with_capacity(self.items.len());
        for item in self.items {
            made.push(vault.make(item, &passphrase).await?);
        }
        Ok(made)
    }
}

impl Perform for ReadFiles {
    async fn perform(self, vault: &Vault<'_>) -> Result<Self::Done, JobFailure> {
        vault.begin(Stage::Reading);
        Ok(reading::read_all(vault.files, &self))
    }
}

impl Perform for Adopt {
    async fn perform(self, vault: &Vault<'_>) -> Result<SealedKey, JobFailure> {
        let passphrase = vault
            .dossier_passphrase(&self.passphrase, self.check.as_ref())
            .await?;
        let key = vault.key_in_files(&self.passwords, self.key_id)?;
        vault.seal(&key, &passphrase).await
    }
}

impl Perform for Pack {
    async fn perform(self, vault: &Vault<'_>) -> Result<Vec<PackedFile>, JobFailure> {
        let secret = if self.delivery.container().has_key() {
            let key = match &self.key {
                PackedKey::Sealed(sealed, passphrase) => {
                    vault.begin(Stage::CheckingPassphrase);
                    vault.open(sealed, &known(passphrase)?).await?
                }
                PackedKey::InFile(key_id, passwords) => vault.key_in_files(passwords, *key_id)?,
            };
            let container = self.delivery.container();
            // What else a guesser knows, the page knows and has asked.
            let password = container.check_password(self.password.as_str(), &[], self.short_password);
            Some((key, password.map_err(|_| JobFailure::UnacceptablePassword)?))
        } else {
            None
        };
        vault.begin(Stage::Packing);
        packing::pack(&self, secret.as_ref())
    }
}

impl Perform for SealKey {
    async fn perform(self, vault: &Vault<'_>) -> Result<PackedFile, JobFailure> {
        let password = export_password(&self.password)?;
        let key = vault.key_in_files(&self.passwords, self.key_id)?;
        vault.begin(Stage::Packing);
        packing::seal_key(&key, &password, &self.stem)
    }
}

impl Perform for MakeTrustStore {
    async fn perform(self, vault: &Vault<'_>) -> Result<Vec<PackedFile>, JobFailure> {
        vault.begin(Stage::Packing);
        let password = self.kind.has_password().then(|| export_password(&self.password));
        packing::trust_store(&self, password.transpose()?.as_ref())
    }
}

impl Perform for Reseal {
    async fn perform(self, vault: &Vault<'_>) -> Result<Vec<SealedKey>, JobFailure> {
        let (old, new) = (known(&self.old)?, chosen(&self.new)?);
        let mut resealed = Vec::with_capacity(self.keys.len());
        for (index, key) in self.keys.iter().enumerate() {
            vault.begin(Stage::ResealingKey(index + 1, self.keys.len()));
            let key = vault.open(key, &old).await?;
            resealed.push(vault.seal(&key, &new).await?);
        }
        Ok(resealed)
    }
}

impl Perform for CheckPassphrase {
    async fn perform(self, vault: &Vault<'_>) -> Result<Vec<(KeyId, Proof)>, JobFailure> {
        let proofs = vault.prove(&self.keys, &known(&self.passphrase)?).await?;
        if proofs.iter().all(|(_, proof)| *proof == Proof::Closed) {
            return Err(JobFailure::WrongPassphrase);
        }
        Ok(proofs)
    }
}

impl Perform for OpenSeal {
    async fn perform(self, vault: &Vault<'_>) -> Result<OpenedSeal, JobFailure> {
        let passphrase = known(&self.passphrase)?;
        let proofs = vault.prove(&self.keys, &passphrase).await?;
        let mut opened = Vec::new();
        for sealed in &self.seal_keys.keys {
            let key = vault.opened(sealed, &passphrase).await?;
            opened.extend(key.map(|key| (key, sealed.clone())));
        }
        let public_keys: Vec<_> = opened.iter().map(|(key, _)| key.public_key_info()).collect();
        let (key, seal_key) = match self.seal_keys.find(&public_keys) {
            Some(place) => opened.swap_remove(place),
            None if proofs.iter().all(|(_, proof)| *proof == Proof::Closed) => {
                return Err(JobFailure::WrongPassphrase);
            }
            None => {
                vault.begin(Stage::MakingSealKey);
                let key = vault.generate(KeySize::Rsa2048).await?;
                let sealed = vault.seal(&key, &passphrase).await?;
                (key, sealed)
            }
        };
        let public_key_info = key.public_key_info().to_vec();
        vault.seal_key.replace(Some(key));
        Ok(OpenedSeal {
            proofs,
            seal_key,
            public_key_info,
        })
    }
}

impl Perform for Sign {
    async fn perform(self, vault: &Vault<'_>) -> Result<Vec<u8>, JobFailure> {
        let key = vault.seal_key.borrow();
        let key = key.as_ref().ok_or_else(|| internal("no seal key"))?;
        key.sign(&self.statement).map_err(internal)
    }
}

impl Vault<'_> {
    fn begin(&self, stage: Stage) {
        (self.progress)(stage);
    }

    fn key_in_files(&self, passwords: &[Secret], key_id: KeyId) -> Result<PrivateKey, JobFailure> {
        self.begin(Stage::Reading);
        reading::key(self.files, passwords, key_id)
    }

    /// The dossier's passphrase: what opens its first key, or the one that its keys shall have.
    async fn dossier_passphrase(
        &self,
        secret: &Secret,
        check: Option<&SealedKey>,
    ) -> Result<Passphrase, JobFailure> {
        match check {
            None => chosen(secret),
            Some(first) => {
                let passphrase = known(secret)?;
                self.begin(Stage::CheckingPassphrase);
                self.open(first, &passphrase).await?;
                Ok(passphrase)
            }
        }
    }

    async fn make(&self, item: Item, passphrase: &Passphrase) -> Result<Made, JobFailure> {
        let product = item.product;
        let (key, sealed_key) = match item.key {
            KeySource::New(size) => {
                self.begin(Stage::GeneratingKey(product, size));
                let key = self.generate(size).await?;
                self.begin(Stage::SealingKey(product));
                let sealed = self.seal(&key, passphrase).await?;
                (key, sealed)
            }
            KeySource::Sealed(sealed) => (self.open(&sealed, passphrase).await?, sealed),
        };
        self.begin(Stage::SigningRequest(product));
        let csr = csr::build(&key, &item.subject.attributes()).map_err(internal)?;
        let csr = Csr::from_der(&csr).map_err(internal)?;
        Ok(Made {
            product,
            key_id: key.id(),
            sealed_key,
            csr,
        })
    }

    async fn generate(&self, size: KeySize) -> Result<PrivateKey, JobFailure> {
        match &self.web_crypto {
            Some(web_crypto) => {
                let der = web_crypto.generate_rsa(size.bits()).await.map_err(browser)?;
                PrivateKey::from_pkcs8_der(der).map_err(internal)
            }
            None => PrivateKey::generate(size, &mut random::rng()).map_err(internal),
        }
    }

    async fn seal(&self, key: &PrivateKey, passphrase: &Passphrase) -> Result<SealedKey, JobFailure> {
        let mut rng = random::rng();
        let kdf = Kdf::new(&mut rng, ROUNDS);
        let kek = self.derive(&kdf, passphrase).await?;
        let sealed = SealedKey::seal(key, &kdf, &kek, &mut rng);
        // What nobody could open would be a key lost: it is opened before it is handed over.
        sealed.open(&kek).map_err(internal)?;
        Ok(sealed)
    }

    async fn open(&self, sealed: &SealedKey, passphrase: &Passphrase) -> Result<PrivateKey, JobFailure> {
        let kek = self.derive(sealed.kdf(), passphrase).await?;
        sealed.open(&kek).map_err(|error| match error {
            OpenError::WrongPassphrase => JobFailure::WrongPassphrase,
            OpenError::Key(error) => internal(error),
        })
    }

    /// The key, unless this passphrase does not open it.
    async fn opened(
        &self,
        sealed: &SealedKey,
        passphrase: &Passphrase,
    ) -> Result<Option<PrivateKey>, JobFailure> {
        match self.open(sealed, passphrase).await {
            Ok(key) => Ok(Some(key)),
            Err(JobFailure::WrongPassphrase) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// What the passphrase proves of keys to which these ids were given.
    async fn prove(
        &self,
        keys: &[(KeyId, SealedKey)],
        passphrase: &Passphrase,
    ) -> Result<Vec<(KeyId, Proof)>, JobFailure> {
        self.begin(Stage::CheckingPassphrase);
        let beyond_ours =
            |(_, sealed): &(KeyId, SealedKey)| u64::from(sealed.kdf().rounds().saturating_sub(ROUNDS));
        if keys.iter().map(beyond_ours).sum::<u64>() > MAX_ROUNDS_BEYOND_OURS {
            return Err(JobFailure::TooMuchWork);
        }
        let mut proofs = Vec::with_capacity(keys.len());
        for (key_id, sealed) in keys {
            let proof = match self.opened(sealed, passphrase).await? {
                Some(key) if key.id() == *key_id => Proof::Proven,
                Some(_) => Proof::OtherKey,
                None => Proof::Closed,
            };
            proofs.push((*key_id, proof));
        }
        Ok(proofs)
    }

    async fn derive(&self, kdf: &Kdf, passphrase: &Passphrase) -> Result<Kek, JobFailure> {
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

/// How many rounds the keys of one dossier may ask for beyond [`ROUNDS`] each: as many as a whole file of another kind.
const MAX_ROUNDS_BEYOND_OURS: u64 = 40_000_000;

/// A passphrase that shall protect keys.
fn chosen(secret: &Secret) -> Result<Passphrase, JobFailure> {
    Passphrase::parse(secret.as_str()).map_err(|_| JobFailure::UnacceptablePassphrase)
}

/// A passphrase that shall open keys: one that was never acceptable opens none.
fn known(secret: &Secret) -> Result<Passphrase, JobFailure> {
    Passphrase::parse(secret.as_str()).map_err(|_| JobFailure::WrongPassphrase)
}

/// A password that shall protect a file.
fn export_password(secret: &Secret) -> Result<ExportPassword, JobFailure> {
    ExportPassword::parse(secret.as_str()).map_err(|_| JobFailure::UnacceptablePassword)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn internal(error: impl ToString) -> JobFailure {
    JobFailure::Internal(error.to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn browser(error: wasm_bindgen::JsValue) -> JobFailure {
    JobFailure::Internal(crate::browser::describe(&error))
}

/// Listens for a job and does it. Everything it says goes to the page. Returns whether it can read files itself.
pub fn listen() -> bool {
    let seal_key = Rc::new(RefCell::new(None));
    crate::browser::worker::on_message(move |bytes, files| {
        let bytes = Zeroizing::new(bytes);
        let seal_key = Rc::clone(&seal_key);
        wasm_bindgen_futures::spawn_local(async move {
            match answer(&bytes, &files, &seal_key).await {
                Ok(message) => crate::browser::worker::post_to_page(&message),
                Err(failure) => say(&Told::Failed(failure)),
            }
        });
    });
    are_readable()
}

/// Does the job of these bytes and returns the message that tells what came of it.
async fn answer(
    bytes: &[u8],
    files: &[GivenFile],
    seal_key: &RefCell<Option<PrivateKey>>,
) -> Result<Vec<u8>, JobFailure> {
    let vault = &Vault {
        web_crypto: WebCrypto::find(),
        files,
        seal_key,
        progress: &|stage| say(&Told::Progress(stage)),
    };
    match AnyJob::from_bytes(bytes)? {
        AnyJob::MakeRequests(job) => done::<MakeRequests>(&job.perform(vault).await?),
        AnyJob::ReadFiles(job) => done::<ReadFiles>(&job.perform(vault).await?),
        AnyJob::Adopt(job) => done::<Adopt>(&job.perform(vault).await?),
        AnyJob::Pack(job) => done::<Pack>(&job.perform(vault).await?),
        AnyJob::SealKey(job) => done::<SealKey>(&job.perform(vault).await?),
        AnyJob::MakeTrustStore(job) => done::<MakeTrustStore>(&job.perform(vault).await?),
        AnyJob::Reseal(job) => done::<Reseal>(&job.perform(vault).await?),
        AnyJob::CheckPassphrase(job) => done::<CheckPassphrase>(&job.perform(vault).await?),
        AnyJob::OpenSeal(job) => done::<OpenSeal>(&job.perform(vault).await?),
        AnyJob::Sign(job) => done::<Sign>(&job.perform(vault).await?),
    }
}

/// Tells the page of a panic, whose message `std` has made.
pub fn say_panic(message: String) {
    say(&Told::Failed(JobFailure::Internal(message)));
}

fn say(told: &Told) {
    if let Ok(message) = told.to_bytes() {
        crate::browser::worker::post_to_page(&message);
    }
}
