// A server of a setting that cannot be used, in one line that names the setting and what to do.
import { firstLine } from '../log/one-line.ts';
import { Refused } from './output.ts';

type Cause = Readonly<{ code?: unknown; cause?: unknown; message?: unknown }>;

/** The error as a refusal, where its code says what is wrong; any other error as it is. The URL's password is not shown. */
export function unreachable(setting: string, url: string, error: unknown): unknown {
  const code = codeOf(error);
  const { hostname = '', port = '', username = '', pathname = '' } = URL.parse(url) ?? {};
  const where = port === '' ? hostname : `${hostname}:${port}`;
  const refused = (words: string) => new Refused(`${setting}: ${words}`, { cause: error });
  switch (code) {
    case 'ECONNREFUSED':
      return refused(`nothing answers at ${where}: start the server there, or mend ${setting}`);
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
      return refused(`${where} cannot be reached (${code}): mend the network or a firewall, or ${setting}`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return refused(`no DNS server here knows ${hostname}: mend the name in ${setting}`);
    // PostgreSQL's SQLSTATE: invalid_password, invalid_authorization_specification, invalid_catalog_name.
    case '28P01':
    case '28000':
      return refused(`the server lets ${username || 'this user'} not in: mend user and password in ${setting}`);
    case '3D000':
      return refused(`there is no database ${pathname.slice(1)}: create it there, or mend ${setting}`);
    default:
      return code === null ? error : refused(`${firstLine(error)} (${code}): mend ${setting}`);
  }
}

/** Of the error or of what caused it; null where there is none. */
function codeOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at && depth < 5; at = (at as Cause).cause, depth += 1) {
    const { code } = at as Cause;
    if (typeof code === 'string') return code;
    if (at instanceof AggregateError) return codeOf(at.errors[0]);
  }
  return null;
}
