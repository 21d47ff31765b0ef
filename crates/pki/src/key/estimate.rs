//! How hard a password that somebody thought of is to guess.
//!
//! The text is cut into what a guesser would try: words that are on every list, runs along a keyboard, what came
//! before in the text, and single characters for the rest. The cheapest way to put the text together counts. There is
//! no dictionary: a word that is on no list here is known by its vowels.

use zeroize::{Zeroize, Zeroizing};

/// How hard a password is to guess, for whoever has the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The binary logarithm of the number of guesses.
    pub bits: u32,
    /// What a guesser profits from most.
    pub pattern: Pattern,
}

/// How far a password protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Among the first guesses.
    Trivial,
    /// A machine finds it in months.
    Weak,
    /// Many machines find it in years.
    Fair,
    /// Nobody finds it.
    Strong,
}

/// What makes a password easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// The same again and again.
    Repetition,
    /// Neighbours on a keyboard, or in the alphabet.
    Run,
    /// A word of which whoever has the file knows that it belongs to it.
    Known,
    /// A word that is on every list of passwords.
    Common,
    /// Nothing of the kind: there is too little in it.
    Short,
}

impl Pattern {
    /// Every pattern.
    pub const ALL: [Self; 5] = [
        Self::Repetition,
        Self::Run,
        Self::Known,
        Self::Common,
        Self::Short,
    ];

    /// The word for it in texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Repetition => "repetition",
            Self::Run => "run",
            Self::Known => "known",
            Self::Common => "common",
            Self::Short => "short",
        }
    }
}

/// What stands side by side: the rows and the columns of AZERTY and QWERTY with the marks on their digits, the alphabet,
/// and how one counts. Nobody types what stands between two of them.
const RUNS: &str = "azertyuiop\nqsdfghjklm\nwxcvbn\nqwertyuiop\nasdfghjkl\nzxcvbnm\n01234567890\n\
    1aqw2zsx3edc4rfv5tgb6yhn7ujm\n1qaz2wsx3edc4rfv5tgb6yhn7ujm\naqwzsxedcrfvtgbyhnujm\nqazwsxedcrfvtgbyhnujm\n\
    abcdefghijklmnopqrstuvwxyz\n2468101214161820\n1357911131517\n!@#$%^&*()_+\n&?\"'(-?_??)=";

/// Words that are on every list, in French and English, and those of the trade.
const COMMON: &str = "password motdepasse passe passphrase phrase secret secrete bonjour soleil bienvenue azerty \
    qwerty admin administrateur administrator root test essai temporaire changeme changezmoi welcome letmein \
    iloveyou jetaime doudou loulou chouchou princesse princess dragon monkey football marseille paris france \
    sesame default hello master soleil123 correct horse battery staple liberte egalite fraternite \
    deux trois quatre cinq sept huit neuf one two three four five six seven eight nine ten \
    lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday \
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre \
    january february march april may june july august september october november december hopital hospital hospitalier clinique centre center sante health \
    certificat certificate certiroc roc mutuelle igc chu";

/// Tenths of a bit.
mod cost {
    pub const DIGIT: u32 = 33;
    pub const SMALL_LETTER: u32 = 47;
    pub const CAPITAL_LETTER: u32 = 57;
    pub const MARK: u32 = 50;
    /// A mark that stood before: whoever knows one separator knows the next.
    pub const MARK_AGAIN: u32 = 10;
    pub const RUN: u32 = 80;
    pub const COMMON: u32 = 60;
    pub const KNOWN: u32 = 30;
    /// Where it stood before, and how much of it.
    pub const REPETITION: u32 = 60;
    pub const YEAR: u32 = 60;
    /// One year after another.
    pub const YEAR_AGAIN: u32 = 10;
    /// Capitals, or digits in the place of letters.
    pub const DISGUISE: u32 = 10;
    /// A word that is on no list here: one of some eight thousand.
    pub const WORD: u32 = 130;
    /// A letter of a longer word.
    pub const WORD_LETTER: u32 = 26;
    /// A letter of what is too long for a word: several of them, or none.
    pub const LETTER_AMONG_WORDS: u32 = 36;
}

