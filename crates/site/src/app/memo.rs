//! Small things that many pages need and that change only with the content: kept by type, dropped when what they come from changes.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use super::{Content, Moment, Tag};
use crate::error::Failure;

type Kept = (Moment, Arc<dyn Any + Send + Sync>);

/// One value per type, with the moment that it was made at.
#[derive(Default)]
pub(super) struct Memo {
    kept: RwLock<HashMap<TypeId, Kept>>,
    /// Held while something is loaded, so that it is loaded once and not by everybody who misses it.
    loading: tokio::sync::Mutex<()>,
}

impl Memo {
    pub(super) async fn get<T: Send + Sync + 'static>(
        &self,
        content: &Content,
        tags: Option<&[Tag]>,
        load: impl Future<Output = Result<T, Failure>>,
    ) -> Result<Arc<T>, Failure> {
        if let Some(found) = self.find(content, tags) {
            return Ok(found);
        }
        let _one = self.loading.lock().await;
        if let Some(found) = self.find(content, tags) {
            return Ok(found);
        }
        let made = content.now();
        let value = Arc::new(load.await?);
        let kept: Kept = (made, value.clone());
        self.kept.write().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), kept);
        Ok(value)
    }

    fn find<T: Send + Sync + 'static>(&self, content: &Content, tags: Option<&[Tag]>) -> Option<Arc<T>> {
        let all = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let (at, value) = all.get(&TypeId::of::<T>())?;
        if content.unchanged(*at, tags) { value.clone().downcast().ok() } else { None }
    }
}

/// One value per type, made when it is first asked for and kept for good.
#[derive(Default)]
pub(super) struct Lasting(RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Lasting {
    pub(super) fn get<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let kind = TypeId::of::<T>();
        let known =
            |all: &HashMap<TypeId, Arc<dyn Any + Send + Sync>>| all.get(&kind)?.clone().downcast().ok();
        if let Some(found) = known(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return found;
        }
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have made it meanwhile, and what they counted must not be lost.
        if let Some(found) = known(&all) {
            return found;
        }
        let value = Arc::new(make());
        all.insert(kind, value.clone());
        value
    }
}
