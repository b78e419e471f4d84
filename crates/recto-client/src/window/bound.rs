//! A lower bound on the time of creation, added to any filter.

use recto_api::limits::{FILTER_ITEMS, FILTER_LEVELS};
use recto_api::query::Filter;
use serde_json::Value;

/// The filter that asks for what `filter` asks for, among the rows created at `time` or later.
///
/// Filters have two levels of compounds and 100 members in each (documented), so the bound goes
/// where a level is free: beside a leaf or in an `and`, around an `or`, or, where neither fits, into
/// each branch of an `or`.
///
/// # Errors
///
/// Says so where no place is left.
pub(super) fn since(filter: Option<&Filter>, time: &str) -> Result<Filter, String> {
    let bound = || Filter::created_time().on_or_after(time);
    let Some(filter) = filter.filter(|filter| !is_empty(filter)) else {
        return Ok(bound());
    };
    let around = || Filter::and([filter.clone(), bound()]);
    match filter {
        Filter::And(members) => beside(members, &bound())
            .or_else(|| fits(filter).then(around))
            .or_else(|| inside(members, &bound())),
        Filter::Or(members) => fits(filter)
            .then(around)
            .or_else(|| in_each(members, &bound())),
        _ if is_compound(filter) => None,
        _ => Some(around()),
    }
    .ok_or_else(|| {
        format!(
            "the filter leaves no room for a bound on the time of creation, which reading on past \
             the limit of a query needs: give it fewer than {FILTER_ITEMS} members in each `and` \
             and `or`, and no more than {FILTER_LEVELS} levels"
        )
    })
}

/// One more member of an `and`.
fn beside(members: &[Filter], bound: &Filter) -> Option<Filter> {
    (members.len() < FILTER_ITEMS)
        .then(|| Filter::and(members.iter().cloned().chain([bound.clone()])))
}

/// One more member of an `and` within the `and`.
fn inside(members: &[Filter], bound: &Filter) -> Option<Filter> {
    let mut members = members.to_vec();
    let inner = members.iter_mut().find_map(|member| match member {
        Filter::And(inner) if inner.len() < FILTER_ITEMS => Some(inner),
        _ => None,
    })?;
    inner.push(bound.clone());
    Some(Filter::And(members))
}

/// The bound in each branch: `a or (b and c)` becomes `(a and t) or (b and c and t)`.
fn in_each(branches: &[Filter], bound: &Filter) -> Option<Filter> {
    let mut out = Vec::with_capacity(branches.len());
    for branch in branches {
        match branch {
            Filter::And(members) => out.push(beside(members, bound)?),
            Filter::Or(members) => {
                for member in members {
                    if is_compound(member) {
                        return None;
                    }
                    out.push(Filter::and([member.clone(), bound.clone()]));
                }
            }
            _ if is_compound(branch) => return None,
            _ => out.push(Filter::and([branch.clone(), bound.clone()])),
        }
    }
    (out.len() <= FILTER_ITEMS).then_some(Filter::Or(out))
}

/// Whether a compound may be put around it.
fn fits(filter: &Filter) -> bool {
    match filter {
        Filter::And(members) | Filter::Or(members) => !members.iter().any(is_compound),
        _ => !is_compound(filter),
    }
}

/// Whether it holds others. A filter without a name here may do so too.
fn is_compound(filter: &Filter) -> bool {
    match filter {
        Filter::And(_) | Filter::Or(_) => true,
        Filter::Unknown(value) => ["and", "or"].iter().any(|name| value.get(name).is_some()),
        _ => false,
    }
}

/// `{}` is answered as if there were no filter (recordings).
fn is_empty(filter: &Filter) -> bool {
    matches!(filter, Filter::Unknown(Value::Object(members)) if members.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TIME: &str = "2026-03-01T10:05:00.000Z";

    fn leaf(name: &str) -> Filter {
        Filter::property(name).checkbox().equals(true)
    }

    fn leaves(count: usize) -> Vec<Filter> {
        (0..count).map(|number| leaf(&number.to_string())).collect()
    }

    fn bound() -> Filter {
        Filter::created_time().on_or_after(TIME)
    }

    fn since(filter: &Filter) -> Option<Filter> {
        super::since(Some(filter), TIME).ok()
    }

    #[test]
    fn a_bound_alone() {
        let expected = json!({"timestamp": "created_time", "created_time": {"on_or_after": TIME}});
        for filter in [None, Some(&Filter::Unknown(json!({})))] {
            let filter = super::since(filter, TIME).unwrap();
            assert_eq!(serde_json::to_value(filter).unwrap(), expected);
        }
    }

    #[test]
    fn the_bound_goes_where_a_level_is_free() {
        let and = |members: Vec<Filter>| Filter::And(members);
        let or = |members: Vec<Filter>| Filter::Or(members);
        assert_eq!(since(&leaf("a")), Some(and(vec![leaf("a"), bound()])));
        assert_eq!(
            since(&and(vec![leaf("a"), or(vec![leaf("b"), leaf("c")])])),
            Some(and(vec![
                leaf("a"),
                or(vec![leaf("b"), leaf("c")]),
                bound()
            ]))
        );
        assert_eq!(
            since(&or(vec![leaf("a"), leaf("b")])),
            Some(and(vec![or(vec![leaf("a"), leaf("b")]), bound()]))
        );
        assert_eq!(
            since(&or(vec![
                leaf("a"),
                and(vec![leaf("b"), leaf("c")]),
                or(vec![leaf("d")])
            ])),
            Some(or(vec![
                and(vec![leaf("a"), bound()]),
                and(vec![leaf("b"), leaf("c"), bound()]),
                and(vec![leaf("d"), bound()]),
            ]))
        );
        assert_eq!(since(&and(vec![])), Some(and(vec![bound()])));
        assert_eq!(since(&or(vec![])), Some(and(vec![or(vec![]), bound()])));
    }

    #[test]
    fn a_full_array_is_gone_around() {
        let full = Filter::And(leaves(100));
        assert_eq!(since(&full), Some(Filter::and([full, bound()])));
        let mut members = leaves(99);
        members.push(Filter::and([leaf("x")]));
        let Some(Filter::And(out)) = since(&Filter::And(members)) else {
            panic!("a bound within")
        };
        assert_eq!(out.len(), 100);
        assert_eq!(out[99], Filter::and([leaf("x"), bound()]));
    }

    #[test]
    fn where_no_place_is_left_it_says_so() {
        let mut members = leaves(99);
        members.push(Filter::or([leaf("x")]));
        let error = super::since(Some(&Filter::And(members.clone())), TIME).unwrap_err();
        assert!(error.contains("100"), "{error}");
        members.push(Filter::or([leaf("y")]));
        assert_eq!(since(&Filter::Or(members)), None);
        let odd = Filter::Unknown(json!({"and": [{"x": 1}], "or": []}));
        assert_eq!(since(&odd), None);
        assert_eq!(
            since(&Filter::or([leaf("a"), Filter::and(leaves(100))])),
            None
        );
    }
}
