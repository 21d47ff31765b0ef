//! Makes a key and a request, and prints both: the key sealed under a passphrase drawn for it, which goes to the
//! standard error. `cargo run -p certiroc-pki --example request -- COMMON-NAME`

use std::error::Error;

use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, ROUNDS, SealedKey};
use certiroc_pki::x509::AttributeType;

fn main() -> Result<(), Box<dyn Error>> {
    let name = std::env::args().nth(1).ok_or("usage: request COMMON-NAME")?;
    let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
    let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng)?;
    let request = csr::build(&key, &[(AttributeType::CommonName, &name)])?;
    let passphrase = Passphrase::generate(&mut rng);
    let kdf = Kdf::new(&mut rng, ROUNDS);
    let sealed = SealedKey::seal(&key, &kdf, &kdf.derive(&passphrase), &mut rng);
    eprintln!("passphrase: {}", passphrase.as_str());
    print!("{}{}", Csr::from_der(&request)?.to_pem(), sealed.to_pem());
    Ok(())
}
