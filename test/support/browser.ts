// A browser without script: keeps cookies, follows redirects, sends forms as they stand on the page.

export type Page = Readonly<{ status: number; url: string; headers: Headers; text: string }>;
export type Browser = Readonly<{
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  /** Sends the first form of the page whose action ends so, with its hidden fields and these. */
  send(page: Page, action: string, fields?: Record<string, string | File | readonly (string | File)[]>): Promise<Page>;
  /** A bare request, without following. */
  raw(path: string, init?: RequestInit): Promise<Response>;
}>;

export function openBrowser(base: string, settings: Readonly<{ language?: string }> = {}): Browser {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  async function raw(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0 && !headers.has('cookie')) headers.set('cookie', cookie());
    headers.set('user-agent', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0');
    if (settings.language && !headers.has('accept-language')) headers.set('accept-language', settings.language);
    const response = await fetch(new URL(path, base), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name!);
      else cookies.set(name!, value!);
    }
    return response;
  }
  async function follow(path: string, init: RequestInit): Promise<Page> {
    let response = await raw(path, init);
    let url = new URL(path, base);
    for (let hops = 0; response.status === 303 && hops < 5; hops += 1) {
      url = new URL(response.headers.get('location')!, url);
      response = await raw(url.href);
    }
    return {
      status: response.status,
      url: url.pathname + url.search,
      headers: response.headers,
      text: await response.text(),
    };
  }
  return {
    cookies,
    raw,
    get: (path, headers = {}) => follow(path, { headers }),
    send(page, action, fields = {}) {
      const form = formsOf(page).find(each => each.action.endsWith(action));
      if (!form)
        throw new Error(`there is no form to ${action} on ${page.url}: ${formsOf(page).map(each => each.action)}`);
      const body = form.isMultipart ? new FormData() : new URLSearchParams();
      for (const [name, value] of Object.entries({ ...form.fields, ...fields }))
        for (const each of [value].flat()) (body as FormData).append(name, each as string);
      return follow(form.action, { method: 'POST', body, headers: { origin: new URL(base).origin } });
    },
  };
}

type Form = Readonly<{ action: string; isMultipart: boolean; fields: Record<string, string> }>;

export function formsOf({ text, url }: Pick<Page, 'text' | 'url'>): Form[] {
  return [...text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', inside = '']) => ({
    action: unescaped(/action="([^"]*)"/.exec(tag)?.[1] ?? url),
    isMultipart: /multipart/.test(tag),
    fields: fieldsIn(inside),
  }));
}

function fieldsIn(inside: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of inside.matchAll(/<input\b[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    const type = /\btype="([^"]*)"/.exec(tag)?.[1] ?? 'text';
    const value = unescaped(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '');
    if (!name || ['file', 'submit'].includes(type)) continue;
    if (['radio', 'checkbox'].includes(type) && !/\bchecked\b/.test(tag)) continue;
    fields[name] = value;
  }
  for (const [, name, value] of inside.matchAll(/<textarea\b[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g))
    fields[name!] = unescaped(value!.replace(/^\n/, ''));
  for (const [, name, options] of inside.matchAll(/<select\b[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name!] = unescaped(/<option value="([^"]*)"[^>]*selected/.exec(options!)?.[1] ?? '');
  return fields;
}

export const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
