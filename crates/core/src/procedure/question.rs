//! What the procedure asks a hospital, once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A question whose answer changes what is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Has the establishment signed the « contrat d'adhésion » with the ANS?
    Contract,
    /// Without a contract: does the legal entity have several geographic entities (EG)?
    SeveralEg,
    /// At which level the contract is signed, or is going to be. The dossier keeps this answer with the
    /// establishment, whose FINESS number must be of the same level.
    ContractLevel,
    /// With a contract: has the legal representative changed since?
    NewRepresentative,
    /// Does the legal representative hold an active CDE card, or a CPS card as « responsable »?
    DirectorCard,
    /// Is there a mandataire, or shall there be one?
    Mandataire,
    /// Who is going to be the technical administrator?
    Administrator,
    /// Does the administrator hold a valid CPx card?
    AdministratorCard,
    /// Is the administrator authorised already to order these certificates?
    Authorised,
    /// Where the keys are made.
    KeyOrigin,
}

/// An answer; each question takes some of them, see [`Question::choices`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known: it is to be found out.
    Unknown,
    /// The legal entity (« entité juridique »).
    Ej,
    /// A geographic entity (« entité géographique »).
    Eg,
    /// No mandataire: the legal representative acts.
    NoMandataire,
    /// A mandataire is designated already.
    Designated,
    /// A mandataire is to be designated, and holds a CPx card.
    ToDesignateWithCard,
    /// A mandataire is to be designated, and holds no CPx card.
    ToDesignateWithoutCard,
    /// An employee of the establishment.
    Employee,
    /// The software vendor.
    Vendor,
    /// The hospital makes its keys and requests and loads the requests (CSR).
    OwnCsr,
    /// The platform makes key and request during the order and gives a PKCS #12 file.
    Online,
}

impl Choice {
    /// Every answer.
    pub const ALL: [Self; 13] = [
        Self::Yes,
        Self::No,
        Self::Unknown,
        Self::Ej,
        Self::Eg,
        Self::NoMandataire,
        Self::Designated,
        Self::ToDesignateWithCard,
        Self::ToDesignateWithoutCard,
        Self::Employee,
        Self::Vendor,
        Self::OwnCsr,
        Self::Online,
    ];

    /// The word for it in files and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Ej => "ej",
            Self::Eg => "eg",
            Self::NoMandataire => "no-mandataire",
            Self::Designated => "designated",
            Self::ToDesignateWithCard => "to-designate-with-card",
            Self::ToDesignateWithoutCard => "to-designate-without-card",
            Self::Employee => "employee",
            Self::Vendor => "vendor",
            Self::OwnCsr => "own-csr",
            Self::Online => "online",
        }
    }
}

/// An answer that makes a task or a question apply: one of these choices.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    question: Question,
    choices: &'static [Choice],
}

impl Condition {
    pub(super) const fn new(question: Question, choices: &'static [Choice]) -> Self {
        Self { question, choices }
    }

    /// Whether the answers meet one of the conditions, or there is none; a question that does not apply meets none.
    /// `Err` is the first question that decides and has no answer.
    pub(super) fn any(conditions: &[Self], answers: &Answers) -> Result<bool, Question> {
        for condition in conditions {
            if condition.question.applies(answers)?
                && condition.choices.contains(&answers.decided(condition.question)?)
            {
                return Ok(true);
            }
        }
        Ok(conditions.is_empty())
    }
}

/// What makes a question.
struct Row {
    question: Question,
    /// The word for it in addresses of the page.
    slug: &'static str,
    /// The answers it takes, in the order in which they are offered.
    choices: &'static [Choice],
    /// When it is asked: with one of these earlier answers; always, where there is none.
    asked_if: &'static [Condition],
}

const YES_NO: &[Choice] = &[Choice::Yes, Choice::No];

/// One row a question, in the order of [`Question`], which is that in which they are asked.
const ROWS: [Row; 10] = [
    Row {
        question: Question::Contract,
        slug: "contrat",
        choices: YES_NO,
        asked_if: &[],
    },
    Row {
        question: Question::SeveralEg,
        slug: "plusieurs-eg",
        choices: YES_NO,
        asked_if: &[Condition::new(Question::Contract, &[Choice::No])],
    },
    Row {
        question: Question::ContractLevel,
        slug: "niveau",
        choices: &[Choice::Ej, Choice::Eg],
        asked_if: &[],
    },
    Row {
        question: Question::NewRepresentative,
        slug: "nouveau-representant",
        choices: YES_NO,
        asked_if: &[Condition::new(Question::Contract, &[Choice::Yes])],
    },
    // A new legal representative needs a new card in any case.
    Row {
        question: Question::DirectorCard,
        slug: "carte-representant",
        choices: YES_NO,
        asked_if: &[
            Condition::new(Question::Contract, &[Choice::No]),
            Condition::new(Question::NewRepresentative, &[Choice::No]),
        ],
    },
    Row {
        question: Question::Mandataire,
        slug: "mandataire",
        choices: &[
            Choice::NoMandataire,
            Choice::Designated,
            Choice::ToDesignateWithCard,
            Choice::ToDesignateWithoutCard,
        ],
        asked_if: &[],
    },
    Row {
        question: Question::Administrator,
        slug: "administrateur",
        choices: &[Choice::Employee, Choice::Vendor],
        asked_if: &[],
    },
    Row {
        question: Question::AdministratorCard,
        slug: "carte-administrateur",
        choices: YES_NO,
        asked_if: &[],
    },
    Row {
        question: Question::Authorised,
        slug: "habilitation",
        choices: &[Choice::Yes, Choice::No, Choice::Unknown],
        asked_if: &[],
    },
    Row {
        question: Question::KeyOrigin,
        slug: "cles",
        choices: &[Choice::OwnCsr, Choice::Online],
        asked_if: &[],
    },
];

