// The names of people in our mail.

const titles =
  /^(?:dr|dott|dottssa|dottor|dottoressa|prof|professor|professore|professoressa|ing|avv|sig|sigra|signor|signora|sr|sra|srta|don|doña|dña|señor|señora|dra|eng|enf|m|mme|mlle|mr|mrs|ms|miss|mx|herr|frau|mag|dipl|med|phd|md|ir|lic)$/i;
// A mailbox of several people is greeted without a name.
const ofSeveral =
  /(?:^|[^\p{L}])(?:uffici\w*|support\w*|assistenza|soporte|suporte|desk|help|helpdesk|it|edv|ict|cup|info|team|equipo|equipa|équipe|squadra|service|servic\w*|servizi\w*|serviç\w*|servicio\w*|reparto|departament\w*|département|abteilung|sekretariat|secret[ae]r\w*|segreteria|centr\w*|zentrum|clinic\w*|clínica|clinique|klinik|praxis|ospedale|hospital|hôpital|krankenhaus|laborator\w*|laboratorio|labor|azienda|empresa|gmbh|s\.?p\.?a|s\.?r\.?l|s\.?l|ltd|inc|admin\w*|ammin\w*|direzione|dirección|direção|direction|office|büro|reception|accettazione|sistemi|systems|sistemas|noreply|postmaster)(?![\p{L}])/iu;

/** The name by which a mail greets its reader: `Ada`, for `Rossi, Ada (IT)` too. Empty where there is none. */
export function givenName(name: string): string {
  const bare = name
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ')
    .replace(/["“”„«»]/g, ' ')
    .trim();
  if (bare === '' || bare.includes('@') || ofSeveral.test(bare)) return '';
  const [family = '', given] = bare.split(',', 2);
  const words = (given?.trim() ? given : family)
    .split(/[\s/|]+/)
    .filter(word => word !== '' && !titles.test(word.replaceAll('.', '')));
  const [word = ''] = isMixed(words) ? words.filter(each => !isCapitals(each)) : words;
  // An initial says less than the whole name.
  if (/^\P{L}|^\p{L}\.?$|\d/u.test(word)) return '';
  return isCapitals(word) || word === word.toLowerCase() ? capitalised(word) : word;
}

/** The name as one says it: `Ada Rossi`, for `Rossi, Ada (IT)`. In a list of people a comma would make two of it. */
export function spokenName(name: string): string {
  const [, family = '', given = ''] =
    /^([\p{L}\p{M}'’. -]{2,60}),\s*([\p{L}\p{M}'’. -]{2,60})(?:\s*[([][^()[\]]{0,40}[)\]])*$/u.exec(name) ?? [];
  const isOne = [family, given].every(part => part.trim().split(/\s+/).length <= 3);
  if (given === '' || !isOne || ofSeveral.test(family) || titles.test(given.trim().replaceAll('.', ''))) return name;
  return `${given.trim()} ${family.trim()}`;
}

/** `ROSSI Ada`: the family name in capitals. */
const isMixed = (words: readonly string[]): boolean => words.some(isCapitals) && !words.every(isCapitals);
const isCapitals = (word: string): boolean => /\p{Lu}\P{L}?\p{Lu}/u.test(word) && word === word.toUpperCase();
const capitalised = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
