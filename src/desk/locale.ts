export const locales = ['en', 'it', 'es', 'pt', 'fr', 'de'] as const;
/** A language in which we write. */
export type Locale = (typeof locales)[number];

/** The language of `it`, `it-CH` or `it_IT`; `otherwise` for a language in which we do not write. */
export const localeOf = (text: string | null | undefined, otherwise: Locale = 'en'): Locale =>
  locales.find(locale => text?.toLowerCase().split(/[-_]/)[0] === locale) ?? otherwise;
