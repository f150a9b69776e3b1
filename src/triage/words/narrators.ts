/** Subjects of a verb that show a sentence of a person and no attribution: `On Monday we wrote:`. */
export const narrators = `
  i
  we
  you
  they
  he
  she
  ich
  wir
  er
  sie
  ihr
  je
  nous
  vous
  il
  elle
  ils
  elles
  yo
  nosotros
  él
  ella
  usted
  ustedes
  ellos
  io
  noi
  lui
  lei
  voi
  loro
  eu
  nós
  ele
  ela
  você
  vocês
  eles
  ik
  wij
  hij
  zij
  jullie
  jag
  vi
  han
  hon
  ni
  jeg
  hun
  ja
  ona
  my
  oni
  я
  мы
  он
  она
  вы
  они
  ми
  він
  вона
  minä
  me
  εγώ
  εμείς
  who
  which
  that
  the customer
  the user
  the client
  the system
  the server
  the log
`;
