//! The words that made-up people use. In patterns, a letter in braces stands for one of a list:
//! t treatment, c condition, p part of the body, w a span of time, m something taken, h how it feels.

pub(super) const TREATMENTS: [&str; 40] = [
    "forehead injections", "a chemical peel", "laser resurfacing", "cryotherapy", "light therapy",
    "a nerve block", "a root canal", "a dental implant", "clear aligners", "knee arthroscopy",
    "a hip replacement", "a spinal injection", "shock wave therapy", "physical therapy",
    "a cataract operation", "laser eye surgery", "eyelid surgery", "a nose operation", "a tonsil operation",
    "sinus surgery", "ear tubes", "a hearing aid", "a hair transplant", "microneedling", "a skin graft",
    "mole removal", "vein stripping", "a colonoscopy", "a hernia repair", "gallbladder surgery",
    "a thyroid operation", "hormone treatment", "allergy shots", "an inhaler", "a sleep mask", "a pacemaker",
    "a stress test", "iron infusions", "compression stockings", "a tetanus shot",
];

pub(super) const CONDITIONS: [&str; 40] = [
    "hair loss", "eczema", "rosacea", "psoriasis", "acne", "hives", "a keloid scar", "sun damage",
    "dry eyes", "floaters", "ringing in the ears", "hearing loss", "a deviated septum", "snoring",
    "sleep apnea", "migraine", "tension headaches", "dizziness", "numbness", "sciatica", "a slipped disc",
    "tennis elbow", "a torn meniscus", "plantar fasciitis", "bunions", "gout", "osteoarthritis", "low iron",
    "an underactive thyroid", "reflux", "an irritable bowel", "gallstones", "hemorrhoids", "varicose veins",
    "high blood pressure", "palpitations", "asthma", "hay fever", "a jaw disorder", "gum recession",
];

pub(super) const PARTS: [&str; 24] = [
    "hairline", "forehead", "left eyelid", "right cheek", "jaw", "neck", "shoulder", "elbow", "wrist",
    "thumb", "upper back", "lower back", "hip", "knee", "shin", "ankle", "heel", "big toe", "chest", "belly",
    "scalp", "ear", "upper lip", "calf",
];

pub(super) const SPANS: [&str; 16] = [
    "two days", "four days", "a week", "ten days", "two weeks", "three weeks", "a month", "six weeks",
    "two months", "three months", "four months", "half a year", "eight months", "a year", "two years",
    "five years",
];

pub(super) const MEDICINES: [&str; 16] = [
    "ibuprofen", "acetaminophen", "an antihistamine", "a steroid cream", "vitamin D", "a beta blocker",
    "a water tablet", "metformin", "an antibiotic", "birth control pills", "fish oil", "a blood thinner",
    "levothyroxine", "minoxidil", "a nasal spray", "magnesium",
];

pub(super) const FEELINGS: [&str; 16] = [
    "sore", "numb", "swollen", "itchy", "tight", "hot to the touch", "tender", "stiff", "weak", "dry",
    "flaky", "lumpy", "red", "heavy", "prickly", "bruised",
];

pub(super) const TITLES: [&str; 28] = [
    "Can {t} cause {c} on or near the {p}?",
    "Is {h} skin on my {p} normal {w} after {t}?",
    "Does {m} help against {c} while I wait for {t}?",
    "Should I have {t} for {c} that came back after {w}?",
    "How long does {c} usually last after {t}?",
    "Is it safe to take {m} {w} before {t}?",
    "Will {c} of the {p} get better without {t}?",
    "Why is my {p} still {h} {w} after {t}?",
    "Can I exercise {w} after {t} if my {p} feels {h}?",
    "Is {t} worth trying for {c} that has lasted {w}?",
    "Could {m} be the reason for {c} and a {h} {p}?",
    "Do I need a scan when my {p} has been {h} for {w}?",
    "Does {t} leave a scar on the {p} in people with {c}?",
    "What can I do about {c} when {m} did not help?",
    "Is {c} a reason not to have {t}?",
    "Can {c} spread from the {p} to other places?",
    "Should I stop {m} because of {c} and a {h} {p}?",
    "Is {t} or {m} the better choice for {c}?",
    "Does {c} always come back {w} after {t}?",
    "Can stress cause {c} and a {h} feeling in the {p}?",
    "Is a {h} {p} a sign of {c} or only of {t}?",
    "Will insurance see {t} for {c} as needed?",
    "Am I too young to have {t} for {c}?",
    "Can {t} be done twice within {w} for {c}?",
    "Does a {h} {p} after {t} need to be seen by a doctor?",
    "Is it too late for {t} after {w} of {c}?",
    "Can diet change {c} that {m} does not control?",
    "How do I know if {t} has worked for {c}?",
];

