//! What can be wrong with an establishment as typed.

use super::code::{EstablishmentCode, NAME_CUT, NAME_LIMIT};
use super::identifier::{FinessShape, normalize, siret_is_test, siret_key_is_right, with_finess_key};
use super::{Department, Draft, Environment, IdentifierKind, StructureId};
use crate::finding::{Finding, Severity, hidden_character};
use certiroc_pki::x509::spelled;

impl Draft {
    /// Everything found, in the order of the form.
    pub fn findings(&self) -> Vec<Finding<EstablishmentCode>> {
        let mut findings = self.name_findings();
        if self.department.is_empty() {
            findings.push(Finding::bare(EstablishmentCode::DepartmentMissing));
        } else if self.known_department().is_none() {
            findings.push(Finding::new(
                EstablishmentCode::DepartmentUnknown,
                &self.department,
                "",
            ));
        }
        findings.extend(self.identifier_findings());
        findings.extend(self.contract_finding());
        findings
    }

    /// The identifier, if nothing that was found about it is an error.
    pub fn structure_id(&self) -> Option<StructureId> {
        let kind = self.identifier_kind?;
        let is_right = self
            .identifier_findings()
            .iter()
            .all(|f| f.code.severity() < Severity::Error);
        is_right.then(|| StructureId::new(kind, normalize(&self.identifier)))
    }

    fn name_findings(&self) -> Vec<Finding<EstablishmentCode>> {
        let name = self.asked_name();
        let count = name.chars().count();
        let mut findings = Vec::new();
        if count == 0 {
            findings.push(Finding::bare(EstablishmentCode::NameMissing));
        } else if count > NAME_LIMIT {
            findings.push(Finding::new(
                EstablishmentCode::NameTooLong,
                count.to_string(),
                NAME_LIMIT.to_string(),
            ));
        } else if count > NAME_CUT {
            findings.push(Finding::new(
                EstablishmentCode::NameCut,
                name.chars().take(NAME_CUT).collect::<String>(),
                "",
            ));
        }
        if let Some(found) = hidden_character(&name) {
            findings.push(Finding::new(EstablishmentCode::NameHiddenCharacter, found, ""));
        } else if spelled(&name) != name {
            findings.push(Finding::new(EstablishmentCode::NameUnusualCharacter, &name, ""));
        }
        if name != self.name.trim() {
            findings.push(Finding::new(EstablishmentCode::NamePutRight, &self.name, name));
        }
        findings
    }

    fn identifier_findings(&self) -> Vec<Finding<EstablishmentCode>> {
        let number = normalize(&self.identifier);
        let mut findings = Vec::new();
        if self.identifier_kind.is_none() {
            findings.push(Finding::bare(EstablishmentCode::IdentifierKindMissing));
        }
        match self.identifier_kind {
            _ if number.is_empty() => findings.push(Finding::bare(EstablishmentCode::IdentifierMissing)),
            Some(IdentifierKind::FinessEj | IdentifierKind::FinessEg) => {
                self.check_finess(&number, &mut findings);
            }
            Some(IdentifierKind::Siret) => findings.extend(self.siret_finding(&number)),
            None => {}
        }
        findings
    }

    fn check_finess(&self, number: &str, findings: &mut Vec<Finding<EstablishmentCode>>) {
        let key_code = match (FinessShape::of(number), self.environment) {
            (FinessShape::None, _) | (FinessShape::Alphanumeric, Environment::Production) => {
                findings.push(Finding::new(EstablishmentCode::FinessFormat, number, ""));
                return;
            }
            (FinessShape::Test, Environment::Production) => {
                findings.push(Finding::new(EstablishmentCode::TestIdentifier, number, ""));
                return;
            }
            // The numbers of the test environment follow no rule but their length.
            (_, Environment::Test) => return,
            (FinessShape::Digits, Environment::Production) => EstablishmentCode::FinessKey,
            (FinessShape::Corsica, Environment::Production) => EstablishmentCode::FinessKeyDoubtful,
        };
        if let Some(right) = with_finess_key(number).filter(|right| right != number) {
            findings.push(Finding::new(key_code, number, right));
        }
        if let Some(third) = number.get(2..3).filter(|third| *third != "0") {
            findings.push(Finding::new(EstablishmentCode::FinessShapeDoubtful, third, "0"));
        }
        let prefix = number.get(..2).unwrap_or_default();
        let expected = self.known_department().and_then(Department::finess_prefix);
        if let Some(expected) = expected.filter(|expected| *expected != prefix) {
            findings.push(Finding::new(
                EstablishmentCode::FinessDepartment,
                prefix,
                expected,
            ));
        }
    }