// A question's number is its row's.
const _: () = {
    let mut row = 0;
    while row < ROWS.len() {
        assert!(ROWS[row].question as usize == row);
        row += 1;
    }
};

impl Question {
    /// Every question, in the order in which they are asked.
    pub const ALL: [Self; ROWS.len()] = {
        let mut all = [Self::Contract; ROWS.len()];
        let mut row = 0;
        while row < all.len() {
            all[row] = ROWS[row].question;
            row += 1;
        }
        all
    };

    const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The word for it in addresses of the page.
    pub const fn slug(self) -> &'static str {
        self.row().slug
    }

    /// The answers it takes, in the order in which they are offered.
    pub const fn choices(self) -> &'static [Choice] {
        self.row().choices
    }

    /// Whether the earlier answers call for it; `Err` is the earlier question that decides and has no
    /// answer.
    pub(super) fn applies(self, answers: &Answers) -> Result<bool, Self> {
        Condition::any(self.row().asked_if, answers)
    }
}

/// The answers so far. One that no longer applies is kept, and counts again when it does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Question, Choice>")]
pub struct Answers(BTreeMap<Question, Choice>);

impl TryFrom<BTreeMap<Question, Choice>> for Answers {
    type Error = &'static str;

    fn try_from(answers: BTreeMap<Question, Choice>) -> Result<Self, Self::Error> {
        let fits = |(question, choice): (&Question, &Choice)| question.choices().contains(choice);
        if answers.iter().all(fits) {
            Ok(Self(answers))
        } else {
            Err("an answer that its question does not take")
        }
    }
}

impl Answers {
    /// The answer to a question that applies.
    pub fn get(&self, question: Question) -> Option<Choice> {
        let applies = question.applies(self).unwrap_or(false);
        self.0.get(&question).copied().filter(|_| applies)
    }

    /// Answers a question. An answer that the question does not take changes nothing.
    pub fn set(&mut self, question: Question, choice: Choice) {
        if question.choices().contains(&choice) {
            self.0.insert(question, choice);
        }
    }

    /// Takes an answer away.
    pub fn forget(&mut self, question: Question) {
        self.0.remove(&question);
    }

    /// Every answer that is kept, whether it applies or not.
    pub fn iter(&self) -> impl Iterator<Item = (Question, Choice)> {
        self.0.iter().map(|(question, choice)| (*question, *choice))
    }

    /// The questions that apply, in their order.
    pub fn questions(&self) -> impl Iterator<Item = Question> {
        Question::ALL
            .into_iter()
            .filter(|question| question.applies(self) == Ok(true))
    }

    /// The first question that applies and has no answer.
    pub fn next_question(&self) -> Option<Question> {
        self.questions().find(|question| self.get(*question).is_none())
    }

    /// The answer, or the question as what is missing.
    pub(super) fn decided(&self, question: Question) -> Result<Choice, Question> {
        self.get(question).ok_or(question)
    }

    /// What the procedure's annex « Identification de la structure signataire du contrat » says of this
    /// hospital; `None` while the answers that it depends on are missing.
    pub fn level_advice(&self) -> Option<LevelAdvice> {
        let advice = match (self.get(Question::Contract)?, self.get(Question::SeveralEg)) {
            (Choice::Yes, _) => match self.get(Question::ContractLevel)? {
                Choice::Ej => LevelAdvice::SignedAtEj,
                _ => LevelAdvice::SignedAtEg,
            },
            (_, Some(Choice::Yes)) => LevelAdvice::SeveralEg,
            (_, Some(_)) => LevelAdvice::SingleEg,
            (_, None) => return None,
        };
        Some(advice)
    }
}

/// The four cases of the annex « Identification de la structure signataire du contrat ».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelAdvice {
    /// The contract is signed at the EJ: nothing is to be done.
    SignedAtEj,
    /// The contract is signed at an EG: the certificates are tied to this EG, which is the one that
    /// others see.
    SignedAtEg,
    /// No contract and several EG: it may be signed at an EG, but the certificates are then tied to this
    /// EG, which is the one that others see.
    SeveralEg,
    /// No contract and a single EG: it may be signed at the EJ or the EG; the EJ is recommended.
    SingleEg,
}
