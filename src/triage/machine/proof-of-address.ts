// Mail by which a service verifies an address: confirm it, here is your code, set a new password.
//
// An attacker who gives a service one of our addresses as their own wants to read that mail. People write the same
// words in reports ("the verification code does not arrive"), so they prove nothing in mail of known authors.
import { type Address, localPartOf } from '../../mail/address.ts';
import { phraseKey } from '../fold.ts';
import { keysOf } from '../words/phrases.ts';
import { proofWords } from '../words/proof-of-address.ts';

const maxSubject = 300;
const maxOpening = 1_500;

/** For a mail of an author who is not in the directory. */
export function asksForProof(subject: string, text: string): boolean {
  if (holdsPhrase(subject.slice(0, maxSubject))) return true;
  const opening = text.slice(0, maxOpening);
  return holdsPhrase(opening) && (lonelyCode.test(opening) || longLink.test(opening));
}

/** Whether a verifying program has such an address: `verify@`, `account-verification@`. */
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
