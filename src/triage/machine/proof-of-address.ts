// Mail by which a service finds out who reads an address: confirm it, here is your code, set a new password.
//
// Whoever gives one of our addresses to a service as his own wants to read what it sends there. The words
// are also what people write of ("the verification code does not arrive"), so they say nothing about mail
// of somebody whom we know.
import { type Address, localPartOf } from '../../mail/address.ts';
import { phraseKey } from '../fold.ts';

const maxSubject = 300;
const maxOpening = 1_500;

/** Of a mail whose author nobody here knows. */
export function asksForProof(subject: string, text: string): boolean {
  if (holdsPhrase(subject.slice(0, maxSubject))) return true;
  const opening = text.slice(0, maxOpening);
  return holdsPhrase(opening) && (lonelyCode.test(opening) || longLink.test(opening));
}

/** `verify@`, `account-verification@`: what services call the program that does it. */
export const isVerifier = (author: Address): boolean => verifier.test(localPartOf(author).replace(/[._-]/g, ''));

const verifier =
  /^(?:(?:account|accounts|email|mail|user|identity)?(?:verify|verifier|verification|verifications|confirm|confirmation|confirmations)|otp|(?:verification|security|login|signin)codes?|passwordreset|resetpassword|magiclink)(?:\+|$)/;
const lonelyCode = /(?<![\d.,:/-])\d(?:[ -]?\d){3,7}(?![\d,:/-]|\.\d)/;
const longLink = /https?:\/\/\S{1,200}[?&/=]\S{16}/;

const holdsPhrase = (text: string): boolean => {
  const words = ` ${phraseKey(text)} `;
  return phrases.some(phrase => words.includes(phrase));
};

const phrases = Object.values({
  en: 'verify your email|verify your e mail|verify your mail|verify this email|verify email address|verify your account|verify your identity|confirm your email|confirm your e mail|confirm this email|confirm email address|confirm your account|confirm your registration|confirm your subscription|confirm your sign up|activate your account|account activation|email verification|e mail verification|email confirmation|verification code|verification link|confirmation code|security code|login code|log in code|sign in code|access code|passcode|one time code|one time password|sign in link|login link|magic link|reset your password|password reset|set your password|complete your registration|finish signing up|invited you to join|invited to join',
  de: 'e mail adresse bestatigen|e mail bestatigen|e mail adresse verifizieren|bestatigen sie ihre e mail|bestatige deine e mail|verifizieren sie ihre|bestatigungscode|verifizierungscode|sicherheitscode|anmeldecode|einmalcode|einmalpasswort|konto aktivieren|konto bestatigen|registrierung abschliessen|registrierung bestatigen|anmeldung bestatigen|passwort zurucksetzen|passwort zurueckzusetzen|kennwort zurucksetzen',
  es: 'verifica tu correo|verifique su correo|verifica tu cuenta|verifique su cuenta|confirma tu correo|confirme su correo|confirma tu cuenta|confirma tu direccion|confirme su direccion|verificacion de correo|codigo de verificacion|codigo de confirmacion|codigo de seguridad|codigo de acceso|activa tu cuenta|active su cuenta|restablecer tu contrasena|restablecer su contrasena|restablecer la contrasena|restablece tu contrasena',
  fr: 'verifiez votre adresse|verifier votre adresse|verifie ton adresse|confirmez votre adresse|confirmer votre adresse|confirmez votre inscription|confirmez votre compte|confirmez votre e mail|confirmez votre email|code de verification|code de confirmation|code de securite|code de connexion|code d acces|activez votre compte|reinitialiser votre mot de passe|reinitialisation de votre mot de passe|reinitialisation du mot de passe',
  it: 'verifica la tua email|verifica la tua e mail|verifica il tuo indirizzo|verifica il tuo account|verifica l indirizzo|conferma la tua email|conferma la tua e mail|conferma il tuo indirizzo|conferma l indirizzo|conferma la registrazione|conferma il tuo account|codice di verifica|codice di conferma|codice di sicurezza|codice di accesso|attiva il tuo account|reimposta la password|reimpostare la password|reimpostazione della password',
  pt: 'verifique seu e mail|verifique seu email|verifique o seu e mail|verifique a sua conta|verifique sua conta|confirme seu e mail|confirme seu email|confirme o seu e mail|confirme o seu email|confirme a sua conta|confirme sua conta|confirme seu endereco|codigo de verificacao|codigo de confirmacao|codigo de seguranca|codigo de acesso|ative sua conta|ative a sua conta|redefinir sua senha|redefinir a senha|redefinicao de senha|repor a palavra passe',
}).flatMap(words => words.split('|').map(phrase => ` ${phrase} `));
