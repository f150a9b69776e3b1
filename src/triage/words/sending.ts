import type { ByLanguage } from './phrases.ts';

/** The answer that sends a mail which waits because its first `#word` is no command. */
export const sending: ByLanguage = {
  en: `
    send
    send it
    send as is
  `,
  it: `
    invia
    inviare
  `,
  es: `
    enviar
    envía
  `,
  pt: `
    enviar
    envia
  `,
  fr: `
    envoyer
    envoie
  `,
  de: `
    senden
    absenden
  `,
};
