// When an event of a calendar takes place, as text.
import ICAL from 'ical.js';
import { cleanLine } from '../text/clean.ts';
import { zoneOf } from './time-zone.ts';

/** `2026-12-02 10:00–10:30 (W. Europe Standard Time, UTC+01:00)`; a whole day has its date only. */
export function timeOf(event: ICAL.Component, calendar: ICAL.Component): string {
  const start = event.getFirstProperty('dtstart');
  const from = start?.getFirstValue();
  if (!(from instanceof ICAL.Time)) return '';
  const to = endOf(event, from);
  const sameDay = to !== null && dayOf(to) === dayOf(from);
  if (from.isDate) return to === null || isNextDay(from, to) ? dayOf(from) : `${dayOf(from)} – ${dayOf(to, -1)}`;
  const zone = inZone(start, from, calendar);
  if (to === null) return `${dayOf(from)} ${clockOf(from)}${zone}`;
  const end = event.getFirstProperty('dtend') ?? event.getFirstProperty('due') ?? start;
  const zoneOfEnd = inZone(end, to, calendar);
  if (zoneOfEnd !== zone) return `${dayOf(from)} ${clockOf(from)}${zone} – ${dayOf(to)} ${clockOf(to)}${zoneOfEnd}`;
  const until = sameDay ? `–${clockOf(to)}` : ` – ${dayOf(to)} ${clockOf(to)}`;
  return `${dayOf(from)} ${clockOf(from)}${until}${zone}`;
}

function inZone(property: ICAL.Property | null, time: ICAL.Time, calendar: ICAL.Component): string {
  const zone = zoneOf(time, cleanLine(property?.getFirstParameter('tzid') ?? '', 80), calendar);
  return zone === '' ? '' : ` (${zone})`;
}

function endOf(event: ICAL.Component, from: ICAL.Time): ICAL.Time | null {
  const end = event.getFirstPropertyValue('dtend') ?? event.getFirstPropertyValue('due');
  if (end instanceof ICAL.Time) return end;
  const duration = event.getFirstPropertyValue('duration');
  if (!(duration instanceof ICAL.Duration)) return null;
  const to = from.clone();
  to.addDuration(duration);
  return to;
}

const two = (value: number): string => String(value).padStart(2, '0');
const clockOf = ({ hour, minute }: ICAL.Time): string => `${two(hour)}:${two(minute)}`;

function dayOf(time: ICAL.Time, days = 0): string {
  const day = time.clone();
  if (days !== 0) day.adjust(days, 0, 0, 0);
  return `${day.year}-${two(day.month)}-${two(day.day)}`;
}

/** RFC 5545 section 3.6.1: the end of a whole day is the day after it. */
const isNextDay = (from: ICAL.Time, to: ICAL.Time): boolean => dayOf(to, -1) <= dayOf(from);
