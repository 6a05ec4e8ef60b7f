//! Profiles that are made and changed on this site. The state before a change is kept as a revision.

use archive::{Record, record};
use db::{
    entity::{doctor, revision},
    revised::{self, Before},
    sea_orm::{
        ActiveValue::NotSet,
        ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, TryInsertResult,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    value::Subject,
};
use serde::{Deserialize, Serialize};

use super::{counts::rating_order, slug};
use crate::{
    app::{Tag, Write},
    error::Failure,
    taxonomy::Taxonomy,
    web::BY_MODERATOR,
};

/// How often another address is tried when somebody else took it meanwhile.
const TRIES: usize = 5;

/// Longest text about oneself, in characters.
pub const BIOGRAPHY: usize = 4000;

/// What a doctor says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The name.
    pub name: Option<String>,
    /// Post-nominal letters, joined by ", ".
    pub letters: String,
    /// The specialty's identity.
    pub specialty: Option<i64>,
    /// The city.
    pub city: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The practice.
    pub practice: Option<String>,
    /// Markdown.
    pub biography: Option<String>,
    /// BCP 47 tag of the biography.
    pub lang: String,
}

impl Facts {
    /// What a profile says now.
    pub fn of(doctor: &doctor::Model) -> Self {
        Self {
            name: doctor.name.clone(),
            letters: doctor.letters.clone(),
            specialty: doctor.specialty_id,
            city: doctor.city.clone(),
            region: doctor.region.clone(),
            country: doctor.country.clone(),
            practice: doctor.practice.clone(),
            biography: doctor.biography.clone(),
            lang: doctor.lang.clone(),
        }
    }

    /// What a profile said, as a revision keeps it.
    fn kept(content: &str, taxonomy: &Taxonomy) -> Option<Self> {
        let Ok(Record::Doctor(it)) = serde_json::from_str(content) else { return None };
        let specialty = it.specialty.as_deref().and_then(|slug| taxonomy.specialty_at(slug));
        Some(Self {
            name: it.name,
            letters: it.letters.join(", "),
            specialty: specialty.map(|specialty| specialty.id),
            city: it.city,
            region: it.region,
            country: it.country,
            practice: it.practice,
            biography: it.biography,
            lang: it.lang,
        })
    }

    fn place(&self) -> Option<String> {
        self.city.as_deref().map(|city| markup::slug(city, "place"))
    }

    fn biography_html(&self) -> Option<String> {
        self.biography.as_deref().map(|biography| markup::render(biography).into_string())
    }
}

/// Makes a profile.
///
/// # Errors
/// What the database says.
pub async fn make(write: &mut Write, facts: &Facts, taxonomy: &Taxonomy) -> Result<i64, Failure> {
    let specialty = facts.specialty.and_then(|id| taxonomy.specialty(id)).map(|it| it.slug.as_str());
    let wish = slug::wish(facts.name.as_deref(), specialty, facts.city.as_deref());
    for _ in 0..TRIES {
        let free = slug::free(&**write, vec![wish.clone()]).await?.pop_front().ok_or(Failure::Internal)?;
        let unless_there = OnConflict::column(doctor::Column::Slug).do_nothing().to_owned();
        let mut row = row(facts, free, write.now()).into_active_model();
        row.id = NotSet;
        let added = doctor::Entity::insert(row).on_conflict(unless_there).try_insert().exec(&**write).await?;
        if let TryInsertResult::Inserted(added) = added {
            write.changes(Tag::Doctor(added.last_insert_id));
            return Ok(added.last_insert_id);
        }
    }
    Err(Failure::Internal)
}

fn row(facts: &Facts, slug: String, now: i64) -> doctor::Model {
    let (place, biography_html) = (facts.place(), facts.biography_html());
    let Facts { name, letters, specialty, city, region, country, practice, biography, lang } = facts.clone();
    doctor::Model {
        id: 0,
        slug,
        name,
        letters,
        specialty_id: specialty,
        city,
        region,
        country,
        place,
        practice,
        biography,
        biography_html,
        lang,
        rating_start_sum: 0,
        rating_start_count: 0,
        review_sum: 0,
        review_count: 0,
        rating_order: rating_order(0, 0),
        answer_count: 0,
        source_id: None,
        external_id: None,
        fingerprint: None,
        created_at: now,
        updated_at: None,
    }
}

/// Changes a profile as its doctor wants it, and keeps it as it was. Nothing happens where nothing is different.
///
/// # Errors
/// What the database says.
pub async fn change(
    write: &mut Write,
    doctor: &doctor::Model,
    facts: &Facts,
    taxonomy: &Taxonomy,
) -> Result<(), Failure> {
    if Facts::of(doctor) != *facts {
        change_for(write, doctor, facts, (taxonomy, "changed by the doctor".to_owned())).await?;
    }
    Ok(())
}

/// Changes a profile for a reason, keeps it as it was, and gives the number of the revision that has it.
///
/// # Errors
/// What the database says.
pub async fn change_for(
    write: &mut Write,
    doctor: &doctor::Model,
    facts: &Facts,
    (taxonomy, reason): (&Taxonomy, String),
) -> Result<i32, Failure> {
    let number = keep(write, doctor, taxonomy, reason).await?;
    set(write, doctor.id, facts).await?;
    Ok(number)
}

