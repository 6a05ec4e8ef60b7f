//! Answers by name: what each must be read as, and what none may ever be read as.

use stance::{Stance, read};

const HAIR: &str = "Can Botox in the forehead cause hair loss?";

fn stance(question: &str, headline: &str, text: &str) -> Option<Stance> {
    read(question, headline, text).map(|reading| reading.stance)
}

#[track_caller]
fn says(expected: Stance, question: &str, headline: &str, text: &str) {
    assert_eq!(stance(question, headline, text), Some(expected), "{question} / {headline} / {text}");
}

/// Six ways to say that an injection has nothing to do with hair loss.
#[test]
fn no_denial_is_read_as_yes() {
    let denials = [
        (
            "Can Botox in the forehead cause hair loss?",
            "It has not been known to make hair fall out; something else is likely to blame.",
        ),
        (
            "Can Botox in the forehead cause hair loss?",
            "Hair can fall out after any strain on the body, although it is not directly related to the Botox itself.",
        ),
        (
            "Botox and the hairline",
            "I'm not aware of any risk of hair loss with it and have never seen nor heard of such a case.",
        ),
        (
            "Not a known side effect",
            "Hair loss is not a known side effect of Botox. You should be safe to have it again.",
        ),
        (
            "Botox does not cause hair loss",
            "There are no known reports of it. I would not be concerned about another session.",
        ),
        (
            "Botox doesn't cause hair loss",
            "It has never been reported to cause hair loss and there is no plausible reason why it would.",
        ),
    ];
    for (headline, text) in denials {
        says(Stance::No, HAIR, headline, text);
    }
}

#[test]
fn plain_words_are_taken_at_their_word() {
    says(Stance::Yes, HAIR, "", "Yes, it can.");
    says(Stance::No, HAIR, "", "No, it does not.");
    says(Stance::No, HAIR, "Absolutely not", "");
    says(Stance::Yes, "Is it safe to fly with a cold?", "Of course", "");
    says(Stance::Depends, "Is it safe to fly with a cold?", "It depends", "");
    says(Stance::Unknown, "Is this mole dangerous?", "", "I can't tell without seeing it.");
}

#[test]
fn reassurance_turns_with_the_question() {
    says(Stance::No, "Should I be worried about eye twitching?", "", "There is nothing to worry about.");
    says(Stance::Yes, "Is it safe to drink tea with this tablet?", "", "There is nothing to worry about.");
    says(Stance::No, "Is it dangerous to sleep on my back?", "", "It is perfectly safe.");
    says(Stance::Yes, "Is it normal to itch after surgery?", "", "This is to be expected, do not worry.");
}

#[test]
fn advice_against_is_no_and_for_is_yes() {
    says(Stance::No, "Should I have filler before my wedding?", "", "I would not.");
    says(Stance::No, "Is it safe to take ibuprofen while pregnant?", "", "It should be avoided.");
    says(Stance::Yes, "Can I shower the day after surgery?", "", "You can shower the next day.");
    says(
        Stance::Yes,
        "Do I need to stop smoking before surgery?",
        "",
        "Smoking should be stopped four weeks before.",
    );
}

#[test]
fn no_difference_is_read_against_the_question() {
    let same = "There was no significant difference between drug A and drug B.";
    says(Stance::No, "Is drug A better than drug B?", "", same);
    says(Stance::No, "Does drug A differ from drug B?", "", same);
    says(Stance::Yes, "Are drug A and drug B similar?", "", same);
}

#[test]
fn a_negative_question_keeps_its_sense() {
    says(Stance::No, "Isn't sauna harmful for the heart?", "", "It is not harmful.");
    says(Stance::Yes, "Isn't sauna harmful for the heart?", "", "Yes, it is harmful.");
}

