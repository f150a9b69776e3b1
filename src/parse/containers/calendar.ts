// An invitation (RFC 5545, iTIP of RFC 5546) as lines of text: what it is about, when, where, and by whom.
import ICAL from 'ical.js';
import { cleanLine, cleanText } from '../text/clean.ts';

/** `about`: summary, time, place and organiser, one a line. `description`: the text of the invitation, or empty. */
export type Invitation = Readonly<{ about: string; description: string }>;

const labels = {
  en: { when: 'When', where: 'Where', by: 'Organiser' },
  it: { when: 'Quando', where: 'Luogo', by: 'Organizzatore' },
  es: { when: 'Cuándo', where: 'Lugar', by: 'Organizador' },
  pt: { when: 'Quando', where: 'Local', by: 'Organizador' },
  fr: { when: 'Quand', where: 'Lieu', by: 'Organisateur' },
  de: { when: 'Wann', where: 'Ort', by: 'Organisator' },
} as const;

const maxLine = 500;
const maxDescription = 100_000;

/** The first event of the calendar, or null where it has none or cannot be read. */
export function readInvitation(calendar: string): Invitation | null {
  try {
    const root = new ICAL.Component(ICAL.parse(firstCalendar(calendar)));
    const event = root.getFirstSubcomponent('vevent') ?? root.getFirstSubcomponent('vtodo');
    return event && invitationOf(event);
  } catch {
    return null;
  }
}

/** Some programs write text around the calendar, or several calendars one after the other. */
function firstCalendar(text: string): string {
  const from = text.search(/^BEGIN:VCALENDAR/im);
  const to = text.slice(Math.max(from, 0)).search(/^END:VCALENDAR/im);
  return from < 0 || to < 0 ? text : text.slice(from, from + to + 'END:VCALENDAR'.length);
}

function invitationOf(event: ICAL.Component): Invitation {
  const words = labels[languageOf(event)];
  const line = (name: string) => cleanLine(String(event.getFirstPropertyValue(name) ?? ''), maxLine);
  const about = [
    line('summary'),
    labelled(words.when, timeOf(event)),
    labelled(words.where, line('location')),
    labelled(words.by, organiserOf(event)),
  ];
  const description = cleanText(String(event.getFirstPropertyValue('description') ?? '').slice(0, maxDescription));
  return { about: about.filter(Boolean).join('\n'), description: description.trim() };
}

const labelled = (label: string, value: string): string => (value === '' ? '' : `${label}: ${value}`);

/** Of the LANGUAGE parameter (RFC 5545 section 3.2.10), which Outlook writes. */
function languageOf(event: ICAL.Component): keyof typeof labels {
  const said = ['summary', 'description'].map(
    name => event.getFirstProperty(name)?.getFirstParameter('language') ?? '',
  );
  const language = said.map(each => each.slice(0, 2).toLowerCase()).find(each => each in labels);
  return (language ?? 'en') as keyof typeof labels;
}

/** `2026-12-02 10:00–10:30 (W. Europe Standard Time, UTC+01:00)`; a whole day has its date only. */
function timeOf(event: ICAL.Component): string {
  const start = event.getFirstProperty('dtstart');
  const from = start?.getFirstValue();
  if (!(from instanceof ICAL.Time)) return '';
  const to = endOf(event, from);
  const sameDay = to !== null && dayOf(to) === dayOf(from);
  if (from.isDate) return to === null || isNextDay(from, to) ? dayOf(from) : `${dayOf(from)} – ${dayOf(to, -1)}`;
  const until = to === null ? '' : sameDay ? `–${clockOf(to)}` : ` – ${dayOf(to)} ${clockOf(to)}`;
  const zone = zoneOf(from, cleanLine(start?.getFirstParameter('tzid') ?? '', 80));
  return `${dayOf(from)} ${clockOf(from)}${until}${zone === '' ? '' : ` (${zone})`}`;
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

/** The zone's name with its offset at that time; a floating time has none. */
function zoneOf(time: ICAL.Time, name: string): string {
  if (time.zone === ICAL.Timezone.utcTimezone) return 'UTC';
  if (time.zone === ICAL.Timezone.localTimezone) return name;
  const minutes = Math.round(time.utcOffset() / 60);
  const offset = `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return name === '' ? offset : `${name}, ${offset}`;
}

/** `Anna Ferri <anna@clinic.example>`, of CN and the mailto URI (RFC 5545 section 3.8.4.3). */
function organiserOf(event: ICAL.Component): string {
  const organiser = event.getFirstProperty('organizer');
  const address = String(organiser?.getFirstValue() ?? '').replace(/^mailto:/i, '');
  const name = cleanLine(organiser?.getFirstParameter('cn') ?? '', 100);
  return cleanLine(name === '' || name === address ? address : `${name} <${address}>`, maxLine);
}
