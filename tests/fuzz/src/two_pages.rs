//! Two pages over one file: one that has the passphrase, and one that has not.

use std::sync::{Arc, LazyLock};

use certiroc_core::dossier::{Difference, Dossier, DossierId, Event, SealKey, Sealing, differences};
use certiroc_core::establishment::{Draft, IdentifierKind};
use certiroc_core::order::Request;
use certiroc_core::procedure::{Choice, Mark, Person, Question, Role, Task};
use certiroc_core::product::Product;
use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use certiroc_pki::x509::Certificate;
use rand_core::UnwrapErr;
use time::{Date, OffsetDateTime};

/// What the pages have at hand.
struct Pool {
    /// The dossier that both have open, with a first key.
    start: Arc<Dossier>,
    /// Requests with keys of their own.
    requests: Vec<Request>,
    authority: Certificate,
}

static POOL: LazyLock<Pool> = LazyLock::new(|| {
    let mut rng = UnwrapErr(getrandom::SysRng);
    let kdf = Kdf::new(&mut rng, 1);
    let kek = kdf.derive(&Passphrase::parse(super::PASSPHRASE).expect("a passphrase"));
    let draft = Draft {
        name: "Hospices civils de Lyon".into(),
        department: "69".into(),
        identifier_kind: Some(IdentifierKind::FinessEj),
        identifier: "690781810".into(),
        ..Draft::default()
    };
    let mut requests = Vec::new();
    for _ in 0..3 {
        let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng).expect("a key");
        let csr = csr::build(&key, &draft.subject("Client").attributes()).expect("a request");
        requests.push(Request {
            key_id: key.id(),
            made_at: OffsetDateTime::UNIX_EPOCH,
            sealed_key: SealedKey::seal(&key, &kdf, &kek, &mut rng),
            passphrase_lost: false,
            csr: Csr::from_der(&csr).ok(),
            issued: Vec::new(),
        });
    }
    let mut start = Dossier::new(OffsetDateTime::UNIX_EPOCH);
    start.order_mut(Product::OrgAuthCli).add(requests.remove(0));
    start.seal_key = Some(SealKey {
        sealed: requests[0].sealed_key.clone(),
        public_key_info: Vec::new(),
    });
    let (certificates, _) = super::seeds::igc();
    let leaf = 4 + usize::from(u16::from_be_bytes([certificates[2], certificates[3]]));
    Pool {
        start: Arc::new(start),
        requests,
        authority: Certificate::from_der(&certificates[leaf..]).expect("a certificate"),
    }
});

/// A page: what it shows, and what it last read or wrote.
struct Page {
    present: Arc<Dossier>,
    base: Arc<Dossier>,
}

impl Page {
    /// Something that a user does.
    fn act(&mut self, deed: u8, letter: u8) {
        let dossier = Arc::make_mut(&mut self.present);
        let (now, by) = (
            OffsetDateTime::UNIX_EPOCH,
            ["", "Alix", "Camille"][usize::from(letter % 3)],
        );
        let product = Product::ALL[usize::from(letter % 2)];
        match deed % 10 {
            0 => dossier.establishment.name = char::from(letter).into(),
            1 => dossier.order_mut(product).service_name = char::from(letter).into(),
            2 => dossier
                .order_mut(product)
                .add(POOL.requests[usize::from(letter / 2 % 2)].clone()),
            3 => dossier.answer(
                Question::Contract,
                [Choice::Yes, Choice::No][usize::from(letter % 2)],
            ),
            4 => {
                let day = Date::from_ordinal_date(2026, 1 + u16::from(letter)).ok();
                dossier.mark(Task::Authorise, Mark::Sent, day);
            }
            5 => {
                let mail = char::from(letter).into();
                let name = by.into();
                dossier.name(Role::Mandataire, |known| *known = Person { name, mail });
            }
            6 => _ = dossier.add_authority(POOL.authority.clone()),
            7 => dossier.compare_authority(&POOL.authority),
            8 => dossier.refuse_authority(&POOL.authority),
            _ => dossier.erase(by, now, ""),
        }
        dossier.record(now, by, Event::PassphraseChanged);
    }

    /// Reads the file, and writes it: what was there and what is here made one.
    fn save(&mut self, file: &mut Arc<Dossier>) {
        let merged = self
            .present
            .merge(file, Some(&self.base))
            .expect("one dossier, one passphrase");
        let keys = merged.dossier.key_ids();
        assert!(keys.is_superset(&self.present.key_ids()) && keys.is_superset(&file.key_ids()));
        self.present = Arc::new(merged.dossier);
        self.base = Arc::clone(&self.present);
        file.clone_from(&self.present);
    }
}

/// What two pages do in turn loses no key, can be saved, and the page with the passphrase seals its own acts and nothing
/// else. Of each two bytes the first says who does what.
pub fn merge(bytes: &[u8]) {
    let start = &POOL.start;
    let page = || Page {
        present: Arc::clone(start),
        base: Arc::clone(start),
    };
    let (mut pages, mut file) = ([page(), page()], Arc::clone(start));
    let mut sealing = Sealing::begun(Arc::clone(start));
    sealing.verify(start, Vec::new(), &start.keys_in_use(), &|_| false);
    let mut own: Vec<Difference> = Vec::new();
    for deed in bytes.chunks_exact(2).take(64) {
        let who = usize::from(deed[0] & 1);
        let before = Arc::clone(&pages[who].present);
        if deed[0] & 0b110 == 0 {
            pages[who].save(&mut file);
            if who == 0 {
                sealing.meet(&before, &pages[0].present, Vec::new(), false, &|_| false);
            }
        } else {
            pages[who].act(deed[0] >> 3, deed[1]);
            if who == 0 {
                own.extend(differences(&before.items(), &pages[0].present.items()));
                sealing.count(&pages[0].present);
            }
        }
    }
    let [page, _] = pages;
    if let Ok(saved) = page.present.write("", OffsetDateTime::UNIX_EPOCH) {
        let again = Dossier::read(&saved).expect("what was written is read");
        assert_eq!(again.dossier, *page.present);
    }
    let unsigned = sealing.unsigned("", DossierId::new([0; 16]), OffsetDateTime::UNIX_EPOCH);
    if let Ok(Some(unsigned)) = unsigned {
        let (was, is) = (start.items(), unsigned.signed(Vec::new()).state().items());
        for sealed in differences(&was, &is) {
            let is_own = own
                .iter()
                .any(|act| (act.item, &act.new) == (sealed.item, &sealed.new));
            assert!(is_own, "sealed, and not done here: {sealed:?}");
        }
    }
}
