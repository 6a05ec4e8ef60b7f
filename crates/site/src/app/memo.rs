//! Small things that many pages need and that change only with the content: kept by type, dropped by version.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use crate::error::Failure;

type Kept = (i64, Arc<dyn Any + Send + Sync>);

/// One value per type, with the content version that it was made at.
#[derive(Default)]
pub(super) struct Memo {
    kept: RwLock<HashMap<TypeId, Kept>>,
    /// Held while something is loaded, so that it is loaded once and not by everybody who misses it.
    loading: tokio::sync::Mutex<()>,
}

impl Memo {
    pub(super) async fn get<T: Send + Sync + 'static>(
        &self,
        version: i64,
        load: impl Future<Output = Result<T, Failure>>,
    ) -> Result<Arc<T>, Failure> {
        if let Some(found) = self.find(version) {
            return Ok(found);
        }
        let _one = self.loading.lock().await;
        if let Some(found) = self.find(version) {
            return Ok(found);
        }
        let value = Arc::new(load.await?);
        let kept: Kept = (version, value.clone());
        self.kept.write().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), kept);
        Ok(value)
    }

    fn find<T: Send + Sync + 'static>(&self, version: i64) -> Option<Arc<T>> {
        let all = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let (at, value) = all.get(&TypeId::of::<T>())?;
        if *at == version { value.clone().downcast().ok() } else { None }
    }
}
