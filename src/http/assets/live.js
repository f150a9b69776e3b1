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
  if (!tickets() && !(here && keys.includes(here))) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, 100);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { 'sec-purpose': 'prefetch' } }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [list, thread] = [fresh.querySelector('ol.tickets'), fresh.getElementById('entries')];
  const [oldList, oldThread] = [tickets(), entries()];
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
    morphStyle: 'innerHTML',
    ignoreActiveValue: true,
    callbacks: {
      beforeAttributeUpdated: (/** @type {string} */ name, /** @type {Element} */ node) =>
        !(name === 'open' && node.tagName === 'DETAILS'),
    },
  });
}

/** New entries announce themselves, and never move what is read.
 * @param {number} count
 */
function announce(count) {
  const pill = document.getElementById('others');
  if (!pill || count <= 0) return;
  pill.textContent = `+${count}`;
}

function listen() {
  const events = new EventSource('/events');
  events.addEventListener('tickets', ({ data }) => {
    channel.postMessage(data);
    hear(data.split(' '));
  });
}
channel.addEventListener('message', ({ data }) => hear(String(data).split(' ')));
// The tab that holds the lock listens; when it is closed, another one gets it.
if (navigator.locks) void navigator.locks.request('postern-events', () => new Promise(() => listen()));
else listen();
