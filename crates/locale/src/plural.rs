//! The rule that picks a plural form: the C expression of a PO file's `Plural-Forms` line, read once and checked.
//!
//! The expression is read into a list of steps for a small stack machine rather than a tree, so that neither
//! reading nor running it can recurse deeper than a hostile file likes.

/// Which of a language's plural forms goes with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PluralRule {
    forms: usize,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Number,
    Constant(u64),
    Not,
    Binary(Operator),
    /// Takes condition, yes and no from the stack and leaves one of the two. Both sides are computed: they are
    /// pure, and cheaper than jumping.
    Choose,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Differs,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Binary operators, loosest first, as C ranks them; longer spellings stand before their beginnings.
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[("==", Operator::Equal), ("!=", Operator::Differs)],
    &[
        ("<=", Operator::LessEqual),
        (">=", Operator::GreaterEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Remainder)],
];

/// Real rules nest six deep at most (Arabic's chain of choices).
const DEEPEST: usize = 24;
/// Values under way at once: real rules need about ten.
const DEEPEST_STACK: usize = 32;
/// Real rules take fewer than 60 steps.
const LONGEST: usize = 256;

impl PluralRule {
    /// The rule of English: the first form for 1, the second for everything else.
    pub(crate) fn one_other() -> Self {
        let steps = vec![Step::Number, Step::Constant(1), Step::Binary(Operator::Differs)];
        Self { forms: 2, steps }
    }

    /// Reads `nplurals=2; plural=(n != 1);`.
    pub(crate) fn parse(header: &str) -> Result<Self, String> {
        let mut forms = None;
        let mut expression = None;
        for part in header.split(';') {
            match part.split_once('=') {
                Some((name, value)) if name.trim() == "nplurals" => {
                    forms = value.trim().parse().ok().filter(|forms| (1..=8).contains(forms));
                }
                Some((name, value)) if name.trim() == "plural" => expression = Some(value.trim()),
                _ => {}
            }
        }
        let forms = forms.ok_or("Plural-Forms needs nplurals from 1 to 8")?;
        let expression = expression.ok_or("Plural-Forms needs a plural rule")?;
        let mut reader = Reader { rest: expression, steps: Vec::new() };
        reader.choice(0)?;
        if !reader.rest.is_empty() {
            return Err(format!("Plural-Forms is not understood from {:?}", reader.rest));
        }
        let rule = Self { forms, steps: reader.steps };
        match (0..=1000).find(|n| rule.run(*n).is_none_or(|form| form >= forms as u64)) {
            Some(n) => Err(format!("Plural-Forms gives no form for {n}")),
            None => Ok(rule),
        }
    }

    /// How many forms the language has.
    pub(crate) fn forms(&self) -> usize {
        self.forms
    }

    /// The form for a number, always below [`forms`](Self::forms).
    pub(crate) fn pick(&self, n: u64) -> usize {
        let form = self.run(n).and_then(|form| usize::try_from(form).ok());
        form.unwrap_or(0).min(self.forms - 1)
    }

    /// `None` when the rule divides by zero or needs more stack than there is; `parse` refuses such a rule.
    fn run(&self, n: u64) -> Option<u64> {
        let mut stack = [0_u64; DEEPEST_STACK];
        let mut top = 0_usize;
        for step in &self.steps {
            let (taken, value) = match *step {
                Step::Number => (0, n),
                Step::Constant(constant) => (0, constant),
                Step::Not => (1, u64::from(*stack.get(top.checked_sub(1)?)? == 0)),
                Step::Binary(operator) => {
                    let (left, right) = (*stack.get(top.checked_sub(2)?)?, *stack.get(top - 1)?);
                    (2, operator.apply(left, right)?)
                }
                Step::Choose => {
                    let condition = *stack.get(top.checked_sub(3)?)?;
                    (3, *stack.get(if condition == 0 { top - 1 } else { top - 2 })?)
                }
            };
            top -= taken;
            *stack.get_mut(top)? = value;
            top += 1;
        }
        (top == 1).then_some(stack[0])
    }
}

impl Operator {
    fn apply(self, left: u64, right: u64) -> Option<u64> {
        Some(match self {
            Self::Or => u64::from(left != 0 || right != 0),
            Self::And => u64::from(left != 0 && right != 0),
            Self::Equal => u64::from(left == right),
            Self::Differs => u64::from(left != right),
            Self::Less => u64::from(left < right),
            Self::LessEqual => u64::from(left <= right),
            Self::Greater => u64::from(left > right),
            Self::GreaterEqual => u64::from(left >= right),
            Self::Add => left.wrapping_add(right),
            Self::Subtract => left.wrapping_sub(right),
            Self::Multiply => left.wrapping_mul(right),
            Self::Divide => left.checked_div(right)?,
            Self::Remainder => left.checked_rem(right)?,
        })
    }
}