/// The most characters that are looked at, which is as many as a passphrase may have; the others are taken for nothing.
const LIMIT: usize = 128;

/// The shortest run, word or repetition that counts as one.
const SHORTEST: usize = 3;

/// The way to the beginning of a text that costs least.
#[derive(Clone, Copy)]
struct Way {
    /// In tenths of a bit.
    cost: u32,
    /// Where its last step begins.
    from: usize,
    /// What that step is.
    pattern: Pattern,
}

impl Estimate {
    /// How hard `text` is to guess for somebody who knows the words `known`: in small letters, without accents.
    pub fn of(text: &str, known: &[String]) -> Self {
        let text = Text::new(text);
        let length = text.typed.len();
        let unknown = Way {
            cost: u32::MAX,
            from: 0,
            pattern: Pattern::Short,
        };
        let mut ways = vec![unknown; length + 1];
        ways[0].cost = 0;
        for from in 0..length {
            let before = ways[from].cost;
            text.steps(from, known, &mut |to, cost, pattern| {
                let cost = before + cost;
                if cost < ways[to].cost {
                    ways[to] = Way { cost, from, pattern };
                }
            });
        }
        let bits = ways[length].cost / 10;
        let mut covered = [0; Pattern::ALL.len()];
        let mut end = length;
        while end > 0 {
            let way = ways[end];
            covered[way.pattern as usize] += end - way.from;
            end = way.from;
        }
        let decides = |pattern: &Pattern| covered[*pattern as usize] * 3 > length;
        Self {
            bits,
            pattern: Pattern::ALL.into_iter().find(decides).unwrap_or(Pattern::Short),
        }
    }

    /// How far it protects a key that 600,000 rounds of PBKDF2 slow the guesser down for.
    pub const fn strength(self) -> Strength {
        match self.bits {
            0..36 => Strength::Trivial,
            36..55 => Strength::Weak,
            55..75 => Strength::Fair,
            _ => Strength::Strong,
        }
    }
}

/// A text, and what a guesser sees in it.
struct Text {
    /// As typed; what is not ASCII is a mark like another.
    typed: Vec<u8>,
    /// In small letters.
    small: Vec<u8>,
    /// With letters for the digits that stand for them.
    plain: Vec<u8>,
}

impl Drop for Text {
    fn drop(&mut self) {
        self.typed.zeroize();
        self.small.zeroize();
        self.plain.zeroize();
    }
}