/// Puts a profile back as it was before its owner changed it since a time, and forgets what they made of it: that was never
/// the doctor's. Of one that was made for them the name alone is left. Gives the time from which its words were theirs.
///
/// # Errors
/// What the database says.
pub async fn put_back(
    write: &mut Write,
    doctor: &doctor::Model,
    since: i64,
    taxonomy: &Taxonomy,
) -> Result<Option<i64>, Failure> {
    use revision::Column as R;
    let of = || R::SubjectKind.eq(Subject::Doctor).and(R::SubjectId.eq(doctor.id));
    // What a moderator changed before the owner did was the doctor's, and stays so.
    let by_owner = Condition::any().add(R::Reason.is_null()).add(R::Reason.starts_with(BY_MODERATOR).not());
    let first = revision::Entity::find().filter(of()).filter(R::At.gte(since)).filter(by_owner);
    let first = first.order_by_asc(R::Number).one(&**write).await?;
    let made_for_them = doctor.source_id.is_none() && doctor.created_at >= since;
    let before = match &first {
        Some(first) => Facts::kept(&first.content, taxonomy).ok_or(Failure::Internal)?,
        None => Facts::of(doctor),
    };
    let before = match made_for_them {
        true => Facts { name: before.name, lang: before.lang, ..Facts::default() },
        false => before,
    };
    set(write, doctor.id, &before).await?;
    if doctor.fingerprint.is_some() {
        // No record is this one: whatever an archive says next is news.
        let news = doctor::Entity::update_many().col_expr(doctor::Column::Fingerprint, Expr::val(0_i64));
        news.filter(doctor::Column::Id.eq(doctor.id)).exec(&**write).await?;
    }
    let from = match (made_for_them, first) {
        (true, _) => Some((1, since)),
        (false, first) => first.map(|first| (first.number, first.at)),
    };
    let Some((number, at)) = from else { return Ok(None) };
    revision::Entity::delete_many().filter(of()).filter(R::Number.gte(number)).exec(&**write).await?;
    Ok(Some(at))
}

async fn set(write: &mut Write, doctor: i64, facts: &Facts) -> Result<(), Failure> {
    use doctor::Column as D;
    let (place, biography_html) = (facts.place(), facts.biography_html());
    let it = facts.clone();
    doctor::Entity::update_many()
        .col_expr(D::Name, Expr::val(it.name))
        .col_expr(D::Letters, Expr::val(it.letters))
        .col_expr(D::SpecialtyId, Expr::val(it.specialty))
        .col_expr(D::City, Expr::val(it.city))
        .col_expr(D::Region, Expr::val(it.region))
        .col_expr(D::Country, Expr::val(it.country))
        .col_expr(D::Place, Expr::val(place))
        .col_expr(D::Practice, Expr::val(it.practice))
        .col_expr(D::Biography, Expr::val(it.biography))
        .col_expr(D::BiographyHtml, Expr::val(biography_html))
        .col_expr(D::Lang, Expr::val(it.lang))
        .col_expr(D::UpdatedAt, Expr::val(write.now()))
        .filter(D::Id.eq(doctor))
        .exec(&**write)
        .await?;
    write.changes(Tag::Doctor(doctor));
    Ok(())
}

/// Keeps a profile as it is now, as the next of its revisions.
async fn keep(
    write: &Write,
    doctor: &doctor::Model,
    taxonomy: &Taxonomy,
    reason: String,
) -> Result<i32, Failure> {
    let tx = &**write;
    // Whoever changes the same profile at the same time waits here, and so takes the next number.
    doctor::Entity::update_many()
        .col_expr(doctor::Column::UpdatedAt, Expr::val(write.now()))
        .filter(doctor::Column::Id.eq(doctor.id))
        .exec(tx)
        .await?;
    let json = record(doctor, taxonomy).canonical_json().map_err(|_| Failure::Internal)?;
    // With its fields in order, as a revision that comes back out of an archive has them.
    let fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&json).map_err(|_| Failure::Internal)?;
    let content = serde_json::Value::Object(fields).to_string();
    let of = (Subject::Doctor, doctor.id);
    let number = revised::times(tx, of).await? + 1;
    let before = Before { of, number, reason: Some(reason), content, source: doctor.source_id };
    before.keep(tx, write.now()).await?;
    Ok(number)
}

/// The profile as an archive has it.
fn record(doctor: &doctor::Model, taxonomy: &Taxonomy) -> Record {
    let source = taxonomy.source(doctor.source_id).map(|source| source.key.clone());
    let (source, id) = match (source, doctor.external_id.clone()) {
        (Some(source), Some(id)) => (source, id),
        _ => ("local".to_owned(), doctor.id.to_string()),
    };
    let specialty = doctor.specialty_id.and_then(|id| taxonomy.specialty(id));
    let letters = doctor.letters.split(", ").filter(|letters| !letters.is_empty());
    Record::Doctor(record::Doctor {
        source,
        id,
        slug: Some(doctor.slug.clone()),
        name: doctor.name.clone(),
        letters: letters.map(str::to_owned).collect(),
        specialty: specialty.map(|specialty| specialty.slug.clone()),
        city: doctor.city.clone(),
        region: doctor.region.clone(),
        country: doctor.country.clone(),
        practice: doctor.practice.clone(),
        biography: doctor.biography.clone(),
        lang: doctor.lang.clone(),
        log: Vec::new(),
    })
}
