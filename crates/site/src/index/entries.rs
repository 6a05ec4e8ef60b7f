//! What the index holds of the database: questions with their answers, doctors and topics, as every reader may see them.

use std::collections::{BTreeSet, HashMap};

use db::{
    entity::{answer, doctor, question, question_detail, question_topic},
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
        QuerySelect,
    },
};
use search::{Entry, Facet, Key, Kind, Signals};

use crate::{
    agreement::Counts,
    policy::{Role, listed},
    taxonomy::{Taxonomy, Topic},
};

/// Topics above a topic that are looked at: more is a circle.
const DEEP: usize = 8;

#[derive(FromQueryResult)]
struct Asked {
    id: i64,
    title: String,
    body: String,
    medication: Option<String>,
    tried: Option<String>,
    different: Option<String>,
    lang: String,
    country: Option<String>,
    listed_at: i64,
    updated_at: Option<i64>,
    answer_count: i32,
    stance_yes: i32,
    stance_no: i32,
    stance_depends: i32,
    stance_unknown: i32,
}

impl Asked {
    /// The share of the stance that most doctors hold, of 100; 0 where too few have one.
    fn agreement(&self) -> u8 {
        let count = |n: i32| u32::try_from(n).unwrap_or_default();
        let counts = Counts {
            yes: count(self.stance_yes),
            no: count(self.stance_no),
            depends: count(self.stance_depends),
            unknown: count(self.stance_unknown),
            inferred: 0,
        };
        let (all, most) = (counts.total(), counts.ranked().first().map_or(0, |(_, most)| *most));
        match counts.label().held_by_most() {
            Some(_) => u8::try_from(most * 100 / all.max(1)).unwrap_or(100),
            None => 0,
        }
    }
}

#[derive(FromQueryResult)]
struct Given {
    question_id: i64,
    doctor_id: i64,
    headline: String,
    body: String,
    answered_at: Option<i64>,
    updated_at: Option<i64>,
}

/// What of a doctor stands in the entries of their answers.
#[derive(Clone, FromQueryResult, Hash)]
pub(super) struct Face {
    pub(super) id: i64,
    slug: String,
    name: Option<String>,
    specialty_id: Option<i64>,
}

/// The entries of those of these questions that every reader may see.
pub(super) async fn questions(
    db: &impl ConnectionTrait,
    taxonomy: &Taxonomy,
    ids: &[i64],
) -> Result<Vec<Entry>, DbErr> {
    let asked = asked(db, ids).await?;
    let ids: Vec<i64> = asked.iter().map(|one| one.id).collect();
    let given = given(db, &ids).await?;
    let doctors: BTreeSet<i64> = given.iter().map(|one| one.doctor_id).collect();
    let faces: HashMap<i64, Face> =
        faces(db, doctors).await?.into_iter().map(|face| (face.id, face)).collect();
    let mut given = by_question(given, |one| one.question_id);
    let mut details = by_question(details(db, &ids).await?, |one| one.question_id);
    let mut topics = by_question(topics(db, &ids).await?, |one| one.question_id);
    let entry = |asked: Asked| {
        let given = given.remove(&asked.id).unwrap_or_default();
        let mut entry = begun(&asked, &given);
        for detail in details.remove(&asked.id).unwrap_or_default() {
            entry.text.push('\n');
            entry.text.push_str(&markup::plain_text(&detail.body));
        }
        let on = topics.remove(&asked.id).unwrap_or_default();
        on_topics(&mut entry, taxonomy, on.into_iter().map(|link| link.topic_id));
        for face in given.iter().filter_map(|one| faces.get(&one.doctor_id)) {
            by_doctor(&mut entry, taxonomy, face);
        }
        entry
    };
    Ok(asked.into_iter().map(entry).collect())
}

