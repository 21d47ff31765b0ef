//! Every text, in each language.
//!
//! `{}` stands for what is put in its place, in order. French has a no-break space before `: ; ? !` and inside
//! guillemets.

use certiroc_smartcard::pkcs15::one_line;

use crate::failure::Failure;

/// A language of the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// French.
    French,
    /// English.
    English,
}

impl Language {
    /// The language with this code, `fr` or `en`.
    pub fn by_code(code: &str) -> Option<Self> {
        match code {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The language of the system, from a variable such as `LANG`: French unless it says English.
    pub fn of_locale(locale: &str) -> Self {
        if locale.starts_with("en") {
            Self::English
        } else {
            Self::French
        }
    }

    /// Its texts.
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::French => &FRENCH,
            Self::English => &ENGLISH,
        }
    }
}

/// The texts of a language.
pub struct Texts {
    /// The text of `--help`.
    pub help: &'static str,
    /// What `--help` is for, after a usage error.
    pub try_help: &'static str,
    /// Before every failure.
    pub error: &'static str,
    /// A reader of the list, with a card.
    pub with_card: &'static str,
    /// The same, with a card that does not answer.
    pub with_mute_card: &'static str,
    /// The same, without.
    pub empty: &'static str,
    /// What is being read, and where.
    pub reading: &'static str,
    /// The first row of the summary.
    pub card: &'static str,
    /// Where the card has no label.
    pub unlabelled: &'static str,
    /// Its generation.
    pub generation: &'static str,
    /// The number of the chip.
    pub serial: &'static str,
    /// A certificate, and whose it is.
    pub certificate: &'static str,
    /// Its subject.
    pub holder: &'static str,
    /// Its issuer.
    pub issuer: &'static str,
    /// Its first and its last day.
    pub validity: &'static str,
    /// What is no certificate.
    pub unreadable: &'static str,
    /// A certificate that the card lists and does not give.
    pub lost: &'static str,
    /// How many commands were sent.
    pub commands: &'static str,
    /// Where the file is.
    pub written: &'static str,
    /// A generation.
    pub cps3: &'static str,
    /// A generation.
    pub cps3_contactless: &'static str,
    /// A generation.
    pub cps4: &'static str,
    /// A generation.
    pub cps4_candidate: &'static str,
    /// A generation.
    pub cps2ter: &'static str,
    /// A generation.
    pub unknown_cps: &'static str,
    /// A generation.
    pub unknown: &'static str,
    /// [`Failure::NoService`]
    pub no_service: &'static str,
    /// [`Failure::NoReader`]
    pub no_reader: &'static str,
    /// [`Failure::UnknownReader`]
    pub unknown_reader: &'static str,
    /// [`Failure::SeveralReaders`]
    pub several_readers: &'static str,
    /// [`Failure::NoCard`]
    pub no_card: &'static str,
    /// [`Failure::Mute`]
    pub mute: &'static str,
    /// [`Failure::Busy`]
    pub busy: &'static str,
    /// [`Failure::Vitale`]
    pub vitale: &'static str,
    /// [`Failure::UnknownCard`]
    pub unknown_card: &'static str,
    /// [`Failure::NoCertificates`]
    pub no_certificates: &'static str,
    /// [`Failure::CardRemoved`]
    pub card_removed: &'static str,
    /// [`Failure::ReaderRemoved`]
    pub reader_removed: &'static str,
    /// [`Failure::Refused`]
    pub refused: &'static str,
    /// [`Failure::Reader`]
    pub reader: &'static str,
    /// [`Failure::Card`]
    pub card_fault: &'static str,
    /// [`Failure::FileExists`]
    pub file_exists: &'static str,
    /// [`Failure::File`]
    pub file: &'static str,
}

