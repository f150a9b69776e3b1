type Named = Readonly<{ email: string; name: string | null }>;

/** How people are called on a ticket. A mail of theirs may have had an address alone. */
export function namesOf(people: readonly Named[]): (author: Named) => string | null {
  const names = new Map(people.map(({ email, name }) => [email, name]));
  return ({ email, name }) => name || names.get(email) || null;
}