struct Reader<'a> {
    rest: &'a str,
    steps: Vec<Step>,
}

impl Reader<'_> {
    fn choice(&mut self, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("Plural-Forms is nested too deeply".to_owned());
        }
        self.binary(0, depth)?;
        if self.take("?") {
            self.choice(depth + 1)?;
            if !self.take(":") {
                return Err("Plural-Forms has a ? without its :".to_owned());
            }
            self.choice(depth + 1)?;
            self.push(Step::Choose)?;
        }
        Ok(())
    }

    fn binary(&mut self, level: usize, depth: usize) -> Result<(), String> {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary(depth);
        };
        self.binary(level + 1, depth)?;
        while let Some((_, operator)) = operators.iter().find(|(spelling, _)| self.take(spelling)) {
            self.binary(level + 1, depth)?;
            self.push(Step::Binary(*operator))?;
        }
        Ok(())
    }

    fn unary(&mut self, depth: usize) -> Result<(), String> {
        let mut negations = 0;
        while !self.rest.trim_start().starts_with("!=") && self.take("!") {
            negations += 1;
        }
        self.operand(depth)?;
        (0..negations).try_for_each(|_| self.push(Step::Not))
    }

    fn operand(&mut self, depth: usize) -> Result<(), String> {
        if self.take("(") {
            self.choice(depth + 1)?;
            return if self.take(")") { Ok(()) } else { Err("Plural-Forms lacks a )".to_owned()) };
        }
        if self.take("n") {
            return self.push(Step::Number);
        }
        self.rest = self.rest.trim_start();
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.rest.split_at(digits);
        let number =
            number.parse().map_err(|_| format!("Plural-Forms is not understood from {:?}", self.rest))?;
        self.rest = rest;
        self.push(Step::Constant(number))
    }

    fn take(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.trim_start().strip_prefix(token) else {
            return false;
        };
        self.rest = rest.trim_start();
        true
    }

    fn push(&mut self, step: Step) -> Result<(), String> {
        if self.steps.len() == LONGEST {
            return Err("Plural-Forms is too long".to_owned());
        }
        self.steps.push(step);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn picks(rule: &str, numbers: &[u64]) -> Vec<usize> {
        let rule = PluralRule::parse(rule).unwrap();
        numbers.iter().map(|n| rule.pick(*n)).collect()
    }

    #[test]
    fn rules_of_real_languages() {
        assert_eq!(picks("nplurals=2; plural=(n != 1);", &[0, 1, 2]), [1, 0, 1]);
        assert_eq!(picks("nplurals=1; plural=0;", &[0, 1, 2]), [0, 0, 0]);
        assert_eq!(picks("nplurals=2; plural=(n > 1);", &[0, 1, 2]), [0, 0, 1]);
        let polish = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);";
        assert_eq!(picks(polish, &[1, 2, 5, 12, 22, 112]), [0, 1, 2, 2, 1, 2]);
        let arabic = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);";
        assert_eq!(picks(arabic, &[0, 1, 2, 3, 11, 100, 102]), [0, 1, 2, 3, 4, 5, 5]);
        let spanish = "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;";
        assert_eq!(picks(spanish, &[0, 1, 2, 1_000_000, 2_000_000]), [2, 0, 2, 1, 1]);
        let slovenian = "nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || n%100==4 ? 3 : 0);";
        assert_eq!(picks(slovenian, &[0, 1, 2, 4, 101]), [0, 1, 2, 3, 1]);
    }

    #[test]
    fn rubbish_is_refused() {
        for rule in [
            "",
            "nplurals=2",
            "nplurals=0; plural=0",
            "nplurals=2; plural=n",
            "nplurals=2; plural=1/(n-3)",
            "nplurals=2; plural=n !=",
            "nplurals=2; plural=(n",
            "nplurals=2; plural=n ? 1",
            "nplurals=2; plural=n n",
        ] {
            assert!(PluralRule::parse(rule).is_err(), "{rule} was accepted");
        }
        let deep = format!("nplurals=2; plural={}1{}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(PluralRule::parse(&deep).is_err());
        assert!(PluralRule::parse(&format!("nplurals=2; plural={}1", "!".repeat(100_000))).is_err());
        assert!(PluralRule::parse(&format!("nplurals=2; plural=1{}", "+0".repeat(100_000))).is_err());
    }

    proptest! {
        #[test]
        fn never_panics_and_stays_in_range(expression in "[n0-9()!=<>&|?:+*/% -]{0,40}", n: u64) {
            if let Ok(rule) = PluralRule::parse(&format!("nplurals=3; plural={expression}")) {
                prop_assert!(rule.pick(n) < 3);
            }
        }
    }
}
