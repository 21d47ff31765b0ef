//! Times in files: RFC 3339, always UTC, years 0 to 9999. A time that is read can be written again.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

pub fn serialize<S: Serializer>(time: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    let time = time
        .checked_to_offset(UtcOffset::UTC)
        .ok_or_else(|| ser::Error::custom("time out of range"))?;
    time.format(&Rfc3339)
        .map_err(ser::Error::custom)?
        .serialize(serializer)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OffsetDateTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    OffsetDateTime::parse(&text, &Rfc3339)
        .map_err(de::Error::custom)?
        .checked_to_offset(UtcOffset::UTC)
        .filter(|time| (0..=9999).contains(&time.year()))
        .ok_or_else(|| de::Error::custom("time out of range"))
}
