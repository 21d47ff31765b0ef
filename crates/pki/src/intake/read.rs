//! Files read whole: everything but large revocation lists. Things within texts, mails and archives are files again.

use zeroize::Zeroizing;

use super::foreign::Foreign;
use super::mail;
use super::text::{Armor, armors, bares, contains, has_armor, utf8};
use super::{Entry, Format, Known, Problem, Remark, Report, Row, Taken};
use crate::ber;
use crate::key::PrivateKey;
use crate::pkcs12;

/// The largest file read whole, in bytes: the containers' own limit, and a third more for base64.
pub const FILE_LIMIT: usize = 24 * 1024 * 1024;

/// How many things in one file are reported. A store of every authority that Java or Windows trusts has a few hundred.
const ROW_LIMIT: u32 = 1000;
/// How deep things may lie in others: PEM in base64 in a mail in an archive. What is inside is never larger than what
/// is around it, so that this bounds the work.
const NESTING_LIMIT: u8 = 5;

/// A file of an archive: its name there, and what it holds, or why that cannot be read.
pub type Member = (String, Result<Zeroizing<Vec<u8>>, Problem>);

/// Reads a file whole, whatever it is.
pub fn read(bytes: &[u8], known: &Known<'_>) -> Taken {
    let mut reading = Reading::new(known);
    let format = reading.file(bytes);
    reading.taken(format)
}

/// Reads the files of an archive; those that hold nothing for us are passed over.
pub fn read_members(members: &[Member], known: &Known<'_>) -> Taken {
    let mut reading = Reading::new(known);
    for (name, member) in members {
        if reading.is_full() {
            break;
        }
        match member {
            Ok(bytes) => reading.part(Some(name), bytes, NESTING_LIMIT),
            Err(problem) => {
                let entry = Entry::Problem(problem.clone());
                if !reading.rows.iter().any(|row| row.entry == entry) {
                    reading.add(Some(name.clone()), entry);
                }
            }
        }
    }
    if reading.rows.is_empty() {
        reading.problem(Problem::NothingInside);
    }
    reading.taken(Format::Archive)
}

pub(super) struct Reading<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) rows: Vec<Row>,
    /// The lists, which are read once the certificates beside them are known: the row, and the DER.
    pub(super) crls: Vec<(usize, Vec<u8>)>,
    remarks: Vec<Remark>,
    pub(super) layout: Vec<pkcs12::Part>,
    pub(super) keys: Vec<PrivateKey>,
    /// Whether the file, or the container in it that is read, has a MAC that was not verified: no key is taken from it.
    pub(super) unverified: bool,
    /// How many rounds may still be run to try passwords, whatever they protect.
    pub(super) work: u64,
}

impl<'a> Reading<'a> {
    fn new(known: &'a Known<'a>) -> Self {
        Self {
            known,
            rows: Vec::new(),
            crls: Vec::new(),
            remarks: Vec::new(),
            layout: Vec::new(),
            keys: Vec::new(),
            unverified: false,
            work: pkcs12::MAX_WORK,
        }
    }

    fn taken(mut self, format: Format) -> Taken {
        self.lists();
        Taken {
            report: Report {
                format,
                rows: self.rows,
                remarks: self.remarks,
                layout: self.layout,
            },
            keys: self.keys,
        }
    }

    pub(super) fn add(&mut self, name: Option<String>, entry: Entry) {
        self.rows.push(Row { name, entry });
    }

    pub(super) fn remark(&mut self, remark: Remark) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// Whether no more can be reported; if so, adds the remark that says so.
    pub(super) fn is_full(&mut self) -> bool {
        let full = self.rows.len() >= usize::try_from(ROW_LIMIT).unwrap_or(usize::MAX);
        if full {
            self.remark(Remark::TooMany(ROW_LIMIT));
        }
        full
    }

    /// Reports that there is nothing in a part of the file, if it added no row to the `before` that there were.
    pub(super) fn empty_since(&mut self, before: usize) {
        if self.rows.len() == before {
            self.problem(Problem::Empty);
        }
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.add(None, Entry::Problem(problem));
    }

    fn unknown(&mut self, problem: Problem) -> Format {
        self.problem(problem);
        Format::Unknown
    }

