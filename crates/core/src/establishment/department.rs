//! The départements, as the subjects of IGC-Santé certificates write them.

use core::fmt;

/// A département of France or an overseas collectivity that has a hospital.
///
/// Its [`Display`](fmt::Display) is the value of `ST` in the certificates: `Rhône (69)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Department {
    /// INSEE code: two digits, `2A` or `2B`, or three digits overseas.
    pub code: &'static str,
    /// INSEE name, with its accents and without an article other than the official one.
    pub name: &'static str,
}

impl Department {
    /// The département of this exact INSEE code (`"69"`, `"2A"`, `"974"`).
    pub fn from_code(code: &str) -> Option<&'static Self> {
        DEPARTMENTS.iter().find(|department| department.code == code)
    }

    /// The first two characters of the FINESS numbers given there, or `None` where no source says
    /// (the overseas collectivities).
    pub fn finess_prefix(&self) -> Option<&'static str> {
        match self.code {
            "971" | "972" | "973" | "974" => Some("97"),
            "976" => Some("98"),
            code if code.len() == 2 => Some(code),
            _ => None,
        }
    }
}

impl fmt::Display for Department {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.code)
    }
}

const fn d(code: &'static str, name: &'static str) -> Department {
    Department { code, name }
}

/// Every [`Department`], by code: mainland, Corsica in the place of the former 20, overseas.
pub static DEPARTMENTS: [Department; 107] = [
    d("01", "Ain"),
    d("02", "Aisne"),
    d("03", "Allier"),
    d("04", "Alpes-de-Haute-Provence"),
    d("05", "Hautes-Alpes"),
    d("06", "Alpes-Maritimes"),
    d("07", "Ardèche"),
    d("08", "Ardennes"),
    d("09", "Ariège"),
    d("10", "Aube"),
    d("11", "Aude"),
    d("12", "Aveyron"),
    d("13", "Bouches-du-Rhône"),
    d("14", "Calvados"),
    d("15", "Cantal"),
    d("16", "Charente"),
    d("17", "Charente-Maritime"),
    d("18", "Cher"),
    d("19", "Corrèze"),
    d("2A", "Corse-du-Sud"),
    d("2B", "Haute-Corse"),
    d("21", "Côte-d'Or"),
    d("22", "Côtes-d'Armor"),
    d("23", "Creuse"),
    d("24", "Dordogne"),
    d("25", "Doubs"),
    d("26", "Drôme"),
    d("27", "Eure"),
    d("28", "Eure-et-Loir"),
    d("29", "Finistère"),
    d("30", "Gard"),
    d("31", "Haute-Garonne"),
    d("32", "Gers"),
    d("33", "Gironde"),
    d("34", "Hérault"),
    d("35", "Ille-et-Vilaine"),
    d("36", "Indre"),
    d("37", "Indre-et-Loire"),
    d("38", "Isère"),
    d("39", "Jura"),
    d("40", "Landes"),
    d("41", "Loir-et-Cher"),
    d("42", "Loire"),
    d("43", "Haute-Loire"),
    d("44", "Loire-Atlantique"),
    d("45", "Loiret"),
    d("46", "Lot"),
    d("47", "Lot-et-Garonne"),
    d("48", "Lozère"),
    d("49", "Maine-et-Loire"),
    d("50", "Manche"),
    d("51", "Marne"),
    d("52", "Haute-Marne"),
    d("53", "Mayenne"),
    d("54", "Meurthe-et-Moselle"),
    d("55", "Meuse"),
    d("56", "Morbihan"),
    d("57", "Moselle"),
    d("58", "Nièvre"),
    d("59", "Nord"),
    d("60", "Oise"),
    d("61", "Orne"),
    d("62", "Pas-de-Calais"),
    d("63", "Puy-de-Dôme"),
    d("64", "Pyrénées-Atlantiques"),
    d("65", "Hautes-Pyrénées"),
    d("66", "Pyrénées-Orientales"),
    d("67", "Bas-Rhin"),
    d("68", "Haut-Rhin"),
    d("69", "Rhône"),
    d("70", "Haute-Saône"),
    d("71", "Saône-et-Loire"),
    d("72", "Sarthe"),
    d("73", "Savoie"),
    d("74", "Haute-Savoie"),
    d("75", "Paris"),
    d("76", "Seine-Maritime"),
    d("77", "Seine-et-Marne"),
    d("78", "Yvelines"),
    d("79", "Deux-Sèvres"),
    d("80", "Somme"),
    d("81", "Tarn"),
    d("82", "Tarn-et-Garonne"),
    d("83", "Var"),
    d("84", "Vaucluse"),
    d("85", "Vendée"),
    d("86", "Vienne"),
    d("87", "Haute-Vienne"),
    d("88", "Vosges"),
    d("89", "Yonne"),
    d("90", "Territoire de Belfort"),
    d("91", "Essonne"),
    d("92", "Hauts-de-Seine"),
    d("93", "Seine-Saint-Denis"),
    d("94", "Val-de-Marne"),
    d("95", "Val-d'Oise"),
    d("971", "Guadeloupe"),
    d("972", "Martinique"),
    d("973", "Guyane"),
    d("974", "La Réunion"),
    d("975", "Saint-Pierre-et-Miquelon"),
    d("976", "Mayotte"),
    d("977", "Saint-Barthélemy"),
    d("978", "Saint-Martin"),
    d("986", "Wallis-et-Futuna"),
    d("987", "Polynésie française"),
    d("988", "Nouvelle-Calédonie"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_once_and_none_forgotten() {
        let mut expected: Vec<String> = (1..=95).filter(|n| *n != 20).map(|n| format!("{n:02}")).collect();
        expected.extend(["2A", "2B"].map(String::from));
        expected.extend((971..=978).chain(986..=988).map(|n: u16| n.to_string()));
        expected.sort();
        let mut found: Vec<_> = DEPARTMENTS.iter().map(|d| d.code.to_string()).collect();
        found.sort();
        assert_eq!(found, expected);
        let mut names: Vec<_> = DEPARTMENTS.iter().map(|d| d.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), DEPARTMENTS.len());
    }

    #[test]
    fn written_as_in_the_certificates() {
        for (code, text) in [
            ("69", "Rhône (69)"),
            ("21", "Côte-d'Or (21)"),
            ("75", "Paris (75)"),
        ] {
            assert_eq!(Department::from_code(code).unwrap().to_string(), text);
        }
        assert_eq!(Department::from_code("20"), None);
        assert_eq!(Department::from_code(""), None);
    }

    #[test]
    fn finess_prefixes() {
        for (code, prefix) in [
            ("01", Some("01")),
            ("2A", Some("2A")),
            ("974", Some("97")),
            ("976", Some("98")),
            ("988", None),
        ] {
            assert_eq!(Department::from_code(code).unwrap().finess_prefix(), prefix);
        }
    }
}
