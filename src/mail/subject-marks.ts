// Prefixes that mail programs and gateways put before a subject. subject.ts reads them.

/** Reply prefixes, as mail programs in their languages write them; compared without case. */
const reply = `re ré rép aw antw antwort antwoord sv svar vs r rif ref réf res resp ris risp odp odpowiedź vá válasz
  atb ats ynt yanıt απ σχετ на отв ответ відп bls 回复 回覆 答复 答覆 返信 답장 회신 השב תשובה رد`;

/** Forward prefixes. */
const forward = `fwd fw wg weitergeleitet i inoltra inoltrato tr trans transf transféré rv reenv reenviado enc
  encaminhado doorst doorgestuurd vb vl vidarebefordrat videresendt fs pd przekaz továbbítás továbbítva ilt i̇lt
  πρθ пересл 转发 轉寄 轉發 転送 전달 הועבר העברה تحويل`;

const wordsOf = (list: string): string[] => list.split(/\s+/).map(word => word.normalize('NFC').toLowerCase());

export const replyAndForwardPrefixes: ReadonlySet<string> = new Set(wordsOf(`${reply} ${forward}`));
export const forwardPrefixes: ReadonlySet<string> = new Set(wordsOf(forward));

/** Marks of mail gateways in the subject of external mail, without brackets; compared without case. */
export const gatewayMarks: ReadonlySet<string> = new Set(
  `external|ext|extern|externe|externo|esterno|esterna|external email|external e-mail|external mail|external sender|
  external message|externe mail|externe e-mail|email esterna|mail esterna|e-mail esterna|correo externo|
  remitente externo|e-mail externo|email externo|expéditeur externe|mail externe|courriel externe|mittente esterno|
  caution: external|caution external|warning: external|caution: external email|extérieur|外部|外部邮件`
    .split('|')
    .map(mark => mark.trim().normalize('NFC')),
);
