//! Somebody of whom there is something in every table, beside others of whom nobody may see it.

use super::{as_a_doctor, as_a_patient};
use crate::harness::{Browser, NOW, Site};

/// Stands in what others said in private, and in secrets.
pub(super) const NOT_MINE: &str = "quokkaberry";

/// What was handed in.
pub(super) const DOCUMENT: &[u8] = b"%PDF-1.7 zanzibarine, seen and signed";

/// A row that stands in each of these tables, with `{me}`, `{doctor}`, `{other}` and the like to be put in.
const ROWS: &[&str] = &[
    // The account.
    "UPDATE account SET password_hash = 'quokkaberry', totp_secret = 'quokkaberry', suspension_reason = 'zanzibarine' WHERE id = {me}",
    "UPDATE session SET agent = 'Firefox on Linux'",
    "INSERT INTO recovery_code (account_id, code_hash) VALUES ({me}, 'quokkaberry')",
    "INSERT INTO mail_token (token_hash, purpose, email, account_id, payload, created_at, expires_at) \
     VALUES ('quokkaberry', 'new_address', 'zanzibarine@example.org', {me}, 'quokkaberry', {now}, {now})",
    "INSERT INTO unsubscribe (account_id, letters, token) VALUES ({me}, 'digest', 'quokkaberry')",
    "INSERT INTO notice (account_id, kind, path, made_at) VALUES ({me}, 'answered', '/questions/zanzibarine', {now})",
    "INSERT INTO notice (account_id, kind, path, made_at) VALUES ({other}, 'answered', '/questions/quokkaberry', {now})",
    "INSERT INTO notice_preference (account_id, kind, cadence) VALUES ({me}, 'answered', 'daily')",
    "INSERT INTO draft (owner, kind, subject_id, version, content, updated_at) \
     VALUES ('account:{other}', 'ask', 0, 1, 'quokkaberry', {now})",
    "INSERT INTO audit (id, at, actor_id, role, action, subject_kind, subject_id, detail, previous, hash) \
     VALUES (90, {now}, {other}, 'quokkaberry', 'refuse_claim', 'account', {me}, 'claim 1', 'quokkaberry', 'quokkaberry')",
    // What was asked.
    "INSERT INTO question_follower (question_id, account_id, since) VALUES (1, {me}, {now})",
    "INSERT INTO question_topic (question_id, topic_id, position, listed_at) VALUES ({question}, 1, 7, {now})",
    "INSERT INTO revision (subject_kind, subject_id, number, at, content) VALUES ('question', {question}, 1, {now}, 'zanzibarine')",
    "INSERT INTO revision (subject_kind, subject_id, number, at, content) VALUES ('question', 1, 1, {now}, 'quokkaberry')",
    "INSERT INTO report (matter_kind, matter_id, account_id, reason, words, at, month, decision_id) \
     VALUES ('question', {question}, {other}, 'rude', 'quokkaberry', {now}, '2026-11', 0)",
    "INSERT INTO reworded (matter_kind, matter_id, text, at) \
     SELECT 'detail', id, 'zanzibarine', {now} FROM question_detail WHERE question_id = {question}",
    // What was said of a doctor.
    "UPDATE review SET reply = 'zanzibarine', reply_html = 'quokkaberry', replied_at = {now} WHERE id = {review}",
    "INSERT INTO revision (subject_kind, subject_id, number, at, content) VALUES ('review', {review}, 1, {now}, 'zanzibarine')",
    "INSERT INTO review_dispute (review_id, state, reason, words, at, judge_id, judged_reason, judged_at) \
     VALUES ({review}, 'upheld', 'quokkaberry', 'quokkaberry', {now}, {other}, 'rude', {now})",
    // What was decided.
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id, undo) \
     VALUES ('question', {question}, 'lock', 'settled', 'zanzibarine', {now}, '2026-11', {other}, '{\"revision\":1,\"q\":\"quokkaberry\"}')",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id) \
     VALUES ('question', {question}, 'dismiss', 'fine', 'quokkaberry', {now}, '2026-11', {other})",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id) \
     VALUES ('question', 1, 'lock', 'settled', 'quokkaberry', {now}, '2026-11', {other})",
    "INSERT INTO appeal (decision_id, account_id, words, at, month, settled_by) VALUES (1, {me}, 'zanzibarine', {now}, '2026-11', {other})",
    "UPDATE report SET decision_id = 3 WHERE account_id = {me}",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id) \
     SELECT 'detail', id, 'edit', 'rude', 'zanzibarine of the detail', {now}, '2026-11', {other} FROM question_detail WHERE question_id = {question}",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id) \
     SELECT 'agreement', id, 'edit', 'rude', 'zanzibarine of the mark', {now}, '2026-11', {other} FROM agreement WHERE doctor_id = {doctor}",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id) \
     SELECT 'reply', id, 'edit', 'rude', 'zanzibarine of the reply', {now}, '2026-11', {other} FROM review WHERE doctor_id = {doctor}",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id, dispute_id) \
     SELECT 'review', id, 'keep_words', 'fine', 'zanzibarine of the dispute', {now}, '2026-11', {other}, 1 FROM review WHERE doctor_id = {doctor}",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id) \
     SELECT 'review', id, 'edit', 'rude', 'quokkaberry', {now}, '2026-11', {other} FROM review WHERE doctor_id = {doctor}",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id) \
     VALUES ('reply', {review}, 'edit', 'rude', 'quokkaberry', {now}, '2026-11', {other})",
    "INSERT INTO reworded (matter_kind, matter_id, text, at) \
     SELECT 'detail', id, 'zanzibarine of the detail', {now} FROM question_detail WHERE question_id = {question}",
    "INSERT INTO reworded (matter_kind, matter_id, text, at) \
     SELECT 'agreement', id, 'zanzibarine of the mark', {now} FROM agreement WHERE doctor_id = {doctor}",
    "INSERT INTO reworded (matter_kind, matter_id, text, at) \
     SELECT 'reply', id, 'zanzibarine of the reply', {now} FROM review WHERE doctor_id = {doctor}",
    "INSERT INTO reworded (matter_kind, matter_id, text, at) VALUES ('reply', {review}, 'quokkaberry', {now})",
    // The doctor.
    "UPDATE credential SET issuer = 'zanzibarine', verified_by = 'quokkaberry' WHERE doctor_id = {doctor}",
    "INSERT INTO credential_event (doctor_id, credential_kind, what, at) VALUES ({doctor}, 'licence', 'granted', {now})",
    "INSERT INTO revision (subject_kind, subject_id, number, at, content) VALUES ('doctor', {doctor}, 1, {now}, 'zanzibarine')",
    "INSERT INTO revision (subject_kind, subject_id, number, at, content) VALUES ('answer', {answer}, 1, {now}, 'zanzibarine')",
    "INSERT INTO revision (subject_kind, subject_id, number, at, content) VALUES ('answer', 1, 1, {now}, 'quokkaberry')",
    "INSERT INTO agreement_change (answer_id, doctor_id, text, at) VALUES (1, {doctor}, 'zanzibarine', {now})",
    "INSERT INTO agreement_change (answer_id, doctor_id, text, at) VALUES ({answer}, {colleague}, 'quokkaberry', {now})",
    "INSERT INTO agreement (answer_id, doctor_id, verdict, text, made_at) VALUES ({answer}, {colleague}, 'caveat', 'zanzibarine', {now})",
    "INSERT INTO reworded (matter_kind, matter_id, text, at) \
     SELECT 'agreement', id, 'quokkaberry', {now} FROM agreement WHERE doctor_id = {colleague}",
    "INSERT INTO agreement (answer_id, doctor_id, verdict, text, made_at, text_held) \
     SELECT {answer}, id, 'disagree', 'quokkaberry', {now}, 'rude' FROM doctor WHERE external_id = 'd2'",
    "INSERT INTO inbox_pass (doctor_id, question_id, what, at) VALUES ({doctor}, 1, 'pass', {now})",
    "INSERT INTO inbox_snooze (doctor_id, until) VALUES ({doctor}, {now})",
    "UPDATE review SET text = 'zanzibarine', author = 'quokkaberry' WHERE doctor_id = {doctor}",
    "INSERT INTO review_dispute (review_id, state, reason, words, at, judge_id) \
     SELECT id, 'open', 'false', 'zanzibarine', {now}, {other} FROM review WHERE doctor_id = {doctor}",
    "INSERT INTO review (doctor_id, stars, text, text_html, lang, state, state_reason, created_at) \
     VALUES ({doctor}, 1, 'quokkaberry', 'quokkaberry', 'en', 'held', 'first_post', {now})",
    "INSERT INTO review (doctor_id, stars, text, text_html, lang, state, text_held, created_at) \
     VALUES ({doctor}, 1, 'quokkaberry', 'quokkaberry', 'en', 'published', 'disputed', {now})",
    "UPDATE claim SET note = 'zanzibarine' WHERE account_id = {me}",
    // What was done as one of the staff.
    "INSERT INTO audit (id, at, actor_id, role, action, subject_kind, subject_id, previous, hash) \
     VALUES (91, {now}, {me}, 'moderator', 'lock', 'question', 1, 'quokkaberry', 'quokkaberry')",
    "INSERT INTO queue_claim (matter_kind, matter_id, account_id, until) VALUES ('question', 1, {me}, {now})",
    "INSERT INTO decision (matter_kind, matter_id, act, reason, note, at, month, account_id) \
     VALUES ('answer', 1, 'remove', 'rude', 'zanzibarine', {now}, '2026-11', {me})",
    "INSERT INTO appeal (decision_id, account_id, words, at, month, reason, settled_by) \
     VALUES (3, {other}, 'quokkaberry', {now}, '2026-11', 'zanzibarine', {me})",
    "INSERT INTO review_dispute (review_id, state, reason, words, at, judge_id) \
     SELECT id, 'upheld', 'false', 'quokkaberry', {now}, {me} FROM review WHERE doctor_id = {colleague} AND id <> {review}",
    "INSERT INTO claim (account_id, state, note, made_at, judged_by, proposed) \
     VALUES ({other}, 'refused', 'quokkaberry', {now}, {me}, 'quokkaberry')",
    "INSERT INTO claimed_credential (claim_id, issuer, credential_kind, number, state, handed_in_at, judged_by, words) \
     SELECT id, 'quokkaberry', 'licence', 'quokkaberry', 'refused', {now}, {me}, 'zanzibarine' FROM claim WHERE account_id = {other}",
];

