//! What a question wants to know of its matter: what helps, what causes it, how long it lasts.

use std::{collections::HashMap, sync::LazyLock};

use crate::analysis::{stem, words};

/// Words that show what is wanted, folded and unstemmed. The order of the lines is that of the bits.
const CUES: [&str; 16] = [
    "treat treated treating treatment treatments therapy therapies cure cured curable relief relieve remedy remedies \
     manage management medication medicine medicines drug drugs fix help heal surgery operation procedure rid",
    "cause causes caused causing why reason reasons trigger triggers due origin etiology from",
    "symptom symptoms sign signs feel look",
    "diagnose diagnosed diagnosis test tests testing tested exam screening scan detect confirm workup evaluate",
    "prognosis outlook expectancy survival long last progress progression recover recovery outcome expect future course",
    "prevent prevented prevention preventing avoid protect prophylaxis vaccine vaccination",
    "side effect effects harm harmful dangerous danger risk risks complication complications safe safely safety adverse \
     interact interaction toxic worry",
    "dose dosage dosing mg much many often amount daily",
    "inherit inherited hereditary genetic genetics gene genes mutation runs carrier",
    "contagious spread transmitted transmission catch infectious get",
    "pregnant pregnancy breastfeeding nursing conceive fertility",
    "common many frequent incidence prevalence affects who",
    "eat diet food foods drink alcohol nutrition vitamin",
    "trial trials study studies research donate clinical",
    "where doctor specialist hospital clinic find resources support organization contact refer",
    "buy cost price cheap manufacturer manufactures insurance pay makes order ingredients",
];

/// The bits of each cue's stem.
static BITS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut bits: HashMap<String, u32> = HashMap::new();
    for (bit, cues) in CUES.iter().enumerate() {
        for cue in cues.split_whitespace() {
            *bits.entry(stem(cue)).or_default() |= 1 << bit;
        }
    }
    bits
});

/// What is wanted, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Intent(u32);

impl Intent {
    /// Reads it from the words of a text.
    pub(super) fn of(text: &str) -> Self {
        let bits = words(text).filter_map(|word| BITS.get(&stem(&word.text)).copied());
        Self(bits.fold(0, |all, bits| all | bits))
    }

    /// Whether nothing shows it: `What is …?`
    pub(super) fn is_open(self) -> bool {
        self.0 == 0
    }

    /// The share of the narrower's wishes that the other has too.
    pub(super) fn shared(self, other: Self) -> f64 {
        let fewer = self.0.count_ones().min(other.0.count_ones());
        if fewer == 0 { 0.0 } else { f64::from((self.0 & other.0).count_ones()) / f64::from(fewer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_is_read_from_words() {
        let treated = Intent::of("How is it treated?");
        assert_eq!(treated.shared(Intent::of("Is there any treatment?")), 1.0);
        assert_eq!(treated.shared(Intent::of("What causes it?")), 0.0);
        assert!(Intent::of("What is sepsis?").is_open());
    }
}
