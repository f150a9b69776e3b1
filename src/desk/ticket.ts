// The vocabulary of a ticket that all rooms share. Pure: rows and queries are in `tickets/`.
export const statuses = ['new', 'open', 'pending', 'resolved', 'closed'] as const;
export const priorities = ['urgent', 'high', 'medium', 'low'] as const;

export type Status = (typeof statuses)[number];
export type Priority = (typeof priorities)[number];
export type TicketKey = `PT-${number}`;

export const keyOf = (ticketNumber: number): TicketKey => `PT-${ticketNumber}`;

/** Reads `PT-42`, `pt-42` and `42`; null for anything else. */
export const numberOf = (key: string): number | null => {
  const [, digits] = /^(?:PT-)?([1-9][0-9]{0,14})$/i.exec(key.trim()) ?? [];
  return digits === undefined ? null : Number(digits);
};
