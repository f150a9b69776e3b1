// The lists that agents use most, each a named query.
export const views = [
  { name: 'open', query: 'status:new,open' },
  { name: 'mine', query: 'agent:me status:new,open,pending' },
  { name: 'unassigned', query: 'agent:none status:new,open' },
  { name: 'waiting', query: 'status:pending' },
  { name: 'all', query: '' },
] as const;
export type ViewName = (typeof views)[number]['name'];

/** The list that opens first. */
export const firstQuery: string = views[0].query;
export const viewOfQuery = (query: string) => views.find(view => view.query === query.trim()) ?? null;
export const listHref = (query: string, after?: string): string =>
  `/tickets?q=${encodeURIComponent(query)}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
export const ticketHref = (key: string, query: string): string =>
  `/tickets/${key}${query === firstQuery ? '' : `?in=${encodeURIComponent(query)}`}`;