pub(super) const PATIENT: [&str; 36] = [
    "I had {t} {w} ago and everything went well at first.",
    "About {w} later I noticed that my {p} was {h}.",
    "My own doctor says that it is {c} and told me to wait.",
    "I have been taking {m} for {w} without much change.",
    "It is worse in the evening and when I am tired.",
    "In the morning the {p} is {h}, and by noon it is mostly gone.",
    "A friend had {t} for the same thing and is happy with it.",
    "I have read so many different things that I no longer know what to believe.",
    "There is no fever, and I feel well otherwise.",
    "I had {c} once before, {w} before all this began.",
    "Nobody in my family has ever had {c}.",
    "My mother had {c} at about the same age.",
    "I stopped {m} because it made me feel {h}.",
    "The clinic where I had {t} does not call me back.",
    "I work at a desk and sit most of the day.",
    "I am on my feet all day, and the {p} hurts when I get home.",
    "Touching the {p} does not hurt, but it feels {h}.",
    "I was told that {t} would help within {w}, and it has not.",
    "Is there anything I can do at home in the meantime?",
    "I would rather not have {t} if there is another way.",
    "Pictures from {w} ago show that it was not like this before.",
    "I also have {c}, in case that matters here.",
    "I don't smoke, and I drink a glass of wine on weekends.",
    "The pharmacist suggested {m}, but I wanted to ask first.",
    "I am otherwise healthy and take nothing else but {m}.",
    "It started on one side and is now on both.",
    "Cold seems to help a little, warmth makes it worse.",
    "I have an appointment in {w}, but it worries me now.",
    "Could this be from {t}, or is it just a coincidence?",
    "The first week was fine, then my {p} became {h} overnight.",
    "I have tried {m} and rest, and neither did much.",
    "Two doctors have told me two different things about {c}.",
    "I am thinking about having {t} done again.",
    "The skin around the {p} looks a bit {h} in some light.",
    "Sleeping on the other side seems to help.",
    "Thank you to everybody who takes the time to answer.",
];

pub(super) const HEADLINES_NO: [&str; 14] = [
    "No, {t} does not cause {c}",
    "It is very unlikely",
    "Not in my experience",
    "No, I would not expect that",
    "There is no good evidence for it",
    "No, and please don't stop {m} on your own",
    "I don't think {t} is to blame",
    "This is not caused by {t}",
    "No link that I know of",
    "It should not",
    "Not as far as anybody has shown",
    "No, you do not need {t} for this",
    "I would not recommend {t} here",
    "Most likely something else",
];

pub(super) const HEADLINES_YES: [&str; 14] = [
    "Yes, that can happen",
    "Yes, {c} is a known effect",
    "It can, though it is rare",
    "Yes, and it usually passes",
    "Yes, I see this a few times a year",
    "It does in some people",
    "Yes, {t} often helps with {c}",
    "That is quite normal",
    "Yes, you can",
    "Yes, as long as the {p} is not {h}",
    "Quite likely, yes",
    "Yes, within {w} or so",
    "It is worth a try",
    "Yes, have it looked at",
];

pub(super) const HEADLINES_DEPENDS: [&str; 12] = [
    "It depends on how long it has lasted",
    "That depends on the cause",
    "Sometimes",
    "It depends on your {p}",
    "It varies from person to person",
    "Only an examination can tell",
    "There is more than one answer",
    "It depends on what {t} was done for",
    "For some people, not for all",
    "Hard to say without seeing you",
    "It depends on the kind of {c}",
    "In some cases",
];

pub(super) const DOCTOR_NO: [&str; 12] = [
    "I have done {t} for many years and have not seen it cause {c}.",
    "There is nothing in the way that {t} works that would explain {c}.",
    "No study that I know of has found a link between {t} and {c}.",
    "It is far more likely that {c} was on its way already.",
    "I would not blame {t} for a {h} {p}.",
    "{c} is so common that the two will often meet by chance.",
    "You do not need {t} for this.",
    "That would be very unusual at {w}.",
    "I do not advise {m} for it, because it does not help.",
    "If it were from {t}, it would have shown within {w}.",
    "Nothing that you describe points that way.",
    "It does not spread, and you did nothing wrong.",
];

pub(super) const DOCTOR_YES: [&str; 12] = [
    "Yes, this is a known effect of {t}, and I tell everybody about it beforehand.",
    "A {h} {p} is common for about {w} after {t}.",
    "In my practice about one in ten people notice it.",
    "It is well described, and it nearly always goes away within {w}.",
    "I have seen {c} after {t} in several people.",
    "That is what we expect at {w}.",
    "{m} can do this, and it stops when it is no longer taken.",
    "{t} is a good choice for {c} that has lasted longer than {w}.",
    "You can go back to most things after {w}.",
    "Yes, and the sooner it is looked at the better.",
    "It helps the larger part of those who try it.",
    "That is the usual course of things after {t}.",
];