    fn siret_finding(&self, number: &str) -> Option<Finding<EstablishmentCode>> {
        let code = match (siret_key_is_right(number), self.environment) {
            (None, _) => EstablishmentCode::SiretFormat,
            (Some(_), Environment::Production) if siret_is_test(number) => EstablishmentCode::TestIdentifier,
            (Some(false), Environment::Production) => EstablishmentCode::SiretKey,
            (Some(true), _) | (Some(false), Environment::Test) => return None,
        };
        Some(Finding::new(code, number, ""))
    }

    fn contract_finding(&self) -> Option<Finding<EstablishmentCode>> {
        let Some(contract) = self.contract_level else {
            return Some(Finding::bare(EstablishmentCode::ContractLevelMissing));
        };
        let expected = self.identifier_kind.and_then(IdentifierKind::level)?;
        (contract != expected).then(|| {
            Finding::new(
                EstablishmentCode::ContractLevelDisagrees,
                contract.abbreviation(),
                expected.abbreviation(),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::EstablishmentCode as Code;
    use super::*;
    use crate::establishment::ContractLevel;

    fn right() -> Draft {
        Draft {
            name: " Hospices civils de Lyon ".into(),
            department: "69".into(),
            identifier_kind: Some(IdentifierKind::FinessEj),
            identifier: "69 078 181 0".into(),
            environment: Environment::Production,
            contract_level: Some(ContractLevel::Ej),
        }
    }

    fn siret(number: &str) -> Draft {
        Draft {
            identifier_kind: Some(IdentifierKind::Siret),
            identifier: number.into(),
            ..right()
        }
    }

    fn finess(department: &str, number: &str) -> Draft {
        Draft {
            department: department.into(),
            identifier: number.into(),
            ..right()
        }
    }

    #[test]
    fn a_right_draft() {
        let establishment = right().establishment().unwrap();
        let subject = establishment.subject(" Client_ROC_Annuaire_AMC ");
        assert_eq!(
            subject.to_string(),
            "CN=Client_ROC_Annuaire_AMC,OU=1690781810,O=Hospices civils de Lyon,ST=Rhône (69),C=FR"
        );
        assert_eq!(right().subject("Client_ROC_Annuaire_AMC"), subject);
        assert_eq!(right().findings(), []);
        let siret = siret("187 512 751 00020");
        assert_eq!(
            siret.establishment().unwrap().identifier().to_string(),
            "318751275100020"
        );
    }

    #[test]
    fn every_code_has_its_case_and_evidence() {
        let forty = "Établissement public de santé de l'Ouest";
        assert_eq!(forty.chars().count(), NAME_CUT);
        let named = |name: String| Draft { name, ..right() };
        let without = |take: fn(&mut Draft)| {
            let mut draft = right();
            take(&mut draft);
            draft
        };
        let cases = [
            (named(" \u{A0}".into()), Code::NameMissing, "", ""),
            (named(format!("{forty}é")), Code::NameCut, forty, ""),
            (named("é".repeat(65)), Code::NameTooLong, "65", "64"),
            (named("a\u{7F}b".into()), Code::NameHiddenCharacter, "U+007F", ""),
            (
                named("l\u{A0}Été".into()),
                Code::NamePutRight,
                "l\u{A0}Été",
                "l Été",
            ),
            (named("l’Été".into()), Code::NameUnusualCharacter, "l’Été", ""),
            (
                without(|draft| draft.department.clear()),
                Code::DepartmentMissing,
                "",
                "",
            ),
            (
                Draft {
                    department: "20".into(),
                    ..right()
                },
                Code::DepartmentUnknown,
                "20",
                "",
            ),
            (
                without(|draft| draft.identifier_kind = None),
                Code::IdentifierKindMissing,
                "",
                "",
            ),
            (
                Draft {
                    identifier: "\u{A0}".into(),
                    ..right()
                },
                Code::IdentifierMissing,
                "",
                "",
            ),
            (finess("69", "6907 8181O"), Code::FinessFormat, "69078181O", ""),
            (
                finess("69", "690781811"),
                Code::FinessKey,
                "690781811",
                "690781810",
            ),
            (
                finess("2A", "2a0000015"),
                Code::FinessKeyDoubtful,
                "2A0000015",
                "2A0000014",
            ),
            (finess("69", "691781819"), Code::FinessShapeDoubtful, "1", "0"),
            (finess("75", "690781810"), Code::FinessDepartment, "69", "75"),
            (siret("1875127510002"), Code::SiretFormat, "1875127510002", ""),
            (siret("18751275100021"), Code::SiretKey, "18751275100021", ""),
            (finess("69", "0b0221636"), Code::TestIdentifier, "0B0221636", ""),
            (
                without(|draft| draft.contract_level = None),
                Code::ContractLevelMissing,
                "",
                "",
            ),
            (
                Draft {
                    contract_level: Some(ContractLevel::Eg),
                    ..right()
                },
                Code::ContractLevelDisagrees,
                "EG",
                "EJ",
            ),
        ];
        for (draft, code, found, expected) in &cases {
            assert_eq!(
                draft.findings(),
                [Finding::new(*code, *found, *expected)],
                "{code:?}"
            );
            assert_eq!(
                draft.establishment().is_err(),
                code.severity() == Severity::Error,
                "{code:?}"
            );
        }
        assert_eq!(cases.map(|case| case.1), Code::ALL);
    }

    #[test]
    fn what_cannot_be_seen_is_put_right_or_refused() {
        let codes = |name: &str| {
            let draft = Draft {
                name: name.into(),
                ..right()
            };
            let codes: Vec<_> = draft.findings().iter().map(|f| f.code).collect();
            (draft.asked_name(), draft.establishment().is_ok(), codes)
        };
        for typed in [
            "Ho\u{302}pital d'E\u{301}te\u{301}",
            "Hôpital\u{A0}d'Été",
            "Hôpital \t\u{2009}\u{3000} d'Été",
        ] {
            let expected = ("Hôpital d'Été".to_owned(), true, vec![Code::NamePutRight]);
            assert_eq!(codes(typed), expected, "{typed:?}");
        }
        for hidden in
            "\u{200B}\u{AD}\u{202E}\u{2066}\u{200F}\u{FEFF}\u{2060}\u{FE0F}\u{E0041}\u{E000}\0\u{330}".chars()
        {
            let (_, is_right, codes) = codes(&format!("Hôp{hidden}ital"));
            assert!(!is_right, "{hidden:?}");
            assert_eq!(codes, [Code::NameHiddenCharacter], "{hidden:?}");
        }
        for unusual in "’ʼ´ﬁＨ\u{410}…‑".chars() {
            let (_, is_right, codes) = codes(&format!("Hôp{unusual}ital"));
            assert!(is_right, "{unusual:?}");
            assert_eq!(codes, [Code::NameUnusualCharacter], "{unusual:?}");
        }
    }

    #[test]
    fn the_test_environment_checks_the_length_only() {
        let test = |draft| Draft {
            environment: Environment::Test,
            ..draft
        };
        for draft in [
            finess("69", "0B0221636"),
            finess("69", "ZZZZZZZZZ"),
            finess("69", "690781811"),
            siret("00000000077081"),
            siret("18751275100021"),
        ] {
            assert_eq!(test(draft).findings(), []);
        }
        for (draft, code) in [
            (finess("69", "0B022163"), Code::FinessFormat),
            (finess("69", "0B022163-"), Code::FinessFormat),
            (siret("0000000007708A"), Code::SiretFormat),
        ] {
            assert_eq!(
                test(draft).findings().iter().map(|f| f.code).collect::<Vec<_>>(),
                [code]
            );
        }
        assert_eq!(
            siret("00000000077081").findings(),
            [Finding::new(Code::TestIdentifier, "00000000077081", "")]
        );
    }

    #[test]
    fn the_preview_shows_what_is_known() {
        let empty = Draft::default();
        assert_eq!(empty.subject("x").to_string(), "CN=x,OU=,O=,ST=,C=FR");
        let codes: Vec<_> = empty.findings().iter().map(|f| f.code).collect();
        assert_eq!(
            codes,
            [
                Code::NameMissing,
                Code::DepartmentMissing,
                Code::IdentifierKindMissing,
                Code::IdentifierMissing,
                Code::ContractLevelMissing
            ]
        );
        let wrong = Draft {
            identifier: "690781811".into(),
            ..right()
        };
        assert_eq!(
            wrong.subject("x").to_string(),
            "CN=x,OU=,O=Hospices civils de Lyon,ST=Rhône (69),C=FR"
        );
    }
}