const FRENCH: Texts = Texts {
    help: "\
certiroc-card lit les données publiques d’une carte CPx (CPS, CPF, CPE, CDE…) par PC/SC et les
écrit dans un seul fichier, à donner à la page CertiROC. Aucun code confidentiel n’est demandé
ni envoyé ; rien n’est écrit sur la carte, et rien ne part sur le réseau.

Usage : certiroc-card [OPTIONS] [LECTEUR]

  LECTEUR              nom du lecteur, ou une partie de son nom ; sans lui, le seul lecteur qui
                       contient une carte
  -l, --list           nommer les lecteurs, sans lire de carte
  -o, --output FICHIER où écrire ; « - » : la sortie standard. Sans cette option, dans ce
                       dossier : carte-<dix chiffres de la carte>.pem
  -f, --force          remplacer un fichier qui existe
      --lang fr|en     langue des messages (sinon LC_ALL, LC_MESSAGES, LANG ; sinon le français)
  -V, --version
  -h, --help

Codes de sortie :
   0  le fichier est écrit            9  carte Vitale
   1  fichier impossible à écrire    10  carte d’une autre famille
   2  option inconnue                11  carte sans certificat
   3  pas de service PC/SC           12  carte ou lecteur retiré pendant la lecture
   4  pas de lecteur, ou inconnu     13  le fichier existe déjà
   5  plusieurs lecteurs             14  accès refusé par le système
   6  pas de carte                   15  le lecteur ou son pilote
   7  carte muette                   16  réponse inattendue de la carte
   8  lecteur occupé
",
    try_help: "Essayez : certiroc-card --help",
    error: "Erreur : ",
    with_card: "carte présente",
    with_mute_card: "carte muette",
    empty: "vide",
    reading: "Lecture de la carte dans {}…",
    card: "Carte : {}",
    unlabelled: "sans nom",
    generation: "Génération : {}",
    serial: "Numéro de la puce (EF.SN.ICC) : {}",
    certificate: "Certificat « {} »",
    holder: "  porteur : {}",
    issuer: "  émis par : {}",
    validity: "  valable du {} au {}",
    unreadable: "  illisible : ce n’est pas un certificat X.509",
    lost: "Certificat « {} » : annoncé par la carte, mais illisible",
    commands: "{} commandes de lecture envoyées, aucun code confidentiel.",
    written: "Fichier écrit : {}. Donnez-le à la page CertiROC, rubrique « Cartes et lecteurs ».",
    cps3: "CPS3",
    cps3_contactless: "CPS3, lue sans contact",
    cps4: "CPS4",
    cps4_candidate: "CPS4, version candidate",
    cps2ter: "CPS2ter, ancienne génération",
    unknown_cps: "famille CPS, version inconnue",
    unknown: "inconnue d’après l’ATR",
    no_service: "le service PC/SC du système ne répond pas. Sous Linux, installez et démarrez pcscd (paquets pcscd et libccid) ; sous Windows, démarrez le service « Carte à puce » (SCardSvr) ; sous macOS, branchez le lecteur puis recommencez.",
    no_reader: "aucun lecteur de cartes n’est branché. Branchez-en un, attendez quelques secondes et recommencez ; s’il est branché, son pilote manque.",
    unknown_reader: "aucun lecteur ne porte ce nom. Lecteurs présents :",
    several_readers: "plusieurs lecteurs peuvent convenir. Donnez le nom de l’un d’eux, entre guillemets :",
    no_card: "pas de carte dans le lecteur. Insérez-la, puce vers le lecteur, et recommencez. Lecteurs regardés :",
    mute: "la carte ne répond pas. Est-elle à l’envers, ou la puce est-elle sale ? Retirez-la, retournez-la et recommencez.",
    busy: "la carte est prise par un autre programme : la Cryptolib, un logiciel de facturation, une session ouverte par la carte. Fermez-le et recommencez.",
    vitale: "c’est une carte Vitale, celle d’un assuré. Il faut une carte de la famille CPS (CPS, CPE, CDE…).",
    unknown_card: "cette carte n’est pas de la famille CPS : aucune application de carte professionnelle n’y a été trouvée. Insérez une carte CPS, CPF, CPE, CDE, CPA ou CDA.",
    no_certificates: "la carte est de la famille CPS, mais aucun certificat n’y est lisible. Est-elle nouvelle ou à renouveler ? Le support des cartes de l’ANS peut le dire.",
    card_removed: "la carte a été retirée pendant la lecture. Remettez-la, laissez-la en place et recommencez.",
    reader_removed: "le lecteur a été débranché. Rebranchez-le et recommencez.",
    refused: "le système refuse l’accès au lecteur. Ce compte a-t-il le droit de s’en servir ? Réponse du système : {}",
    reader: "le lecteur ou son pilote n’a pas fait ce qu’il devait. Débranchez-le, rebranchez-le et recommencez. Détail pour le support : {}",
    card_fault: "la carte a répondu de façon inattendue. Recommencez ; si cela se répète, donnez à la page le fichier de son certificat. Détail pour le support : {}",
    file_exists: "{} existe déjà, et n’a pas été touché. Choisissez un autre nom (--output), ou remplacez-le (--force).",
    file: "{} ne peut pas être écrit. Choisissez un autre dossier (--output). Réponse du système : {}",
};

