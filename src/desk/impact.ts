import type { Priority } from './ticket.ts';

export const extents = ['all', 'most', 'few'] as const;
/** How many functions, or how many users, are affected. */
export type Extent = (typeof extents)[number];

/** The priority by extent: rows for functions, columns for users. */
export const impactTable: Readonly<Record<Extent, Readonly<Record<Extent, Priority>>>> = {
  all: { all: 'urgent', most: 'high', few: 'high' },
  most: { all: 'urgent', most: 'high', few: 'medium' },
  few: { all: 'high', most: 'medium', few: 'low' },
};
