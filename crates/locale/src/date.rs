//! Calendar dates from Unix seconds, in UTC so that a page is the same for everyone and can be cached.

use crate::format::{Format, Piece};
use std::fmt;

/// A day or a month, written as its language does. Made by `Locale::date` and `Locale::month_year`.
#[derive(Clone, Copy)]
pub struct Date {
    pub(crate) seconds: i64,
    pub(crate) pieces: &'static [Piece],
    pub(crate) format: &'static Format,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = day(self.seconds);
        for piece in self.pieces {
            match piece {
                Piece::Day => write!(f, "{}", day.day())?,
                Piece::Month => {
                    let index = usize::try_from(day.month()).unwrap_or(1).saturating_sub(1);
                    f.write_str(self.format.months.get(index).unwrap_or(&""))?;
                }
                Piece::Year => write!(f, "{}", day.year())?,
                Piece::Literal(text) => f.write_str(text)?,
            }
        }
        Ok(())
    }
}

/// A day for machines: "2024-05-01", as the `datetime` attribute of `<time>` wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsoDate(i64);

/// The day of a Unix time for machines.
#[must_use]
pub fn iso_date(unix: impl crate::Integer) -> IsoDate {
    IsoDate(unix.integer())
}

impl fmt::Display for IsoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = day(self.0);
        write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
    }
}

/// The day in UTC; times outside the calendar's range are cut to its ends.
fn day(seconds: i64) -> jiff::civil::Date {
    use jiff::{Timestamp, tz::Offset};
    let end = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Offset::UTC.to_datetime(Timestamp::from_second(seconds).unwrap_or(end)).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_dates() {
        assert_eq!(iso_date(0).to_string(), "1970-01-01");
        assert_eq!(iso_date(1_714_555_800).to_string(), "2024-05-01");
        assert_eq!(iso_date(-1).to_string(), "1969-12-31");
        assert_eq!(iso_date(951_782_400).to_string(), "2000-02-29");
    }

    #[test]
    fn times_beyond_the_calendar_are_cut() {
        assert_eq!(iso_date(i64::MAX).to_string(), "9999-12-30");
        assert_eq!(iso_date(i64::MIN).to_string(), "-9999-01-02");
    }
}
