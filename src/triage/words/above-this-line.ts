/** How other desks ask to write above their own mail. */
export const aboveThisLine = `
  above this line
  over this line
  reply above
  au-dessus de cette ligne
  au dessus de cette ligne
  oberhalb dieser
  über dieser linie
  über dieser zeile
  por encima de esta línea
  sobre esta línea
  encima de esta línea
  sopra questa riga
  sopra questa linea
  al di sopra di questa
  acima desta linha
  boven deze regel
  boven deze lijn
  ovanför denna rad
  over denne linje
  over denne linjen
  powyżej tej linii
  nad tento řádek
  выше этой строки
`;
