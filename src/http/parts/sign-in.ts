import type { Assets } from '../assets.ts';
import type { Visit } from '../visit.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { type Html, html } from './page.ts';

export type Shown = Readonly<{ visit: Visit; assets: Assets; oidcName: string | null; support: string }>;

const narrow = (shown: Pick<Shown, 'visit' | 'assets'>, title: string, content: Html): Html =>
  layout(shown, {
    title,
    skipTo: 'main',
    body: html`<main class="narrow" id="main"><h1>${title}</h1>${content}</main>`,
  });

/** `to`: where to go afterwards, signed. */
export function askPage(shown: Shown, { to, problem }: Readonly<{ to: string; problem: 'address' | null }>): Html {
  const { say } = shown.visit;
  const error = html`<p class="error" id="email-error">${icon('wrong')}<span>${say('signIn.noAddress')}</span></p>`;
  return narrow(
    shown,
    say('signIn.title'),
    html`<p class="lead">${say('signIn.lead')}</p>
<form class="form" method="post" action="/sign-in">
<input type="hidden" name="to" value="${to}">
<div class="field"><label for="email">${say('signIn.address')}</label>
<input id="email" name="email" type="email" autocomplete="email" required${problem ? html` aria-invalid="true" aria-describedby="email-error" autofocus` : ''}>${problem ? error : ''}</div>
<div><button class="button primary" type="submit">${say('signIn.send')}</button></div>
</form>
${shown.oidcName === null ? '' : html`<form method="get" action="/sign-in/oidc"><input type="hidden" name="to" value="${to}"><button class="button" type="submit">${say('signIn.oidc', { name: shown.oidcName })}</button></form>`}
<p class="muted">${say('signIn.byMail')} <a href="mailto:${shown.support}">${shown.support}</a></p>`,
  );
}

export function sentPage(shown: Shown, { isWrong }: Readonly<{ isWrong: boolean }>): Html {
  const { say } = shown.visit;
  const error = html`<p class="error" id="code-error">${icon('wrong')}<span>${say('signIn.wrong')}</span></p>`;
  return narrow(
    shown,
    say('signIn.sentTitle'),
    html`<p class="lead">${say('signIn.sent')}</p>
<form class="form" method="post" action="/sign-in/code">
<div class="field"><label for="code">${say('signIn.code')}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12"${isWrong ? html` aria-invalid="true" aria-describedby="code-error" autofocus` : ''}>${isWrong ? error : ''}</div>
<div><button class="button primary" type="submit">${say('signIn.enter')}</button></div>
</form>
<p class="muted">${say('signIn.nothing')} <a href="/sign-in">${say('signIn.again')}</a>.</p>`,
  );
}

type Lost = Readonly<{
  action: string;
  fields: Readonly<Record<string, string>>;
  hadFiles: boolean;
  why: 'lost' | 'again';
}>;

/** What was written when the session had ended, in hidden fields and to be read. */
export function lostPage(shown: Pick<Shown, 'visit' | 'assets'>, { action, fields, hadFiles, why }: Lost): Html {
  const { say } = shown.visit;
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<textarea name="${name}" hidden>\n${value}</textarea>`,
  );
  const text = fields.description ?? fields.text ?? '';
  return narrow(
    shown,
    say(why === 'lost' ? 'signIn.lostTitle' : 'signIn.lateTitle'),
    html`<p class="lead">${say(why === 'lost' ? 'signIn.lost' : 'signIn.late')}${hadFiles ? html` ${say('signIn.lostFiles')}` : ''}</p>
<p><a class="button primary" href="/sign-in?again=yes" target="_blank">${say('signIn.title')}</a></p>
<form method="post" action="${action}">${hidden}<button class="button" type="submit">${say('new.goOn')}</button></form>
${text ? html`<blockquote dir="auto">${text}</blockquote>` : ''}`,
  );
}

/** The page of a mailed link. `elsewhere`: another browser asked, or the link was used or is too old. */
export function linkPage(shown: Shown, state: 'ask' | 'elsewhere' | 'invalid' | 'unproven'): Html {
  const { say } = shown.visit;
  if (state === 'ask') {
    const form = html`<p class="lead">${say('signIn.press')}</p>
<form class="form" method="post"><div><button class="button primary" type="submit">${say('signIn.enter')}</button></div></form>`;
    return narrow(shown, say('signIn.title'), form);
  }
  return narrow(
    shown,
    say(`signIn.${state}Title`),
    html`<p class="lead">${say(`signIn.${state}`)} <a href="/sign-in">${say('signIn.again')}</a>.</p>`,
  );
}