/// Sentences with words of the one side that mean the other, or nothing certain.
#[test]
fn none_of_these_is_read_as_its_opposite() {
    let traps = [
        ("Is it safe to take both?", "I'm not aware of any problem with that.", Stance::No),
        ("Is it safe to take both?", "No problem at all.", Stance::No),
        ("Is it safe to take both?", "No worries, that is fine.", Stance::No),
        ("Does vaccine X cause fever?", "It is not uncommon to have a fever.", Stance::No),
        ("Does vaccine X cause fever?", "A link can't be ruled out.", Stance::No),
        ("Does vaccine X cause fever?", "No doubt it does.", Stance::No),
        ("Is surgery necessary?", "It can be treated safely without surgery.", Stance::Yes),
        ("Can I run after a tummy tuck?", "I would not advise it.", Stance::Yes),
        ("Will my hair grow back?", "Don't worry, it will.", Stance::No),
        ("Does the pill cause acne?", "Not only does it not cause acne, it helps against it.", Stance::Yes),
        ("Is it true that gum stays in the stomach?", "That is a myth.", Stance::Yes),
        ("Is botox dangerous?", "It has an excellent safety record.", Stance::Yes),
        ("Is it dangerous to take both?", "Yes, you can take both safely.", Stance::Yes),
        ("Is it safe to take both?", "No, don't worry, it is safe.", Stance::No),
        ("Are breast implants safe?", "They have never been shown to cause disease.", Stance::No),
        ("Is it too late to have surgery?", "It is never too late.", Stance::Yes),
        ("Is it possible to remove a mole without scarring?", "No surgery is without scars.", Stance::Yes),
        ("Does my son need surgery?", "Almost certainly not.", Stance::Yes),
        (
            "Does sunscreen cause cancer?",
            "Sunscreen prevents skin cancer; it does not cause it.",
            Stance::Yes,
        ),
        ("Does the vaccine cause infertility?", "It protects fertility.", Stance::Yes),
        ("Can this be fixed without surgery?", "Only surgery can fix this.", Stance::Yes),
        ("Should I avoid coffee?", "There is no need to avoid it.", Stance::Yes),
        (
            "Does sugar make children hyperactive?",
            "Many parents think so. Trials found no effect.",
            Stance::Yes,
        ),
    ];
    for (question, text, opposite) in traps {
        assert_ne!(stance(question, "", text), Some(opposite), "{question} / {text}");
    }
}

#[test]
fn a_headline_that_names_the_topic_says_nothing() {
    let nothing = "Please see your surgeon for an examination.";
    for headline in [
        "Can Botox in the forehead cause hair loss",
        "Botox causing hair loss",
        "Hair loss from Botox",
        "Hair loss?",
    ] {
        assert_eq!(stance(HAIR, headline, nothing), None, "{headline}");
    }
    assert_eq!(stance("Is filler safe while nursing?", "Safety of filler while nursing", nothing), None);
    assert_eq!(stance("Is filler dangerous?", "The dangers of filler", nothing), None);
    says(Stance::No, HAIR, "Can Botox in the forehead cause hair loss", "Botox does not cause hair loss.");
}

#[test]
fn open_questions_and_choices_have_no_stance() {
    assert_eq!(stance("How long does swelling last?", "", "Yes, it can take weeks."), None);
    assert_eq!(stance("What causes hair loss?", "", "No one thing does."), None);
    assert_eq!(stance("Is it a cyst or a tumor?", "", "It is a harmless cyst."), None);
    assert_eq!(stance("Does it raise or lower blood pressure?", "", "It raises it."), None);
    assert_eq!(stance("", "Yes", "Yes"), None);
}

#[test]
fn the_evidence_is_a_sentence_of_the_answer() {
    let text = "Thank you for asking. Botox does not cause hair loss. Good luck!";
    let reading = read(HAIR, "Botox and hair", text).unwrap();
    assert_eq!(reading.stance, Stance::No);
    assert_eq!(reading.evidence, "Botox does not cause hair loss.");
}
