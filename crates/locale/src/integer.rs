//! What counts, amounts and times may be given as.
//!
//! Templates hand over arguments by reference, rows hold `i64` and collections `usize`: these traits let all of
//! them be passed as they are.

/// A whole number of any size up to 64 bits, or a reference to one. Values beyond `i64` are cut to its limits.
pub trait Integer {
    /// The value.
    fn integer(&self) -> i64;
}

/// A number with a fraction, or a reference to one.
pub trait Real {
    /// The value.
    fn real(&self) -> f64;
}

macro_rules! integers {
    ($($lossless:ty)* ; $($cut:ty)*) => {
        $(impl Integer for $lossless {
            fn integer(&self) -> i64 {
                i64::from(*self)
            }
        })*
        $(impl Integer for $cut {
            fn integer(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        })*
    };
}

integers!(i64 i32 i16 i8 u32 u16 u8 ; u64 usize);

impl<T: Integer + ?Sized> Integer for &T {
    fn integer(&self) -> i64 {
        T::integer(self)
    }
}

impl Real for f64 {
    fn real(&self) -> f64 {
        *self
    }
}

impl Real for f32 {
    fn real(&self) -> f64 {
        f64::from(*self)
    }
}

impl<T: Real + ?Sized> Real for &T {
    fn real(&self) -> f64 {
        T::real(self)
    }
}
