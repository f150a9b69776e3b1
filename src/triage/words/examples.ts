import type { ByLanguage } from './phrases.ts';

/** Words for an example. A generous list: a needless question annoys, a missing one costs one more mail. */
export const examples: ByLanguage = {
  en: `
    example*
    for instance
    e.g.
    eg:
    such as
    test case
    test patient
    screenshot*
    screen shot
    screen capture
    attached
    attachment
    see picture
    see image
    link:
    url:
    ex.
  `,
  it: `
    esempio
    esempi
    es.:
    p.es.
    ad es.
    caso di prova
    paziente di prova
    screenshot*
    schermata allegata
    in allegato
    allego
    allegat*
    link:
    es.
    ex.
  `,
  es: `
    ejemplo*
    p. ej.
    p.ej.
    caso de prueba
    paciente de prueba
    captura*
    pantallazo*
    adjunt*
    enlace:
  `,
  pt: `
    exemplo*
    p. ex.
    p.ex.
    caso de teste
    paciente de teste
    captura*
    screenshot*
    print da tela
    em anexo
    anexo
    anexei
    link:
    ex.
    ex:
  `,
  fr: `
    exemple*
    p. ex.
    p.ex.
    cas de test
    patient test
    capture*
    copie d'écran
    ci-joint*
    pièce jointe
    en pj
    lien:
    ex.
    ex:
    par ex
  `,
  de: `
    beispiel*
    z. b.
    z.b.
    testfall
    testpatient*
    screenshot*
    bildschirmfoto*
    bildschirmkopie
    anbei
    angehängt
    im anhang
    link:
  `,
};