    fn file(&mut self, bytes: &[u8]) -> Format {
        if bytes.len() > FILE_LIMIT {
            return self.unknown(Problem::TooLarge(u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX)));
        }
        self.content(bytes, NESTING_LIMIT)
    }

    /// Whatever the bytes are, in which things may lie this deep.
    fn content(&mut self, bytes: &[u8], depth: u8) -> Format {
        if depth == 0 {
            return self.unknown(Problem::Unrecognized);
        }
        let text = utf8(bytes);
        let text = text.trim_ascii();
        match bytes {
            [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => self.jks(bytes),
            // A text may begin with the digit 0, which is also 0x30. A file with PEM in it is longer than 127 bytes,
            // so that its length takes several.
            [0x30, len, ..] if !(0x80..=0x88).contains(len) && has_armor(text) => self.pem(text, depth),
            [0x30, ..] => self.elements(bytes),
            _ if text.is_empty() => self.unknown(Problem::Empty),
            // A ZIP archive: its first member, or its end where it is empty (APPNOTE 6.3.10, section 4.3).
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => self.unknown(Problem::Archive),
            [0, 0, 0, 0, b'C', b'E', b'R', b'T', elements @ ..] => self.serialized_store(elements),
            _ => match Foreign::by_beginning(bytes).or_else(|| Foreign::by_beginning(text)) {
                Some(foreign) => self.unknown(Problem::Foreign(foreign)),
                None => self.text(text, depth),
            },
        }
    }

    fn text(&mut self, text: &[u8], depth: u8) -> Format {
        let before = self.rows.len();
        let is_mail = mail::is_mail(text);
        if is_mail {
            for part in mail::parts(text) {
                if self.is_full() {
                    break;
                }
                self.part(part.name.as_ref(), &part.content, depth - 1);
            }
            if self.rows.len() > before {
                return Format::Mail;
            }
        }
        if has_armor(text) {
            return self.pem(text, depth);
        }
        for bare in bares(text) {
            if self.is_full() {
                break;
            }
            if bare.alone {
                self.content(&bare.bytes, depth - 1);
                return Format::Pem;
            }
            let already = self.rows.len();
            self.part(None, &bare.bytes, depth - 1);
            // What merely looks like base64 is none.
            let damaged = |row: &Row| matches!(row.entry, Entry::Problem(Problem::Damaged(_)));
            if self.crls.last().is_none_or(|(row, _)| *row < already)
                && self.rows[already..].iter().all(damaged)
            {
                self.rows.truncate(already);
            }
        }
        if let Some(foreign) = Foreign::by_content(text) {
            self.problem(Problem::Foreign(foreign));
        }
        if self.rows.len() > before {
            Format::Pem
        } else if is_mail {
            self.unknown(Problem::Foreign(Foreign::Mail))
        } else if text.first() == Some(&b'<') && (contains(text, b"<html") || contains(text, b"<!doctype")) {
            self.unknown(Problem::Html)
        } else {
            self.unknown(Problem::Unrecognized)
        }
    }

    /// A thing within another, which may have a name there. What is nothing to us adds no row.
    fn part(&mut self, name: Option<&String>, bytes: &[u8], depth: u8) {
        let before = self.rows.len();
        self.content(bytes, depth);
        let is_nothing = |row: &Row| {
            use Problem::{Empty, Foreign as Other, Html, Unrecognized};
            matches!(
                row.entry,
                Entry::Problem(Unrecognized | Empty | Html | Other(Foreign::Document))
            )
        };
        if self.rows[before..].iter().all(is_nothing) {
            self.rows.truncate(before);
        }
        for row in &mut self.rows[before..] {
            if row.name.is_none() {
                row.name = name.cloned();
            }
        }
    }

    /// Every block of a PEM text, each on its own, so that a damaged one does not hide the others.
    fn pem(&mut self, text: &[u8], depth: u8) -> Format {
        let before = self.rows.len();
        for armor in armors(text) {
            if self.is_full() {
                break;
            }
            if let Some(foreign) = Foreign::by_label(&armor.label) {
                self.problem(Problem::Foreign(foreign));
            } else if contains(armor.whole, b"Proc-Type: 4,ENCRYPTED") {
                self.problem(Problem::OldPemEncryption);
            } else {
                self.block(&armor, depth);
            }
        }
        self.empty_since(before);
        Format::Pem
    }

    fn block(&mut self, armor: &Armor<'_>, depth: u8) {
        let Some(block) = armor.decode() else {
            return self.problem(Problem::Pem);
        };
        if block.altered {
            self.remark(Remark::Altered);
        }
        let before = self.rows.len();
        match armor.label.as_str() {
            // Only the object identifier of a curve, beside its key.
            "EC PARAMETERS" | "DH PARAMETERS" => return,
            // OpenSSL's own: the certificate, followed by what it is trusted for.
            "TRUSTED CERTIFICATE" => {
                let len = ber::first_to_der(&block.bytes).map_or(block.bytes.len(), |(_, len)| len);
                self.content(&block.bytes[..len], depth - 1);
            }
            _ => {
                self.content(&block.bytes, depth - 1);
            }
        }
        // The content decides what it is, and not the label; which is all there is to say of what is unknown.
        if let [Row { entry, .. }] = &mut self.rows[before..]
            && *entry == Entry::Problem(Problem::Unrecognized)
        {
            *entry = Entry::Problem(Problem::PemLabel(armor.label.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::pem;
    use crate::pkcs12::Pfx;

    #[test]
    fn the_rounds_of_all_that_a_file_holds_are_counted_together() {
        let file = include_bytes!("../../../../tests/fuzz/seeds/pbes2.p12");
        let text = pem::encode("PKCS12", file).repeat(3);
        let known = Known {
            passwords: &["autre"],
            certificates: &[],
            serial_numbers: &[],
            at: OffsetDateTime::UNIX_EPOCH,
        };
        let cost = Pfx::from_bytes(file).unwrap().rounds();
        let problems = |work| {
            let mut reading = Reading::new(&known);
            reading.work = work;
            reading.file(text.as_bytes());
            let rows = reading.rows.into_iter().map(|row| row.entry);
            rows.collect::<Vec<_>>()
        };
        let wrong = Entry::Problem(Problem::Password);
        let refused = Entry::Problem(Problem::Rounds(1));
        let all = problems(3 * cost);
        assert!(
            all.len() > 3 && all.iter().all(|entry| *entry == wrong),
            "{all:?}"
        );
        let some = problems(3 * cost - 1);
        assert_eq!((some.len(), some.last()), (all.len(), Some(&refused)));
        assert!(
            some[..some.len() - 1].iter().all(|entry| *entry == wrong),
            "{some:?}"
        );
    }
}
