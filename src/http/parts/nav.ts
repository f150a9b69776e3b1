import type { Viewer } from '../../signin/who.ts';
import { type Area, may } from '../rights.ts';
import type { Visit } from '../visit.ts';
import type { Icon } from './icons.ts';

export type NavItem = Readonly<{ href: string; label: string; icon: Icon }>;

const items: readonly Readonly<{ href: string; word: string; icon: Icon; area: Area | null }>[] = [
  { href: '/tickets', word: 'nav.tickets', icon: 'list', area: 'tickets' },
  { href: '/held', word: 'nav.held', icon: 'held', area: 'held' },
  { href: '/mail', word: 'nav.mail', icon: 'mail', area: 'mail' },
  { href: '/directory', word: 'nav.directory', icon: 'people', area: 'directory' },
  { href: '/charts', word: 'nav.charts', icon: 'list', area: 'operation' },
  { href: '/belt', word: 'nav.belt', icon: 'list', area: 'operation' },
  { href: '/settings', word: 'desk.settings.title', icon: 'list', area: 'operate' },
  { href: '/audit', word: 'desk.audit.title', icon: 'list', area: 'operate' },
  { href: '/new', word: 'nav.new', icon: 'add', area: 'new' },
  { href: '/guide', word: 'nav.guide', icon: 'guide', area: null },
];

/** The pages that a reader may open, in the order of the bar. */
export const navOf = ({ viewer, say, held }: Pick<Visit, 'viewer' | 'say' | 'held'>): NavItem[] =>
  items
    .filter(({ area }) => area === null || may(viewer, area))
    .map(({ href, word, icon, area }) => ({
      href,
      label: `${say(isOfAgent(viewer) && word === 'nav.tickets' ? 'desk.tickets' : word)}${area === 'held' && held > 0 ? ` ${held}` : ''}`,
      icon,
    }));

const isOfAgent = (viewer: Viewer | null): boolean => viewer?.role === 'agent';

export const isHere = ({ href }: Pick<NavItem, 'href'>, path: string): boolean =>
  path === href || path.startsWith(`${href}?`) || path.startsWith(`${href}/`);