pub(super) const DOCTOR_DEPENDS: [&str; 10] = [
    "It depends on the cause, and there are several.",
    "For some people {t} is right, for others {m} is enough.",
    "Whether it comes back depends on how long you have had it.",
    "If the {p} is {h}, I would wait; if not, there is no reason to.",
    "Age, other illnesses and {m} all play a part.",
    "There are two kinds of {c}, and they behave differently.",
    "Up to {w} I would watch it, after that I would not.",
    "It may or may not, and nobody can promise you either.",
    "The answer is different for the {p} than for other places.",
    "Much depends on how {t} was done.",
];

pub(super) const DOCTOR: [&str; 44] = [
    "Thank you for your question.",
    "This is something that I am asked nearly every week.",
    "I understand that this is worrying.",
    "Have the {p} looked at by someone who can examine it.",
    "A photograph does not replace an examination.",
    "Keep the area clean and out of the sun for {w}.",
    "A cool pack for ten minutes, a few times a day, will help with the swelling.",
    "Do not stop {m} before you have spoken with whoever prescribed it.",
    "Ask for the notes of {t}; they will say what was done.",
    "The tissue needs about {w} to settle.",
    "Gentle movement is better than complete rest.",
    "I would start with {m} and see you again in {w}.",
    "If the {p} becomes {h} again, write down when and after what.",
    "Blood tests for iron and for the thyroid are simple and often helpful.",
    "Most people are back to their usual routine within {w}.",
    "It is a good sign that you have no fever.",
    "Smoking slows all of this down.",
    "A second opinion is never an insult to the first doctor.",
    "Look for somebody who does {t} often, and ask how often.",
    "In people with {c} I am more careful with {t}.",
    "Compare with an older picture under the same light.",
    "There are good results with {t}, but it takes patience.",
    "The skin over the {p} is thin and shows everything.",
    "Swelling moves downward, which is why the {p} is {h} now.",
    "What you read about {m} is partly true.",
    "Creams for it rarely do what the label says.",
    "It is not dangerous, only a nuisance.",
    "See someone soon if it spreads, bleeds or becomes very {h}.",
    "If you cannot move the {p}, don't wait, go today.",
    "I would take it seriously if it lasted longer than {w}.",
    "One course of {m} is usually enough.",
    "Please do not press on it or try to drain it.",
    "With {c} the first {w} tell us the most.",
    "A special pillow is not necessary.",
    "Your own doctor knows your history, and I do not.",
    "Bring a list of everything you take, {m} included.",
    "Some clinics offer {t} again at no cost within {w}.",
    "It can help to tape the {p} for sport.",
    "Vitamins will not change this unless you lack one.",
    "I hope that this helps.",
    "Good luck, and I hope that you feel better soon.",
    "Give it {w} and then decide.",
    "Make an appointment, and have it checked.",
    "Best wishes from our practice.",
];

pub(super) const FIRST_NAMES: [&str; 40] = [
    "Ada", "Bram", "Cleo", "Dario", "Edda", "Finn", "Greta", "Hollis", "Ines", "Jonas", "Kaia", "Lorcan",
    "Mira", "Nevin", "Orla", "Pascal", "Quinta", "Rafe", "Selma", "Tobin", "Una", "Viggo", "Wanda", "Xenia",
    "Yorick", "Zelda", "Amos", "Bettina", "Casimir", "Delphine", "Emlyn", "Frida", "Gideon", "Hester",
    "Isidor", "Juno", "Kasper", "Lavinia", "Magnus", "Nadia",
];

pub(super) const LAST_NAMES: [&str; 40] = [
    "Ashgrove", "Birdwhistle", "Copperfold", "Dunmarrow", "Elderquill", "Fernhollow", "Goldenrain",
    "Hartwhistle", "Inkpenny", "Juniperson", "Kettlebrook", "Larkmeadow", "Mossgather", "Nettlefield",
    "Oakenpath", "Pebblewick", "Quillfeather", "Rookwater", "Saltmarsh", "Thistledown", "Umberleigh",
    "Velvetstone", "Willowmere", "Yarrowby", "Zephyrton", "Applecross", "Brambledale", "Candlewood",
    "Driftwood", "Evenstar", "Foxhollow", "Glimmerdale", "Honeydew", "Ivybridge", "Lanternhill",
    "Millstream", "Nightingale", "Otterburn", "Plumridge", "Ravenscar",
];

