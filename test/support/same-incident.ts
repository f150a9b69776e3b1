// How well one incident is recognised: reports in several hands, compared pair by pair, in desks with and without a past.
import { type Background, likeliest, type Profile, profileOf } from '../../src/triage/incident/likeness.ts';
import { incidents } from '../triage/incidents.ts';

export type Report = Readonly<{ incident: string; instance: string; subject: string; text: string }>;
type Hand = (text: string, at: number) => string;

const form = (text: string): string =>
  `Instance: tt_aurora\nDepartment: Outpatients\nContact person: Maria Bianchi, head of admissions\nTelephone: 02 555 0100\nWorkstation: WS-117, building C\nPreferred time for calling back: mornings\nDescription of the problem: ${text}\n\nPlease fill in all fields, incomplete forms will be sent back by our helpdesk.`;

/** What stands around a report, from case to case or in every mail. */
export const hands: Record<string, Hand> = {
  bare: text => text,
  courteous: (text, at) =>
    [
      text,
      `Good morning,\n\n${text}\n\nPlease help, it is urgent.\nKind regards\nMaria, Centro Medico Aurora`,
      `Buongiorno,\n${text}\nGrazie, cordiali saluti\nMaria Bianchi\nCentro Medico Aurora, tel 02 555 0100`,
      `Instance: tt_aurora\nPriority: high\n\nHello,\n${text}\nThe problem began today at ${at % 12}:15. Thanks in advance`,
    ][at % 4]!,
  signed: text =>
    `Guten Tag,\n\n${text}\n\nMit freundlichen Grüßen\n\ni. A. Ute Sommer\nLeitung Zentrale Patientenaufnahme\nKlinikum Nordheide gGmbH · Heideweg 12 · 21073 Nordheide\nTelefon 04161 555-210 · www.klinikum-nordheide.example`,
  'in one form': form,
};

export const reportsIn = (hand: Hand): Report[] =>
  Object.entries(incidents).flatMap(([incident, words]) =>
    words.map((each, at) => {
      const [subject = '', text = ''] = each.split(' | ');
      const [, instance = 'tt_aurora'] = incident.split(' @');
      return { incident, instance, subject, text: hand(text, at + incident.length) };
    }),
  );

/** As if these had been the tickets of the days before. */
export function pastOf(profiles: readonly Profile[]): Background {
  const seenIn = new Map<string, number>();
  for (const word of profiles.flatMap(profile => [...profile.keys()])) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  return { of: profiles.length, seenIn };
}
export const noPast: Background = { of: 0, seenIn: new Map() };

export type Figures = {
  pairs: number;
  found: number;
  strangers: number;
  alarms: number;
  helped: number;
  reports: number;
};
export type Alarm = Readonly<{ one: Report; other: Report }>;

export const pasts = ['long', 'short', 'none'] as const;
export type Past = (typeof pasts)[number];

/** Each report beside every other one alone, as where a desk has one open ticket. */
export function comparePairs(reports: readonly Report[], past: Past): Figures & { which: Alarm[] } {
  const all = reports.map(report => ({ report, profile: profileOf(report) }));
  const figures = { pairs: 0, found: 0, strangers: 0, alarms: 0, helped: 0, reports: 0, which: [] as Alarm[] };
  for (const one of all) {
    const others = all.filter(other => other !== one && other.report.instance === one.report.instance);
    const before = past === 'long' ? all : all.filter((_, nth) => nth % 29 === 3);
    const background = past === 'none' ? noPast : pastOf(before.map(({ profile }) => profile));
    const found = new Set(likeliest(one.profile, others, background));
    const same = others.filter(({ report }) => report.incident === one.report.incident);
    const right = same.filter(each => found.has(each));
    figures.reports += 1;
    figures.helped += right.length > 0 ? 1 : 0;
    figures.pairs += same.length;
    figures.found += right.length;
    figures.strangers += others.length - same.length;
    figures.alarms += found.size - right.length;
    for (const { report } of found)
      if (report.incident !== one.report.incident) figures.which.push({ one: one.report, other: report });
  }
  return figures;
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
export const told = ({ pairs, found, strangers, alarms, helped, reports }: Figures): string =>
  `${percent(found, pairs)} of ${pairs} pairs found, ${percent(helped, reports)} of ${reports} reports find one; ${alarms} false alarms in ${strangers} pairs`;
