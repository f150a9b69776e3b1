// An invitation (RFC 5545, iTIP of RFC 5546) as lines of text: what it is about, when, where, and by whom.
import ICAL from 'ical.js';
import { cleanLine, cleanText } from '../text/clean.ts';
import { timeOf } from './event-time.ts';

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
    const root = new ICAL.Component(ICAL.parse(firstCalendar(calendar).replace(bareZone, 'TZID="$1"')));
    const event = root.getFirstSubcomponent('vevent') ?? root.getFirstSubcomponent('vtodo');
    return event && invitationOf(event, root);
  } catch {
    return null;
  }
}

// Exchange writes `TZID=tzone://Microsoft/Custom:2026…`, but RFC 5545 section 3.1 wants quotes around a colon.
const bareZone = /(?<=;)TZID=([a-z]+:\/\/[^:;"\r\n]{1,80})(?=[:;])/gi;

/** Some programs write text around the calendar, or several calendars one after the other. */
function firstCalendar(text: string): string {
  const from = text.search(/^BEGIN:VCALENDAR/im);
  const to = text.slice(Math.max(from, 0)).search(/^END:VCALENDAR/im);
  return from < 0 || to < 0 ? text : text.slice(from, from + to + 'END:VCALENDAR'.length);
}

function invitationOf(event: ICAL.Component, root: ICAL.Component): Invitation {
  const words = labels[languageOf(event)];
  const line = (name: string) => cleanLine(String(event.getFirstPropertyValue(name) ?? ''), maxLine);
  const about = [
    line('summary'),
    labelled(words.when, timeOf(event, root)),
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

/** `Anna Ferri <anna@clinic.example>`, of CN and the mailto URI (RFC 5545 section 3.8.4.3). */
function organiserOf(event: ICAL.Component): string {
  const organiser = event.getFirstProperty('organizer');
  const address = String(organiser?.getFirstValue() ?? '').replace(/^mailto:/i, '');
  const name = cleanLine(organiser?.getFirstParameter('cn') ?? '', 100);
  return cleanLine(name === '' || name === address ? address : `${name} <${address}>`, maxLine);
}
