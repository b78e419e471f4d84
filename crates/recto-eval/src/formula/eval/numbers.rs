//! Arithmetic.

use crate::formula::code::Arithmetic;
use crate::formula::value::Value;

/// One step; nothing counts as 0, and what is not finite is nothing (recorded).
pub(super) fn step(step: Arithmetic, left: &Value, right: &Value) -> Value {
    match (left.as_number(), right.as_number()) {
        (Some(left), Some(right)) => Value::number(match step {
            Arithmetic::Add | Arithmetic::Concat => left + right,
            Arithmetic::Subtract => left - right,
            Arithmetic::Multiply => left * right,
            Arithmetic::Divide => left / right,
            // The sign is that of the left side.
            Arithmetic::Modulo => left % right,
            Arithmetic::Power => left.powf(right),
        }),
        _ => Value::Empty,
    }
}

/// Half goes up, also below zero: -4.5 becomes -4.
pub(super) fn round(number: f64, places: f64) -> f64 {
    let whole = |number: f64| {
        let floor = number.floor();
        if number - floor < 0.5 {
            floor
        } else {
            floor + 1.0
        }
    };
    if places == 0.0 {
        return whole(number);
    }
    let factor = 10_f64.powf(places.trunc());
    let out = whole(number * factor) / factor;
    if out.is_finite() { out } else { number }
}

pub(super) fn median(numbers: &mut [f64]) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)?;
    if numbers.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *numbers.get(middle.checked_sub(1)?)?;
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_goes_up() {
        for (number, places, rounded) in [
            (4.5, 0.0, 5.0),
            (4.49, 0.0, 4.0),
            (-4.5, 0.0, -4.0),
            (-4.51, 0.0, -5.0),
            (0.499_999_999_999_999_94, 0.0, 0.0),
            (1.25, 1.0, 1.3),
            (1234.0, -2.0, 1200.0),
            (1.5, 400.0, 1.5),
        ] {
            assert!((round(number, places) - rounded).abs() < 1e-9, "{number}");
        }
    }

    #[test]
    fn the_middle_of_two_is_between_them() {
        assert_eq!(median(&mut [4.0, 1.0, 3.0]), Some(3.0));
        assert_eq!(median(&mut [4.0, 1.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
    }
}
