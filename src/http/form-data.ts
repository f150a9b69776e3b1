import type { Context } from 'hono';

/** The text fields of a form; the last of a name counts. Files are read by uploads alone. */
export async function fieldsOf(context: Context): Promise<Readonly<Record<string, string>>> {
  // A body that is not of its type has no fields.
  const body = await context.req.parseBody().catch(() => ({}));
  const texts = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name, value.replace(/\r\n?/g, '\n')]));
}
