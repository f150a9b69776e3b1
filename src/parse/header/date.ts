// The Date field (RFC 5322 section 3.3 with its obsolete forms), or null. Not by a library that returns the
// current time for an unreadable field.

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
// RFC 5322 section 4.3. The other names are ambiguous.
const zones = new Map(
  Object.entries({
    ut: 0,
    gmt: 0,
    utc: 0,
    z: 0,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    cet: 60,
    cest: 120,
    met: 60,
    mest: 120,
    wet: 0,
    west: 60,
    bst: 60,
    eet: 120,
    eest: 180,
    msk: 180,
    jst: 540,
    kst: 540,
  }),
);
const usual =
  /(?:^|[\s,])(\d{1,2})[\s-]+([a-z]{3})[a-z]{0,6}\.?[\s,-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d{1,9})?\s*(am|pm)?\s*(?:(?:gmt|utc)?([+-])(\d{2}):?(\d{2})|([a-z]{1,5}))?/i;
// asctime: Thu May 18 16:08:37 2000, perhaps with a zone before the year.
const asctime = /([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:([a-z]{1,5})\s+|([+-]\d{4})\s+)?(\d{4})/i;
const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?$/;

export function parseDate(field: string | null): Date | null {
  const text = (field ?? '')
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .trim();
  const [, day, month, year, hour, minute, second, half, sign, zoneHours, zoneMinutes, zone] = usual.exec(text) ?? [];
  if (day !== undefined) {
    const offset = sign ? Number(`${sign}1`) * (Number(zoneHours) * 60 + Number(zoneMinutes)) : offsetOf(zone);
    const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
    return toDate([fullYear(year!), monthOf(month!), Number(day), hours, Number(minute), Number(second ?? 0)], offset);
  }
  const [, month2, day2, hour2, minute2, second2, zone2, , year2] = asctime.exec(text) ?? [];
  if (day2 !== undefined) {
    return toDate(
      [Number(year2), monthOf(month2!), Number(day2), Number(hour2), Number(minute2), Number(second2 ?? 0)],
      offsetOf(zone2),
    );
  }
  return iso.test(text)
    ? checked(
        new Date(/[Z+]|-\d{2}:?\d{2}$/.test(text.slice(11)) ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`),
      )
    : null;
}

function toDate(fields: [number, number, number, number, number, number], offsetMinutes: number): Date | null {
  const [year, month, day, hour, minute, second] = fields;
  if (month < 0 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60 || Math.abs(offsetMinutes) > 24 * 60)
    return null;
  return checked(new Date(Date.UTC(year, month, day, hour, minute, second) - offsetMinutes * 60_000));
}

const checked = (date: Date): Date | null =>
  Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970 || date.getUTCFullYear() > 9999 ? null : date;
const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase());
const offsetOf = (zone: string | undefined): number => zones.get((zone ?? '').toLowerCase()) ?? 0;

/** RFC 5322 section 4.3. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length >= 4) return year;
  return digits.length === 3 || year >= 50 ? year + 1900 : year + 2000;
}
