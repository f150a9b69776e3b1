type AttributionWords = Readonly<{ opens?: string; verbs?: string; verbsFirst?: string }>;

/**
 * The words of attribution lines (`On … wrote:`), as mail programs write them, by language. `opens`: words before the
 * date. `verbs`: verbs for writing. `verbsFirst`: verbs before the name, as in `Am … schrieb Anna:`.
 */
export const attributionWords: Readonly<Record<string, AttributionWords>> = {
  af: {
    opens: 'op',
    verbs: `
      geskryf
      het geskryf
    `,
  },
  ar: {
    opens: `
      في
      بتاريخ
      يوم
      بتاريخ يوم
    `,
    verbsFirst: `
      كتب
      كتبت
      كتب/كتبت
      كتب ما يلي
      تمت كتابة ما يلي بواسطة
      كتبت ما يلي
    `,
  },
  be: {
    verbs: `
      піша
      напісаў
      напісала
    `,
  },
  bg: {
    opens: `
      на
      в
    `,
    verbs: `
      написа
      писа
    `,
  },
  ca: {
    opens: `
      el
      el dia
      missatge de
      en data
    `,
    verbs: `
      missatge de
      va escriure
      ha escrit
      escrigué
    `,
  },
  cs: {
    opens: `
      dne
      dňa
      v
      ve
    `,
    verbs: `
      napsal
      napsala
      napsal(a)
      napsal/a
      napsal:a
      psal
    `,
  },
  cy: {
    opens: 'ar',
    verbs: 'ysgrifennodd',
  },
  da: {
    opens: `
      den
      d.
      på
      kl.
    `,
    verbs: 'skrev følgende',
    verbsFirst: 'skrev',
  },
  de: {
    opens: `
      am
      an
      vom
      von
    `,
    verbs: `
      folgendes geschrieben
      geschrieben
      schrieb folgendes
      schreibt
      schrieben sie
    `,
    verbsFirst: `
      schrieb
      hat geschrieben
    `,
  },
  el: {
    opens: `
      στις
      την
      στις ημερ.
      το
      ο χρήστης
    `,
    verbs: `
      έγραψε
      έγραψαν
    `,
  },
  en: {
    opens: `
      on
      at
    `,
    verbs: `
      wrote
      writes
      said
      has written
      wrote in message
      sent
      wrote the following
    `,
  },
  es: {
    opens: `
      el
      el día
      en
      a
      con fecha
    `,
    verbs: `
      escribió
      escribio
      escribieron
      ha escrito
      ha escrito lo siguiente
      escribió lo siguiente
    `,
  },
  et: {
    opens: `
      kuupäeval
      kell
    `,
    verbs: 'kirjutas',
  },
  eu: {
    verbs: `
      idatzi du
      idatzi zuen
      igorleak hau idatzi du
      hau idatzi du
    `,
  },
  fa: {
    opens: `
      در
      در تاریخ
    `,
    verbs: `
      نوشت
      نوشته
    `,
  },
  fi: {
    opens: 'päivämäärä',
    verbs: `
      kirjoitti
      kirjoitti seuraavasti
    `,
  },
  fil: {
    opens: 'noong',
    verbsFirst: `
      isinulat ni
      sinulat ni
    `,
  },
  fr: {
    opens: `
      le
      en date du
      du
    `,
    verbs: `
      a écrit
      a ecrit
      à écrit
      a écris
      écrivait
    `,
  },
  ga: {
    opens: 'ar',
    verbsFirst: 'scríobh',
  },
  gl: {
    opens: `
      o
      en
      o día
    `,
    verbs: 'escribiu',
  },
  he: {
    opens: `
      בתאריך
      ב-
      ביום
      ב
    `,
    verbs: `
      כתב
      כתבה
      כתב/ה
      כתב:ה
      כתב(ה)
    `,
  },
  hi: {
    opens: 'को',
    verbs: 'ने लिखा',
  },
  hr: {
    opens: `
      dana
      u
      dne
      na
    `,
    verbs: `
      je napisao
      je napisala
      napisao je
      napisala je
      je napisao/la
      napisao/la je
    `,
  },
  hu: {
    opens: 'időpont',
    verbs: `
      írta
      ezt írta
      a következőt írta
      írta a következőt
    `,
  },
  hy: {
    verbs: `
      գրել է
      գրեց
    `,
  },
  id: {
    opens: `
      pada
      tanggal
      pada hari
    `,
    verbs: 'menulis',
  },
  is: {
    opens: `
      þann
      hinn
    `,
    verbsFirst: 'skrifaði',
  },
  it: {
    opens: `
      il
      il giorno
      in data
      alle
      nel giorno
    `,
    verbs: `
      ha scritto
      scrisse
      scrive
      ha inviato
      ha scritto quanto segue
    `,
  },
  ja: {
    verbs: 'のメッセージ',
  },
  lt: {
    verbs: `
      rašė
      parašė
    `,
  },
  lv: {
    opens: 'plkst.',
    verbs: 'rakstīja',
  },
  mk: {
    opens: 'на',
    verbs: 'напиша',
  },
  ms: {
    opens: 'pada',
    verbs: 'telah menulis',
  },
  nl: {
    opens: `
      op
      in
    `,
    verbs: `
      het volgende geschreven
      heeft het volgende geschreven
      geschreven
    `,
    verbsFirst: `
      schreef
      heeft
    `,
  },
  no: {
    opens: `
      den
      på
    `,
    verbs: 'skrev følgende',
    verbsFirst: `
      skrev
      skreiv
    `,
  },
  pl: {
    opens: `
      w dniu
      dnia
      wiadomość napisana przez
      wiadomość wysłana przez
      użytkownik
    `,
    verbs: `
      napisał
      napisała
      napisał(a)
      napisał/a
      napisali
      pisze
      wiadomość napisana przez
      wiadomość wysłana przez
    `,
  },
  pt: {
    opens: `
      em
      a
      no dia
      na
      no
      às
      ao
      aos
    `,
    verbs: `
      escreveu
      escreveram
      escreveu o seguinte
      escreveu isto
    `,
  },
  ro: {
    opens: `
      în
      pe
      la
      in data de
      în data de
      pe data de
    `,
    verbs: `
      a scris
      a scris următoarele
    `,
  },
  ru: {
    opens: `
      от
      в
      пользователь
    `,
    verbs: `
      написал
      написала
      написал(а)
      написал (а)
      пишет
      писал
      писал(а)
      писала
      написал/а
    `,
  },
  sk: {
    opens: `
      dňa
      dne
      v
      vo
    `,
    verbs: `
      napísal
      napísala
      napísal(a)
      napísal/a
      píše
    `,
  },
  sl: {
    opens: `
      dne
      v
      je oseba
      na
    `,
    verbs: `
      je napisal
      je napisala
      je napisal(-a)
      je napisal/a
      je napisal/-a
      napisal/-a
      napisal(a)
      napisal
      napisala
      je oseba
    `,
  },
  sq: {
    opens: 'më',
    verbs: 'shkroi',
  },
  sr: {
    opens: `
      дана
      у
      dana
    `,
    verbs: `
      је написао
      је написала
      је написао/ла
      napisao
      пише
    `,
  },
  sv: {
    opens: `
      den
      på
      kl.
    `,
    verbs: 'skrev följande',
    verbsFirst: 'skrev',
  },
  sw: {
    opens: 'mnamo',
    verbs: 'aliandika',
  },
  tr: {
    opens: 'tarihinde',
    verbs: `
      yazdı
      şunu yazdı
      şöyle yazdı
      şunları yazdı
      tarihinde yazdı
    `,
  },
  uk: {
    opens: `
      у
      від
      о
      користувач
    `,
    verbs: `
      пише
      написав
      написала
      написав(-ла)
      написав(ла)
      писав
      написав/ла
    `,
  },
  vi: {
    opens: `
      vào
      lúc
      ngày
    `,
    verbs: `
      đã viết
      viết
    `,
  },
};

/** Verbs of scripts without spaces between words: looked for anywhere. */
export const attributionVerbsUnspaced = `
  写道
  寫道
  写到
  撰写
  撰寫
  のメール
  が書きました
  は書きました
  さんは書きました
  さんが書きました
  wrote:
  작성
  작성함
  님이 작성
  쓴 글
  เขียน
  เขียนว่า
  написал(а)
  来信
`;

/** Words before the date in those scripts. */
export const attributionOpensUnspaced = `
  在
  于
  於
  เมื่อ
  ในวันที่
  오전
  오후
`;

/** Webmail programs that name only the author of the quote: `Quoting Anna <anna@clinic.example>:`. */
export const quotings = `
  quoting
  zitat von
  zitiere
  citando
  citando a
  mensaje citado por
  citation de
  en réponse à
  citazione da
  citat från
  citat fra
  citeren
  cytowanie
  cituji
  цитирую
  citando de
  idézet
`;

/** Between a date and an address, where a program writes no verb: `5 Mar 2024, 09:41 by anna@clinic.example:`. */
export const byWords = `
  by
  von
  de
  da
  por
  door
  van
  av
  af
  od
  от
  від
  from
`;
