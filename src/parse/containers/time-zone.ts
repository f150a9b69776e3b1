// Which time zone an invitation means, and how far from UTC it is at that time.
import ICAL from 'ical.js';
import { windowsZones } from './windows-zones.ts';

/** `Europe/Rome, UTC+01:00`; the name alone where nothing says how far it is from UTC; empty for a floating time. */
export function zoneOf(time: ICAL.Time, name: string, calendar: ICAL.Component): string {
  if (time.zone === ICAL.Timezone.utcTimezone) return 'UTC';
  const iana = ianaName(name);
  if (iana === 'UTC') return 'UTC';
  const minutes = definedOffset(time, name, calendar) ?? (iana === null ? null : offsetAt(iana, time));
  if (minutes === null) return name.includes('://') ? '' : name;
  const shown = isMeaningless.test(name) ? '' : (/^[/(]/.test(name) && iana) || name;
  return [shown, offsetText(minutes)].filter((each, n, all) => each !== '' && all.indexOf(each) === n).join(', ');
}

const isMeaningless = /custom/i;
const two = (value: number): string => String(value).padStart(2, '0');
const offsetText = (minutes: number): string =>
  `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;

/** Minutes from UTC by the calendar's own definition (RFC 5545 section 3.6.5), or null where it defines nothing. */
function definedOffset(time: ICAL.Time, name: string, calendar: ICAL.Component): number | null {
  const zones = calendar.getAllSubcomponents('vtimezone');
  const zone =
    zones.find(each => each.getFirstPropertyValue('tzid') === name) ?? (zones.length === 1 ? zones[0] : null);
  if (!zone || name === '') return null;
  const observances = ['standard', 'daylight']
    .flatMap(kind => zone.getAllSubcomponents(kind))
    .filter(each => each.getFirstPropertyValue('tzoffsetto') instanceof ICAL.UtcOffset);
  const [first] = observances;
  const begins = observances.map(each => each.getFirstPropertyValue('dtstart'));
  if (!first || (observances.length > 1 && !begins.every(each => each instanceof ICAL.Time))) return null;
  const local = ICAL.Time.fromData({ ...time.toJSON(), timezone: '' });
  const hasBegun = begins.some(each => each instanceof ICAL.Time && each.compare(local) <= 0);
  if (hasBegun) return Math.round(new ICAL.Timezone(zone).utcOffset(local) / 60);
  const before = observances.length === 1 && !(begins[0] instanceof ICAL.Time) ? 'tzoffsetto' : 'tzoffsetfrom';
  const offset = first.getFirstPropertyValue(before);
  return offset instanceof ICAL.UtcOffset ? Math.round(offset.toSeconds() / 60) : null;
}

const known = new Map<string, string>();
const cities = new Map<string, string>();
for (const zone of Intl.supportedValuesOf('timeZone')) {
  known.set(zone.toLowerCase(), zone);
  cities.set(zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' '), zone);
}
for (const [name, zone] of Object.entries(windowsZones)) known.set(name.toLowerCase(), zone);

/**
 * `Europe/Rome` as such or at the end of a path, `W. Europe Standard Time`, `(UTC+01:00) Amsterdam, Berlin`; `UTC` where
 * the name says so; null where it names no zone.
 */
function ianaName(name: string): string | null {
  if (/(?:^|[/\s])(?:etc\/)?(?:utc|gmt|zulu|z)$/i.test(name)) return 'UTC';
  const exact = known.get(name.toLowerCase());
  if (exact !== undefined) return exact;
  const path = name.split('/');
  const inPath = [3, 2].map(length => supported(path.slice(-length).join('/'))).find(zone => zone !== null);
  if (path.length > 1 && inPath !== undefined) return inPath;
  const [, fixed] = /^\(?(?:utc|gmt)\s?([+-]\d{1,2}(?::?\d\d)?)\)?$/i.exec(name) ?? [];
  if (fixed !== undefined) return supported(fixed.replace(/^([+-])(\d)(?=$|:)/, '$10$2'));
  const places = name.replace(/^\([^()]*\)/, '').split(/[,;]/);
  return places.map(place => cities.get(place.trim())).find(zone => zone !== undefined) ?? null;
}

/** The name, if the runtime knows it: it also knows older names, and offsets such as `+02:00`. */
function supported(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Minutes from UTC of a zone when its clocks show that time. */
function offsetAt(zone: string, time: ICAL.Time): number {
  const shown = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute);
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const at = (moment: number): number => {
    const said = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):(\d\d)/.exec(said) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
  // The first guess may be on the other side of a change of the clocks.
  return at(shown - at(shown) * 60_000);
}
