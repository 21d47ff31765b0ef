//! How many tests ended how, read from what the runners write.

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    /// Whether the runner said that all went well.
    pub success: bool,
}

impl Count {
    /// Adds the numbers of another suite.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Takes in a closing line of cargo's or wasm-bindgen's runner (`test result: ok. 3 passed; 0
    /// failed; 0 ignored; …`) or of Node's (`ℹ pass 3`, `# fail 0`).
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            for part in result.split([';', '.']) {
                match part.trim().split_once(' ') {
                    Some((number, "passed")) => self.passed += number.parse::<usize>().unwrap_or(0),
                    Some((number, "failed")) => self.failed += number.parse::<usize>().unwrap_or(0),
                    Some((number, "ignored")) => self.skipped += number.parse::<usize>().unwrap_or(0),
                    _ => {}
                }
            }
        } else if let Some(("ℹ" | "#", rest)) = line.split_once(' ') {
            match rest.split_once(' ') {
                Some(("pass", number)) => self.passed += number.parse::<usize>().unwrap_or(0),
                Some(("fail", number)) => self.failed += number.parse::<usize>().unwrap_or(0),
                Some(("skipped" | "todo", number)) => self.skipped += number.parse::<usize>().unwrap_or(0),
                _ => {}
            }
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} not run", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn closing_lines_are_counted() {
        let mut count = Count::default();
        for line in [
            "test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: ok. 10 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.27s",
            "ℹ pass 5",
            "ℹ fail 1",
            "# pass 2",
            "# skipped 4",
            "test a::b ... ok",
        ] {
            count.read(line);
        }
        assert_eq!(count.to_string(), "20 passed, 2 failed, 6 not run");
    }
}