/// A doctor who asks, reviews, answers, marks and helps to moderate.
pub(super) async fn somebody(site: &Site) -> Browser<'_> {
    let me = site.doctor("d0").await;
    as_a_patient(&me).await;
    as_a_doctor(site, &me).await;
    let degree = [("kind", "degree"), ("issuer", "Zanzibarine University"), ("jurisdiction", "NL")];
    me.sent("/account/credentials", &degree).await;
    assert_eq!(me.send_file("/account/credentials/1", "degree.pdf", DOCUMENT).await.status, 303);
    site.member(NOT_MINE).await;
    // A review of the colleague that somebody else wrote.
    site.sql(&format!(
        "INSERT INTO review (doctor_id, stars, text, text_html, lang, state, created_at) \
         SELECT id, 5, 'So it was.', '', 'en', 'published', {NOW} FROM doctor WHERE external_id = 'd1'"
    ))
    .await;
    let ids = Ids::of(site).await;
    for row in ROWS {
        site.sql(&ids.put_into(row)).await;
    }
    me
}

/// What the rows are about.
struct Ids(Vec<(&'static str, i64)>);

impl Ids {
    async fn of(site: &Site) -> Self {
        use db::{
            entity::{answer, doctor, question_asker, review_author},
            sea_orm::{ColumnTrait, EntityTrait, QueryFilter},
        };
        let db = site.app.db.read();
        let (me, other) = (site.account("d0").await, site.account(NOT_MINE).await);
        let doctor = async |id: &str| {
            let found = doctor::Entity::find().filter(doctor::Column::ExternalId.eq(id));
            found.one(db).await.unwrap().unwrap().id
        };
        let (own, colleague) = (doctor("d0").await, doctor("d1").await);
        let asked = question_asker::Entity::find().filter(question_asker::Column::AccountId.eq(me));
        let wrote = review_author::Entity::find().filter(review_author::Column::AccountId.eq(me));
        let gave = answer::Entity::find().filter(answer::Column::DoctorId.eq(own));
        Self(vec![
            ("{me}", me),
            ("{other}", other),
            ("{doctor}", own),
            ("{colleague}", colleague),
            ("{question}", asked.one(db).await.unwrap().unwrap().question_id),
            ("{review}", wrote.one(db).await.unwrap().unwrap().review_id),
            ("{answer}", gave.one(db).await.unwrap().unwrap().id),
            ("{now}", NOW),
        ])
    }

    fn put_into(&self, row: &str) -> String {
        self.0.iter().fold(row.to_owned(), |row, (name, id)| row.replace(name, &id.to_string()))
    }
}
