import type { ByLanguage } from './phrases.ts';

/** After `#assign`: the author of the mail. */
export const myself: ByLanguage = {
  en: `
    me
    to me
    myself
    to myself
  `,
  it: `
    me
    a me
    mi
  `,
  es: `
    mí
    a mí
    me
  `,
  pt: `
    mim
    a mim
    me
  `,
  fr: `
    moi
    à moi
    moi-même
  `,
  de: `
    mich
    an mich
    mir
  `,
};