const ENGLISH: Texts = Texts {
    help: "\
certiroc-card reads the public data of a CPx card (CPS, CPF, CPE, CDE…) over PC/SC and writes
them to one file, to be given to the CertiROC page. It neither asks for a confidential code nor
sends one; nothing is written to the card, and nothing goes to the network.

Usage: certiroc-card [OPTIONS] [READER]

  READER               the reader’s name, or a part of it; without it, the only reader that has
                       a card
  -l, --list           name the readers, read no card
  -o, --output FILE    where to write; “-”: standard output. Without it, in this folder:
                       carte-<the ten digits of the card>.pem
  -f, --force          replace a file that exists
      --lang fr|en     language of the messages (else LC_ALL, LC_MESSAGES, LANG; else French)
  -V, --version
  -h, --help

Exit codes:
   0  the file is written             9  Vitale card
   1  the file cannot be written     10  card of another family
   2  unknown option                 11  card without certificates
   3  no PC/SC service               12  card or reader removed during the reading
   4  no reader, or unknown          13  the file exists already
   5  several readers                14  refused by the system
   6  no card                        15  the reader or its driver
   7  mute card                      16  unexpected answer of the card
   8  reader busy
",
    try_help: "Try: certiroc-card --help",
    error: "Error: ",
    with_card: "card present",
    with_mute_card: "mute card",
    empty: "empty",
    reading: "Reading the card in {}…",
    card: "Card: {}",
    unlabelled: "without a name",
    generation: "Generation: {}",
    serial: "Number of the chip (EF.SN.ICC): {}",
    certificate: "Certificate “{}”",
    holder: "  holder: {}",
    issuer: "  issued by: {}",
    validity: "  valid from {} to {}",
    unreadable: "  unreadable: this is no X.509 certificate",
    lost: "Certificate “{}”: listed by the card, but unreadable",
    commands: "{} commands to read sent, no confidential code.",
    written: "File written: {}. Give it to the CertiROC page, under “Cards and readers”.",
    cps3: "CPS3",
    cps3_contactless: "CPS3, read without contact",
    cps4: "CPS4",
    cps4_candidate: "CPS4, candidate version",
    cps2ter: "CPS2ter, an old generation",
    unknown_cps: "CPS family, unknown version",
    unknown: "unknown by its ATR",
    no_service: "the system’s PC/SC service does not answer. On Linux, install and start pcscd (packages pcscd and libccid); on Windows, start the service “Smart Card” (SCardSvr); on macOS, plug the reader in and try again.",
    no_reader: "no card reader is plugged in. Plug one in, wait a few seconds and try again; if one is, its driver is missing.",
    unknown_reader: "no reader has that name. Readers that are there:",
    several_readers: "several readers may be meant. Give the name of one of them, in quotation marks:",
    no_card: "there is no card in the reader. Insert it, chip first, and try again. Readers looked at:",
    mute: "the card does not answer. Is it upside down, or is the chip dirty? Take it out, turn it over, and try again.",
    busy: "another program has the card: the Cryptolib, billing software, a session opened with the card. Close it and try again.",
    vitale: "this is a Vitale card, that of an insured person. A card of the CPS family is needed (CPS, CPE, CDE…).",
    unknown_card: "this card is not of the CPS family: no application of a professional’s card was found on it. Insert a CPS, CPF, CPE, CDE, CPA or CDA card.",
    no_certificates: "the card is of the CPS family, but no certificate can be read from it. Is it new, or due for renewal? The ANS card support can tell.",
    card_removed: "the card was removed while it was being read. Put it back, leave it there, and try again.",
    reader_removed: "the reader was unplugged. Plug it in again, and try again.",
    refused: "the system refuses access to the reader. May this account use it? The system’s answer: {}",
    reader: "the reader or its driver did not do what it should. Unplug it, plug it in again and try once more. Details for support: {}",
    card_fault: "the card gave an unexpected answer. Try again; if it happens again, give the page the file of its certificate. Details for support: {}",
    file_exists: "{} exists already, and was left as it is. Choose another name (--output), or replace it (--force).",
    file: "{} cannot be written. Choose another folder (--output). The system’s answer: {}",
};