impl Text {
    fn new(text: &str) -> Self {
        let ascii = |c: char| u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b'?');
        // Room for the whole text from the start: growing would leave copies behind.
        let mut typed = Vec::with_capacity(LIMIT);
        typed.extend(text.chars().take(LIMIT).map(ascii));
        let small = typed.to_ascii_lowercase();
        let letter = |byte: &u8| match byte {
            b'0' => b'o',
            b'1' | b'!' => b'i',
            b'3' => b'e',
            b'4' | b'@' => b'a',
            b'5' | b'$' => b's',
            b'7' => b't',
            other => *other,
        };
        let plain = small.iter().map(letter).collect();
        Self { typed, small, plain }
    }

    /// Tells each step from `from`: where it ends, its cost, its pattern.
    fn steps(&self, from: usize, known: &[String], step: &mut dyn FnMut(usize, u32, Pattern)) {
        step(from + 1, self.character(from), Pattern::Short);
        for to in from + SHORTEST..=from + run(&self.small[from..]) {
            step(to, cost::RUN, Pattern::Run);
        }
        let woven = self.woven(from);
        for to in from + 2 * SHORTEST..=from + woven {
            step(to, 2 * cost::RUN, Pattern::Run);
        }
        for to in from + SHORTEST..=from + self.repetition(from) {
            step(to, cost::REPETITION, Pattern::Repetition);
        }
        if self.is_year(from) {
            let again = from >= 4 && self.is_year(from - 4);
            let cost = if again { cost::YEAR_AGAIN } else { cost::YEAR };
            step(from + 4, cost, Pattern::Short);
        }
        let known = known
            .iter()
            .map(|word| (word.as_str(), cost::KNOWN, Pattern::Known));
        let common = COMMON
            .split_whitespace()
            .map(|word| (word, cost::COMMON, Pattern::Common));
        for (word, cost, pattern) in known.chain(common) {
            if word.len() >= SHORTEST && self.stands(word, from) {
                let to = from + word.len();
                step(to, cost + self.disguise(word.as_bytes(), from), pattern);
            }
        }
        for (to, cost) in self.words(from) {
            step(to, cost, Pattern::Short);
        }
    }

    fn character(&self, at: usize) -> u32 {
        let byte = self.typed[at];
        match byte {
            b'0'..=b'9' => cost::DIGIT,
            b'a'..=b'z' => cost::SMALL_LETTER,
            b'A'..=b'Z' => cost::CAPITAL_LETTER,
            _ if self.typed[..at].contains(&byte) => cost::MARK_AGAIN,
            _ => cost::MARK,
        }
    }

    /// How far two runs, or one and the same character, take turns there: `a1b2c3`, `010203`, `aabbcc`.
    fn woven(&self, from: usize) -> usize {
        let every_other = |start| {
            let taken: Zeroizing<Vec<u8>> =
                Zeroizing::new(self.small[start..].iter().step_by(2).copied().collect());
            let same = taken.iter().take_while(|byte| **byte == taken[0]).count();
            same.max(run(&taken))
        };
        if from + 1 < self.small.len() {
            2 * every_other(from).min(every_other(from + 1))
        } else {
            0
        }
    }

    /// How much of what follows has stood before; it may reach into itself, as in `aaaa`.
    fn repetition(&self, from: usize) -> usize {
        (0..from)
            .map(|earlier| common_start(&self.small[from..], self.small[earlier..].iter()))
            .max()
            .unwrap_or(0)
    }

    fn is_year(&self, from: usize) -> bool {
        let year = self.typed.get(from..from + 4);
        year.is_some_and(|year| {
            matches!(year, [b'1', b'9', ..] | [b'2', b'0', ..]) && year.iter().all(u8::is_ascii_digit)
        })
    }

    fn stands(&self, word: &str, at: usize) -> bool {
        let word = word.as_bytes();
        self.small[at..].starts_with(word) || self.plain[at..].starts_with(word)
    }

    fn disguise(&self, word: &[u8], at: usize) -> u32 {
        if self.typed[at..].starts_with(word) {
            0
        } else {
            cost::DISGUISE
        }
    }

    /// The end and the cost of what begins there and looks like words, where no letter stands before it.
    fn words(&self, from: usize) -> impl Iterator<Item = (usize, u32)> {
        let letters = self.small[from..]
            .iter()
            .take_while(|letter| letter.is_ascii_lowercase());
        let begins = from == 0 || !self.small[from - 1].is_ascii_lowercase();
        let longest = if begins { letters.count() } else { 0 };
        (SHORTEST..=longest).filter_map(move |length| Some((from + length, self.word(from, length)?)))
    }

    /// The cost of so many letters, where they look like words.
    fn word(&self, from: usize, length: usize) -> Option<u32> {
        let letters = &self.small[from..from + length];
        let is_vowel = |letter: &u8| b"aeiouy".contains(letter);
        let vowels = letters.iter().filter(|letter| is_vowel(letter)).count();
        let consonants = letters.split(is_vowel).map(<[u8]>::len).max().unwrap_or(0);
        if vowels * 4 < length || consonants > 4 {
            return None;
        }
        let count = u32::try_from(length).ok()?;
        let cost = match length {
            ..=12 => cost::WORD.max(cost::WORD_LETTER * count),
            _ => cost::LETTER_AMONG_WORDS * count,
        };
        Some(cost + self.disguise(letters, from))
    }
}

/// How long the run is that a text begins with, forwards or backwards.
fn run(text: &[u8]) -> usize {
    let runs = RUNS.as_bytes();
    let lengths = (0..runs.len()).map(|place| {
        let forwards = common_start(text, runs[place..].iter());
        forwards.max(common_start(text, runs[..=place].iter().rev()))
    });
    lengths.max().unwrap_or(0)
}

