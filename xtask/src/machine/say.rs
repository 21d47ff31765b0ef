//! Progress messages.

use std::time::{Duration, Instant};

use anyhow::Result;

/// One line on what happens next.
pub fn say(line: &str) {
    eprintln!("xtask: {line}");
}

/// Says what starts, does it, and says how long it took when that was long enough to notice.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(what);
    let start = Instant::now();
    let result = work();
    let elapsed = start.elapsed();
    if elapsed > Duration::from_secs(2) {
        let end = if result.is_ok() { "done" } else { "failed" };
        say(&format!("{end} after {}: {what}", seconds(elapsed)));
    }
    result
}

/// `12.3 s`, `2 min 05 s`.
pub fn seconds(elapsed: Duration) -> String {
    let whole = elapsed.as_secs();
    if whole < 60 {
        format!("{:.1} s", elapsed.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// `1 234 567` bytes, in groups of three.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, seconds};
    use std::time::Duration;

    #[test]
    fn numbers_are_readable() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1 000");
        assert_eq!(grouped(1_234_567), "1 234 567");
        assert_eq!(seconds(Duration::from_millis(2_340)), "2.3 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
