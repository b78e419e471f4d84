//! A tree back into text, as the service stores it.

use super::syntax::{Expr, Node, Reference};

/// Prints a tree. Spacing and brackets are the service's own (recorded): brackets around an operand
/// that is itself an operation, and nowhere else; a comma and a space between arguments; comments
/// and line ends are gone. Dot calls stay dot calls, a condition with `?` as an operand is put in
/// brackets, every operator keeps its spelling (assumed).
pub(super) fn print(expr: &Expr, reference: &mut dyn FnMut(&Reference) -> String) -> String {
    let mut printer = Printer {
        out: String::new(),
        reference,
    };
    printer.expr(expr);
    printer.out
}

struct Printer<'r> {
    out: String,
    reference: &'r mut dyn FnMut(&Reference) -> String,
}

impl Printer<'_> {
    fn expr(&mut self, expr: &Expr) {
        match &expr.node {
            Node::Number(text) | Node::Text(text) | Node::Name(text) => self.out.push_str(text),
            Node::Boolean(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Node::Reference(reference) => self.reference(reference),
            Node::Call {
                name,
                args,
                dotted: false,
            } => {
                self.out.push_str(name);
                self.list("(", args, ")");
            }
            Node::Call {
                name,
                args,
                dotted: true,
            } => {
                if let Some((receiver, args)) = args.split_first() {
                    self.operand(receiver);
                    self.out.push('.');
                    self.out.push_str(name);
                    self.list("(", args, ")");
                }
            }
            Node::Member { page, reference } => {
                self.operand(page);
                self.out.push('.');
                self.reference(reference);
            }
            Node::Unary {
                sign,
                called,
                operand,
            } => {
                self.out.push_str(sign);
                if *called {
                    self.out.push('(');
                    self.expr(operand);
                    self.out.push(')');
                    return;
                }
                if *sign == "not" {
                    self.out.push(' ');
                }
                self.operand(operand);
            }
            Node::Chain { first, rest } => {
                for _ in 1..rest.len() {
                    self.out.push('(');
                }
                self.operand(first);
                for (index, (operator, operand)) in rest.iter().enumerate() {
                    if index > 0 {
                        self.out.push(')');
                    }
                    self.out.push(' ');
                    self.out.push_str(operator.sign);
                    self.out.push(' ');
                    self.operand(operand);
                }
            }
            Node::Ternary(parts) => {
                let [condition, then, otherwise] = &**parts;
                self.operand(condition);
                self.out.push_str(" ? ");
                self.operand(then);
                self.out.push_str(" : ");
                self.operand(otherwise);
            }
            Node::List(items) => self.list("[", items, "]"),
        }
    }

    fn operand(&mut self, expr: &Expr) {
        if matches!(expr.node, Node::Chain { .. } | Node::Ternary(_)) {
            self.out.push('(');
            self.expr(expr);
            self.out.push(')');
        } else {
            self.expr(expr);
        }
    }

    fn list(&mut self, open: &str, items: &[Expr], close: &str) {
        self.out.push_str(open);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            self.expr(item);
        }
        self.out.push_str(close);
    }

    fn reference(&mut self, reference: &Reference) {
        let text = (self.reference)(reference);
        self.out.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::parser::parse;
    use super::*;

    fn printed(text: &str) -> String {
        print(&parse(text).unwrap().0, &mut |reference| match reference {
            Reference::Named(name) => format!("prop({name})"),
            Reference::Token(token) => format!("{{{{{token}}}}}"),
            Reference::Found(_) => unreachable!(),
        })
    }

    #[test]
    fn brackets_stand_around_operations_in_operations() {
        for (sent, returned) in [
            ("1+2*3", "1 + (2 * 3)"),
            ("(1 + 2) - 3 + 4", "((1 + 2) - 3) + 4"),
            ("1 + (2 + 3)", "1 + (2 + 3)"),
            ("((prop(\"a\")))", "prop(\"a\")"),
            ("if((1 == 2), (3), ((4)))", "if(1 == 2, 3, 4)"),
            ("-prop( \"a\" ) - 1", "-prop(\"a\") - 1"),
            ("a and b or not c == d", "(a and b) or (not c == d)"),
            ("2^3^2", "2 ^ (3 ^ 2)"),
            ("-2 ^ 2", "-(2 ^ 2)"),
            ("not(a)", "not(a)"),
            ("(1 + 2).format() /* x */", "(1 + 2).format()"),
            ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
            ("[ 1,2 ]\n.map(current*2)", "[1, 2].map(current * 2)"),
            ("a.{{x:y}}.length", "a.{{x:y}}.length()"),
            ("\"\\s\" + 'x'", "\"\\s\" + 'x'"),
        ] {
            assert_eq!(printed(sent), returned, "{sent}");
            assert_eq!(printed(returned), returned, "again");
        }
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for text in [
            "",
            "1 +",
            "=1",
            "ifs(true,)",
            "[1,]",
            "prop(name)",
            "1 2",
            "(1",
            "a.",
            "a ? b",
            "and",
            ".5",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded_and_length_is_not() {
        let long = format!("1{}", " + 1".repeat(50_000));
        assert!(parse(&long).is_ok());
        for (open, close) in [("(", ")"), ("-", ""), ("[", "]"), ("abs(", ")"), ("2^", "")] {
            let deep = format!("{}1{}", open.repeat(50_000), close.repeat(50_000));
            assert!(parse(&deep).is_err(), "{open}");
        }
        assert!(parse(&format!("1{}", ".abs()".repeat(50_000))).is_err());
        assert!(parse(&format!("{}1", "1 ? 2 : ".repeat(50_000))).is_err());
    }
}