fn common_start<'a>(text: &[u8], other: impl Iterator<Item = &'a u8>) -> usize {
    text.iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        ["centre", "hospitalier", "chateaudun", "690781810"]
            .map(String::from)
            .to_vec()
    }

    #[test]
    fn what_is_guessed_first_is_trivial_and_says_why() {
        let cases = [
            ("aaaaaaaaaaaa", Pattern::Repetition),
            ("abcabcabcabcabcabc", Pattern::Repetition),
            ("xK7!xK7!xK7!xK7!", Pattern::Repetition),
            ("azertyuiopqsdfgh", Pattern::Run),
            ("poiuytrezamlkjhgfdsq", Pattern::Run),
            ("qwertyuiop123456", Pattern::Run),
            ("1qaz2wsx3edc", Pattern::Run),
            ("abcdefghijklmnop", Pattern::Run),
            ("123456789012", Pattern::Run),
            ("centrehospitalier", Pattern::Known),
            ("Chateaudun2024!", Pattern::Known),
            ("Ch4t3audun-Ch4t3audun", Pattern::Known),
            ("690781810-2026", Pattern::Known),
            ("motdepasse2024", Pattern::Common),
            ("P@ssw0rdP@ssw0rd", Pattern::Repetition),
            ("P@ssw0rd-2024", Pattern::Common),
            ("Bonjour-Soleil", Pattern::Common),
            ("Bordeaux2024", Pattern::Short),
            ("!@#$%^&*()_+", Pattern::Run),
            ("&\"'(-_)=&\"'(-_)=", Pattern::Repetition),
            ("&é\"'(-è_çà)=", Pattern::Run),
            ("lundimardimercredi", Pattern::Common),
            ("onetwothreefour", Pattern::Common),
            ("undeuxtroisquatre", Pattern::Common),
            ("Janvier-Fevrier-Mars", Pattern::Common),
            ("aabbccddeeff", Pattern::Run),
            ("a1b2c3d4e5f6", Pattern::Run),
            ("A1Z2E3R4T5Y6", Pattern::Run),
            ("0102030405060708", Pattern::Run),
            ("2468101214161820", Pattern::Run),
            ("112233445566", Pattern::Run),
            ("aqwzsxedcrfvtgb", Pattern::Run),
            ("198519861987198819891990", Pattern::Short),
            ("hidesshidess2026", Pattern::Repetition),
            ("correcthorsebatterystaple", Pattern::Common),
            ("Liberte-Egalite-Fraternite", Pattern::Common),
        ];
        for (text, pattern) in cases {
            let estimate = Estimate::of(text, &known());
            assert_eq!(
                (estimate.strength(), estimate.pattern),
                (Strength::Trivial, pattern),
                "{text}: {estimate:?}"
            );
        }
    }

    #[test]
    fn more_of_it_is_stronger() {
        let cases = [
            ("tout a fait juste", Strength::Weak),
            ("girafe bleu tracteur", Strength::Fair),
            ("kG7!pqZ2mN4x", Strength::Fair),
            ("une autre phrase, bien longue", Strength::Fair),
            ("girafe bleu tracteur velours", Strength::Fair),
            ("girafe bleu tracteur velours oignon parapluie", Strength::Strong),
            ("kG7!pqZ2mN4xT9?bW", Strength::Strong),
            ("bfkt-hxru-eegy-vpnd-jscb-tkrx", Strength::Strong),
        ];
        for (text, strength) in cases {
            let estimate = Estimate::of(text, &known());
            assert_eq!(estimate.strength(), strength, "{text}: {estimate:?}");
        }
        let bits = |text| Estimate::of(text, &[]).bits;
        assert!(bits("") == 0 && bits("a") < bits("ab"));
    }

    #[test]
    fn a_word_that_is_known_counts_for_nothing_more_than_itself() {
        let (before, after) = (Estimate::of("velours hyacinthe", &[]), ["velours".to_owned()]);
        assert!(Estimate::of("velours hyacinthe", &after).bits + 9 <= before.bits);
        assert_eq!(Estimate::of("", &[String::new()]).bits, 0);
    }
}
