// Shows what has changed, without touching what somebody types. One tab of a browser listens, and tells the others.
import { Idiomorph } from './idiomorph.js';

const channel = new BroadcastChannel('postern');
const entries = () => document.getElementById('entries');
const tickets = () => document.querySelector('ol.tickets');
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string[]} keys */
function hear(keys) {
  const here = entries()?.dataset.ticket;
  if (!tickets() && !(here && (keys.includes(here) || keys[0] === '*'))) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, 100);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { 'sec-purpose': 'prefetch' } }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [list, thread] = [fresh.querySelector('ol.tickets'), fresh.getElementById('entries')];
  const [oldList, oldThread] = [tickets(), entries()];
  const [state, oldState] = [fresh.getElementById('state'), document.getElementById('state')];
  if (state && oldState) morph(oldState, state);
  if (list && oldList && !oldList.querySelector(':checked')) morph(oldList, list);
  if (!thread || !oldThread) return;
  const before = oldThread.querySelectorAll('article').length;
  morph(oldThread, thread);
  announce(oldThread.querySelectorAll('article').length - before);
}

/** Open details stay open, and whatever has the focus stays as it is.
 * @param {Element} old
 * @param {Element} fresh
 */
function morph(old, fresh) {
  Idiomorph.morph(old, fresh, {
    // Of `innerHTML` the fresh element would become a child of the old one.
    morphStyle: 'outerHTML',
    ignoreActiveValue: true,
    callbacks: {
      beforeAttributeUpdated: (/** @type {string} */ name, /** @type {Element} */ node) =>
        !(name === 'open' && node.tagName === 'DETAILS'),
    },
  });
}

let unseen = 0;

/** New entries announce themselves, and never move what is read.
 * @param {number} count
 */
function announce(count) {
  const pill = document.getElementById('others');
  if (!pill || count <= 0) return;
  unseen += count;
  const { one = '', more = '' } = pill.dataset;
  pill.textContent = unseen === 1 ? one : more.replace('%', String(unseen));
}

const present = document.getElementById('present');

/** Who else is on this ticket. @param {{ ticket: string, who: { email: string, name: string, state: string }[] }} now */
function meet({ ticket, who }) {
  if (!present || ticket !== entries()?.dataset.ticket) return;
  const { me, reading = '', writing = '' } = present.dataset;
  present.textContent = who
    .filter(({ email }) => email !== me)
    .map(({ name, state }) => (state === 'writing' ? writing : reading).replace('%', name))
    .join(' ');
}

/** @param {string} state */
function here(state) {
  const ticket = entries()?.dataset.ticket;
  if (!present || !ticket) return;
  const body = new URLSearchParams({ csrf: present.dataset.csrf ?? '', state });
  void fetch(`/tickets/${ticket}/presence`, { method: 'POST', body, keepalive: true }).catch(() => {});
}
if (present) {
  let wroteAt = 0;
  const again = () => here(Date.now() - wroteAt < 20_000 ? 'writing' : 'reading');
  again();
  setInterval(() => document.visibilityState === 'visible' && again(), 15_000);
  document.querySelector('.composer')?.addEventListener('input', () => {
    const isNew = Date.now() - wroteAt > 10_000;
    wroteAt = Date.now();
    if (isNew) again();
  });
  addEventListener('pagehide', () => here('gone'));
}

function listen() {
  const events = new EventSource('/events');
  let opened = false;
  // What changed while there was no connection has not been told.
  events.addEventListener('open', () => {
    const all = { name: 'tickets', data: '*' };
    if (opened) channel.postMessage(all);
    if (opened) told(all.name, all.data);
    opened = true;
  });
  for (const name of ['tickets', 'presence'])
    events.addEventListener(name, ({ data }) => {
      channel.postMessage({ name, data });
      told(name, data);
    });
}
/** @param {string} name @param {string} data */
function told(name, data) {
  if (name === 'tickets') hear(data.split(' '));
  else meet(JSON.parse(data));
}
channel.addEventListener('message', ({ data }) => told(data.name, data.data));
// The tab that holds the lock listens; when it is closed, another one gets it.
if (navigator.locks) void navigator.locks.request('postern-events', () => new Promise(() => listen()));
else listen();
