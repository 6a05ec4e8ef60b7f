//! Unix seconds as the archive writes a date.

/// The first second that content is dated: 2012-01-01.
pub(super) const FIRST: u64 = 1_325_376_000;
/// The last second that a question is asked: 2026-01-01.
pub(super) const LAST: u64 = 1_767_225_600;
/// Seconds of a day.
pub(super) const DAY: u64 = 86_400;

/// RFC 3339 in UTC, for moments from 1970 to 2100.
pub(super) fn rfc3339(seconds: u64) -> String {
    let (mut days, rest) = (seconds / DAY, seconds % DAY);
    let mut year = 1970;
    while days >= days_of_year(year) {
        days -= days_of_year(year);
        year += 1;
    }
    let february = days_of_year(year) - 337;
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", days + 1)
}

/// Right until 2100, which is not a leap year.
fn days_of_year(year: u64) -> u64 {
    if year.is_multiple_of(4) { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_right() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(FIRST), "2012-01-01T00:00:00Z");
        assert_eq!(rfc3339(LAST - 1), "2025-12-31T23:59:59Z");
        assert_eq!(rfc3339(951_827_696), "2000-02-29T12:34:56Z");
    }
}