/// Puts each value in the place of a `{}`.
pub fn fill(text: &str, values: &[&str]) -> String {
    let mut pieces = text.split("{}");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for (index, piece) in pieces.enumerate() {
        filled.push_str(values.get(index).copied().unwrap_or_default());
        filled.push_str(piece);
    }
    filled
}

impl Texts {
    /// What went wrong, and the way out.
    pub fn failure(&self, failure: &Failure) -> String {
        let list = |text: &str, names: &[String]| {
            let names = names.iter().map(|name| format!("\n  \"{}\"", one_line(name)));
            format!("{text}{}", names.collect::<String>())
        };
        match failure {
            Failure::Usage(words) => format!("{words}\n{}", self.try_help),
            Failure::NoService => self.no_service.to_owned(),
            Failure::NoReader => self.no_reader.to_owned(),
            Failure::UnknownReader(names) => list(self.unknown_reader, names),
            Failure::SeveralReaders(names) => list(self.several_readers, names),
            Failure::NoCard(names) => list(self.no_card, names),
            Failure::Mute => self.mute.to_owned(),
            Failure::Busy => self.busy.to_owned(),
            Failure::Vitale => self.vitale.to_owned(),
            Failure::UnknownCard => self.unknown_card.to_owned(),
            Failure::NoCertificates => self.no_certificates.to_owned(),
            Failure::CardRemoved => self.card_removed.to_owned(),
            Failure::ReaderRemoved => self.reader_removed.to_owned(),
            Failure::Refused(words) => fill(self.refused, &[words]),
            Failure::Reader(words) => fill(self.reader, &[words]),
            Failure::Card(words) => fill(self.card_fault, &[words]),
            Failure::FileExists(name) => fill(self.file_exists, &[name]),
            Failure::File(name, words) => fill(self.file, &[name, words]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, FRENCH, Language, fill};
    use crate::failure::Failure;

    fn failures() -> Vec<Failure> {
        let words = || "words".to_owned();
        vec![
            Failure::NoService,
            Failure::NoReader,
            Failure::UnknownReader(vec![words()]),
            Failure::SeveralReaders(vec![words()]),
            Failure::NoCard(vec![words()]),
            Failure::Mute,
            Failure::Busy,
            Failure::Vitale,
            Failure::UnknownCard,
            Failure::NoCertificates,
            Failure::CardRemoved,
            Failure::ReaderRemoved,
            Failure::Refused(words()),
            Failure::Reader(words()),
            Failure::Card(words()),
            Failure::FileExists(words()),
            Failure::File(words(), words()),
        ]
    }

    #[test]
    fn every_failure_has_its_own_message() {
        for texts in [&FRENCH, &ENGLISH] {
            let mut messages: Vec<String> = failures().iter().map(|failure| texts.failure(failure)).collect();
            assert!(messages.iter().all(|message| !message.contains("{}")));
            messages.sort();
            messages.dedup();
            assert_eq!(messages.len(), failures().len());
        }
    }

    #[test]
    fn every_exit_code_is_in_the_help() {
        for failure in failures() {
            for texts in [&FRENCH, &ENGLISH] {
                let code = format!("{:>2}  ", failure.code());
                assert!(texts.help.contains(&code), "{failure:?}");
            }
        }
    }

    #[test]
    fn french_is_set_as_french() {
        let messages = failures()
            .iter()
            .map(|failure| FRENCH.failure(failure))
            .collect::<String>();
        for text in [
            FRENCH.help,
            FRENCH.written,
            FRENCH.certificate,
            FRENCH.holder,
            &messages,
        ] {
            for wrong in [" :", " ;", " ?", " !", " »", "« ", "'"] {
                assert!(!text.contains(wrong), "{wrong:?} in {text}");
            }
        }
    }

    #[test]
    fn languages_and_holes() {
        assert_eq!(Language::of_locale("en_GB.UTF-8"), Language::English);
        assert_eq!(Language::of_locale("C.UTF-8"), Language::French);
        assert_eq!(fill("{} of {}", &["a{}", "b"]), "a{} of b");
    }
}
