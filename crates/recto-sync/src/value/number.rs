//! Exact decimal numbers, and whether Notion's double-precision floats can hold them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Most digits and greatest exponent taken: PostgreSQL's `numeric` has 131,072 digits before the
/// point and 16,383 after it.
const LONGEST: usize = 150_000;

/// A text that is not a finite decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a finite number")]
pub struct NumberError(pub String);

/// An exact decimal number: `±digits × 10^exponent`, in lowest form.
///
/// Equality and hash are by value: `12.10` and `1.21e1` are the same number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    negative: bool,
    /// Without leading or trailing zeros; empty for zero.
    digits: String,
    exponent: i64,
}

impl Number {
    /// Reads a decimal number: `12`, `-0.50`, `1.5e-7`.
    ///
    /// # Errors
    /// When the text is no number, is `NaN` or infinite, or has an absurd exponent.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let error = || NumberError(text.chars().take(40).collect());
        let rest = text.trim();
        let (negative, rest) = match rest.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, rest.strip_prefix('+').unwrap_or(rest)),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().map_err(|_| error())?),
            None => (rest, 0_i64),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: String = [whole, fraction].concat();
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        if digits.is_empty() || !plain || digits.len() > LONGEST {
            return Err(error());
        }
        if exponent.unsigned_abs() > LONGEST as u64 {
            return Err(error());
        }
        let exponent = exponent - fraction.len() as i64;
        let trimmed = digits.trim_end_matches('0');
        let exponent = exponent + (digits.len() - trimmed.len()) as i64;
        let trimmed = trimmed.trim_start_matches('0');
        if trimmed.is_empty() {
            return Ok(Self {
                negative: false,
                digits: String::new(),
                exponent: 0,
            });
        }
        Ok(Self {
            negative,
            digits: trimmed.to_owned(),
            exponent,
        })
    }

    /// Returns the shortest decimal that reads back as `number`: what JSON shows of it.
    ///
    /// # Errors
    /// When the number is not finite.
    pub fn from_f64(number: f64) -> Result<Self, NumberError> {
        Self::parse(&format!("{number:e}"))
    }

    /// Returns the nearest double-precision float, which is what Notion keeps of a number.
    pub fn to_f64(&self) -> f64 {
        // A decimal text always parses; a huge one becomes infinite.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Tells whether Notion's float would read back as another number.
    ///
    /// True for integers beyond 2^53 that no float hits, and for more than some 15 digits.
    pub fn is_lossy(&self) -> bool {
        Self::from_f64(self.to_f64()).as_ref() != Ok(self)
    }

    /// Returns the number as JSON: an integer where it is one, else the nearest float.
    ///
    /// `None` when it is too large for a float.
    pub fn to_json(&self) -> Option<serde_json::Number> {
        match self.to_string().parse::<i64>() {
            Ok(integer) => Some(integer.into()),
            Err(_) => serde_json::Number::from_f64(self.to_f64()),
        }
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        let digits = number.unsigned_abs().to_string();
        let trimmed = digits.trim_end_matches('0');
        if trimmed.is_empty() {
            return Self {
                negative: false,
                digits: String::new(),
                exponent: 0,
            };
        }
        let exponent = (digits.len() - trimmed.len()) as i64;
        Self {
            negative: number < 0,
            digits: trimmed.to_owned(),
            exponent,
        }
    }
}

/// A JSON number is read from its text, so an integer stays exact.
impl TryFrom<&serde_json::Number> for Number {
    type Error = NumberError;

    fn try_from(number: &serde_json::Number) -> Result<Self, NumberError> {
        Self::parse(&number.to_string())
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

/// Writes plain decimals up to 40 digits, scientific notation beyond.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits.is_empty() {
            return f.write_str("0");
        }
        if self.negative {
            f.write_str("-")?;
        }
        let length = self.digits.len() as i64;
        let point = length + self.exponent;
        if self.exponent >= 0 && point <= 40 {
            write!(
                f,
                "{}{}",
                self.digits,
                "0".repeat(self.exponent.unsigned_abs() as usize)
            )
        } else if self.exponent < 0 && point > 0 {
            let (whole, fraction) = self.digits.split_at(point.unsigned_abs() as usize);
            write!(f, "{whole}.{fraction}")
        } else if self.exponent < 0 && point > -20 {
            write!(
                f,
                "0.{}{}",
                "0".repeat(point.unsigned_abs() as usize),
                self.digits
            )
        } else {
            let (first, rest) = self.digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            write!(f, "{first}{dot}{rest}e{}", point - 1)
        }
    }
}

/// Written as text: a JSON number would lose what the decimal type is there to keep.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
