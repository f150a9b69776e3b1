// Mail by which a service finds out who reads an address: confirm it, here is your code, set a new password.
//
// Whoever gives one of our addresses to a service as his own wants to read what it sends there. The words
// are also what people write of ("the verification code does not arrive"), so they say nothing about mail
// of somebody whom we know.
import { type Address, localPartOf } from '../../mail/address.ts';
import { phraseKey } from '../fold.ts';
import { keysOf } from '../words/phrases.ts';
import { proofWords } from '../words/proof-of-address.ts';

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

const phrases = [...keysOf(proofWords)].map(phrase => ` ${phrase} `);
