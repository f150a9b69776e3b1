/** The place in a list after which the next page begins: a change of a ticket. Microseconds since 1970, as PostgreSQL. */
export type Place = Readonly<{ micros: string; number: number }>;

export const cursorOf = ({ micros, number }: Place): string => Buffer.from(`${micros}.${number}`).toString('base64url');

/** Null for what is no cursor of ours. */
export function placeIn(cursor: string): Place | null {
  const [, micros, number] = /^(\d{1,17})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  return micros && number ? { micros, number: Number(number) } : null;
}