pub(super) const PLACES: [(&str, &str, &str); 20] = [
    ("Port Ellery", "Westmark", "CA"),
    ("Westhaven", "Northreach", "US"),
    ("Lower Quay", "Southmere", "GB"),
    ("Amberford", "Midvale", "US"),
    ("Stonebrook", "Midvale", "US"),
    ("Lake Orrin", "Northreach", "US"),
    ("Hazelmouth", "Southmere", "GB"),
    ("Fairwater", "Eastmark", "CA"),
    ("Pinecrest Bay", "Westmark", "CA"),
    ("Old Harbour", "Eastmark", "CA"),
    ("Silverton Falls", "Highlands", "US"),
    ("Cedar Hollow", "Highlands", "US"),
    ("Marrowby", "Southmere", "GB"),
    ("Thornwick", "Southmere", "GB"),
    ("Bellmoor", "Midvale", "US"),
    ("Kingsferry", "Northreach", "US"),
    ("Dunharrow", "Highlands", "US"),
    ("Larkspur", "Eastmark", "CA"),
    ("Whitecliff", "Southmere", "GB"),
    ("Greywater", "Westmark", "CA"),
];

/// Key, name, who practises it, patients' words.
pub(super) const SPECIALTIES: [(&str, &str, &str, &str); 12] = [
    ("bench-skin", "Skin medicine", "Skin Physician", "Skin doctor"),
    ("bench-eye", "Eye medicine", "Eye Physician", "Eye doctor"),
    ("bench-ear", "Ear medicine", "Ear Physician", "Ear doctor"),
    ("bench-bone", "Bone surgery", "Bone Surgeon", "Bone doctor"),
    ("bench-heart", "Heart medicine", "Heart Physician", "Heart doctor"),
    ("bench-nerve", "Nerve medicine", "Nerve Physician", "Nerve doctor"),
    ("bench-gut", "Gut medicine", "Gut Physician", "Stomach doctor"),
    ("bench-gland", "Gland medicine", "Gland Physician", "Hormone doctor"),
    ("bench-vein", "Vein surgery", "Vein Practitioner", "Vein doctor"),
    ("bench-tooth", "Tooth surgery", "Tooth Surgeon", "Dentist"),
    ("bench-face", "Face surgery", "Face Surgeon", "Face surgeon"),
    ("bench-family", "General medicine", "General Physician", "Family doctor"),
];

pub(super) const LETTERS: [&str; 6] = ["MD", "DO", "FACS", "FRCPC", "MBBS", "PhD"];

pub(super) const REVIEWS: [&str; 16] = [
    "Took time to explain {t} and what to expect.",
    "I waited long, but it was worth it.",
    "The {p} healed without any trouble.",
    "Friendly and careful, and honest about {c}.",
    "I felt rushed and left with questions.",
    "Called me the next day to ask how my {p} was.",
    "{t} did what I was told it would do.",
    "The practice is hard to reach by telephone.",
    "Would go again for {c}.",
    "Told me that I did not need {t}, which I had not expected.",
    "Very gentle, hardly any pain.",
    "The result after {w} is what I had hoped for.",
    "My {p} was {h} for {w}, as I had been told.",
    "Good doctor, unfriendly desk.",
    "Listened, for the first time in years.",
    "I had to come back after {w}, at no cost.",
];

pub(super) const CAVEATS: [&str; 8] = [
    "Unless {c} came first.",
    "At {w} I would not be so sure.",
    "True for the {p}, less so elsewhere.",
    "Not in people who take {m}.",
    "I see this more often than my colleague does.",
    "Only if {t} was done well.",
    "The evidence is from small studies.",
    "I would have the {p} looked at all the same.",
];

pub(super) const STUDIES: [&str; 10] = [
    "Outcomes of {t} in people with {c}",
    "{c} after {t}: a series of cases",
    "A trial of {m} for {c}",
    "How often is the {p} {h} after {t}?",
    "{t} compared with {m} in {c}",
    "Long-term course of {c}",
    "Safety of {t}: a review of reports",
    "A cohort of people with {c}, followed for {w}",
    "{m} and {c}: a case report",
    "Guideline for the care of {c}",
];

pub(super) const JOURNALS: [&str; 6] = [
    "Annals of Made-up Medicine",
    "Journal of Sample Studies",
    "Invented Clinics",
    "Archives of Imagined Care",
    "Letters in Pretend Surgery",
    "Review of Fictional Practice",
];

pub(super) const EVIDENCE: [&str; 8] = [
    "systematic_review", "trial", "cohort", "case_control", "case_series", "case_report", "guideline",
    "review",
];

/// Everything that questions and answers are made of.
#[cfg(feature = "search")]
pub(in crate::bench) fn patterns() -> impl Iterator<Item = &'static str> {
    let lists: [&[&str]; 14] = [
        &TREATMENTS, &CONDITIONS, &PARTS, &SPANS, &MEDICINES, &FEELINGS, &TITLES, &PATIENT, &HEADLINES_NO,
        &HEADLINES_YES, &DOCTOR_NO, &DOCTOR_YES, &DOCTOR_DEPENDS, &DOCTOR,
    ];
    lists.into_iter().flatten().copied()
}