async fn asked(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Asked>, DbErr> {
    use question::Column as Q;
    let asked = question::Entity::find().select_only().columns([
        Q::Id,
        Q::Title,
        Q::Body,
        Q::Medication,
        Q::Tried,
        Q::Different,
        Q::Lang,
        Q::Country,
        Q::ListedAt,
        Q::UpdatedAt,
        Q::AnswerCount,
        Q::StanceYes,
        Q::StanceNo,
        Q::StanceDepends,
        Q::StanceUnknown,
    ]);
    let asked = asked.filter(Q::Id.is_in(ids.iter().copied())).filter(Q::State.is_in(listed(Role::Reader)));
    asked.order_by_asc(Q::Id).into_model().all(db).await
}

/// What those of these questions that every reader may see and their answers say, as it was written, each in its parts: the
/// question's own first.
pub(crate) async fn written(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<String>>, DbErr> {
    let mut texts: HashMap<i64, Vec<String>> = HashMap::new();
    for Asked { id, body, medication, tried, different, .. } in asked(db, ids).await? {
        texts.insert(id, [Some(body), medication, tried, different].into_iter().flatten().collect());
    }
    let ids: Vec<i64> = texts.keys().copied().collect();
    for detail in details(db, &ids).await? {
        texts.entry(detail.question_id).or_default().push(detail.body);
    }
    for given in given(db, &ids).await? {
        texts.entry(given.question_id).or_default().extend([given.headline, given.body]);
    }
    Ok(texts)
}

fn by_question<T>(rows: Vec<T>, question: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut all: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        all.entry(question(&row)).or_default().push(row);
    }
    all
}

async fn given(db: &impl ConnectionTrait, questions: &[i64]) -> Result<Vec<Given>, DbErr> {
    use answer::Column as A;
    let given = answer::Entity::find().select_only().columns([
        A::QuestionId,
        A::DoctorId,
        A::Headline,
        A::Body,
        A::AnsweredAt,
        A::UpdatedAt,
    ]);
    let given = given.filter(A::QuestionId.is_in(questions.iter().copied()));
    given.filter(A::State.is_in(listed(Role::Reader))).order_by_asc(A::Id).into_model().all(db).await
}

async fn details(db: &impl ConnectionTrait, questions: &[i64]) -> Result<Vec<question_detail::Model>, DbErr> {
    use question_detail::Column as D;
    let details = question_detail::Entity::find().filter(D::QuestionId.is_in(questions.iter().copied()));
    details.filter(D::RemovedFor.is_null()).order_by_asc(D::Id).all(db).await
}

async fn topics(db: &impl ConnectionTrait, questions: &[i64]) -> Result<Vec<question_topic::Model>, DbErr> {
    use question_topic::Column as T;
    let links = question_topic::Entity::find().filter(T::QuestionId.is_in(questions.iter().copied()));
    links.order_by_asc(T::QuestionId).order_by_asc(T::Position).all(db).await
}

/// What entries of answers say of these doctors.
pub(super) async fn faces(
    db: &impl ConnectionTrait,
    doctors: impl IntoIterator<Item = i64>,
) -> Result<Vec<Face>, DbErr> {
    use doctor::Column as D;
    let faces = doctor::Entity::find().select_only().columns([D::Id, D::Slug, D::Name, D::SpecialtyId]);
    faces.filter(D::Id.is_in(doctors)).into_model().all(db).await
}

/// The questions that this doctor answered, in pages by identity.
pub(super) async fn answered_by(
    db: &impl ConnectionTrait,
    doctor: i64,
    after: i64,
    most: u64,
) -> Result<Vec<i64>, DbErr> {
    use answer::Column as A;
    let asked = answer::Entity::find().select_only().column(A::QuestionId).filter(A::DoctorId.eq(doctor));
    let asked = asked.filter(A::QuestionId.gt(after)).order_by_asc(A::QuestionId).limit(most);
    asked.into_tuple().all(db).await
}

fn begun(asked: &Asked, given: &[Given]) -> Entry {
    let mut entry = Entry::new(Key::question(asked.id), &asked.title, markup::plain_text(&asked.body));
    for beside in [&asked.medication, &asked.tried, &asked.different].into_iter().flatten() {
        entry.text.push('\n');
        entry.text.push_str(beside);
    }
    entry.headlines = given.iter().map(|one| one.headline.clone()).collect();
    entry.answers = given.iter().map(|one| markup::plain_text(&one.body)).collect();
    let changed = given.iter().flat_map(|one| [one.answered_at, one.updated_at]);
    let changed = changed.chain([Some(asked.listed_at), asked.updated_at]).flatten().max();
    entry.signals = Signals {
        agreement: asked.agreement(),
        doctors: u32::try_from(asked.answer_count).unwrap_or_default(),
        updated: changed.unwrap_or_default(),
    };
    let answered = if asked.answer_count > 0 { "yes" } else { "no" };
    entry.facets.push((Facet::Answered, answered.to_owned()));
    entry.facets.push((Facet::Language, asked.lang.clone()));
    if let Some(country) = &asked.country {
        entry.facets.push((Facet::Place, country.to_lowercase()));
    }
    entry
}

fn on_topics(entry: &mut Entry, taxonomy: &Taxonomy, topics: impl Iterator<Item = i64>) {
    for id in topics {
        let Some(topic) = taxonomy.topic(id) else { continue };
        entry.keywords.push(topic.name.clone());
        entry.keywords.extend(synonyms(topic));
        // Who asks for the wider topic means the narrower ones too.
        let mut above = Some(topic);
        for _ in 0..DEEP {
            let Some(topic) = above else { break };
            add(&mut entry.facets, Facet::Topic, &topic.slug);
            above = topic.parent_id.and_then(|id| taxonomy.topic(id));
        }
    }
}

fn by_doctor(entry: &mut Entry, taxonomy: &Taxonomy, face: &Face) {
    entry.keywords.extend(face.name.clone());
    add(&mut entry.facets, Facet::Doctor, &face.slug);
    if let Some(specialty) = face.specialty_id.and_then(|id| taxonomy.specialty(id)) {
        add(&mut entry.facets, Facet::Specialty, &specialty.slug);
    }
}

fn add(facets: &mut Vec<(Facet, String)>, facet: Facet, value: &str) {
    if !facets.iter().any(|(there, known)| *there == facet && known == value) {
        facets.push((facet, value.to_owned()));
    }
}

fn synonyms(topic: &Topic) -> Vec<String> {
    serde_json::from_str(&topic.synonyms).unwrap_or_default()
}

/// The entries of those of these doctors who have a name.
pub(super) async fn doctors(
    db: &impl ConnectionTrait,
    taxonomy: &Taxonomy,
    ids: &[i64],
) -> Result<Vec<Entry>, DbErr> {
    let all = doctor::Entity::find().filter(doctor::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let entry = |one: doctor::Model| {
        let about = one.biography.as_deref().map(markup::plain_text).unwrap_or_default();
        let mut entry = Entry::new(Key { kind: Kind::Doctor, id: one.id }, one.name?, about);
        entry.facets.push((Facet::Doctor, one.slug));
        entry.facets.push((Facet::Language, one.lang));
        if let Some(specialty) = one.specialty_id.and_then(|id| taxonomy.specialty(id)) {
            entry.keywords.extend([specialty.name.clone(), specialty.practitioner.clone()]);
            entry.facets.push((Facet::Specialty, specialty.slug.clone()));
        }
        let country = one.country.map(|country| country.to_lowercase());
        for place in [one.place, country].into_iter().flatten() {
            add(&mut entry.facets, Facet::Place, &place);
        }
        entry.keywords.extend([one.city, one.region, one.practice].into_iter().flatten());
        entry.signals = Signals {
            agreement: 0,
            doctors: u32::try_from(one.answer_count).unwrap_or_default(),
            updated: one.updated_at.unwrap_or(one.created_at),
        };
        Some(entry)
    };
    Ok(all.into_iter().filter_map(entry).collect())
}

/// The entries of all topics.
pub(super) fn of_topics(taxonomy: &Taxonomy) -> Vec<Entry> {
    let entry = |topic: &&Topic| {
        let about = topic.description.as_deref().map(markup::plain_text).unwrap_or_default();
        let mut entry = Entry::new(Key { kind: Kind::Topic, id: topic.id }, &topic.name, about);
        entry.keywords = synonyms(topic);
        entry.facets.push((Facet::Topic, topic.slug.clone()));
        entry
    };
    taxonomy.topics().iter().map(entry).collect()
}

/// Identities of questions or of doctors above one, in their order.
pub(super) async fn ids(
    db: &impl ConnectionTrait,
    kind: Kind,
    after: i64,
    most: u64,
) -> Result<Vec<i64>, DbErr> {
    match kind {
        Kind::Question => {
            use question::Column as Q;
            let all = question::Entity::find().select_only().column(Q::Id).filter(Q::Id.gt(after));
            let all = all.filter(Q::State.is_in(listed(Role::Reader)));
            all.order_by_asc(Q::Id).limit(most).into_tuple().all(db).await
        }
        Kind::Doctor => {
            use doctor::Column as D;
            let all = doctor::Entity::find().select_only().column(D::Id).filter(D::Id.gt(after));
            all.order_by_asc(D::Id).limit(most).into_tuple().all(db).await
        }
        // They are all in memory.
        Kind::Topic => Ok(Vec::new()),
    }
}
