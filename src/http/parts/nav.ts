import type { Viewer } from '../../signin/who.ts';
import { type Area, may } from '../rights.ts';
import type { Visit } from '../visit.ts';
import type { Icon } from './icons.ts';

/** `isManaging`: one of the menu in which the desk is managed. */
export type NavItem = Readonly<{ href: string; label: string; icon: Icon; isManaging: boolean }>;

const items: readonly Readonly<{ href: string; word: string; icon: Icon; area: Area | null; isManaging?: true }>[] = [
  { href: '/tickets', word: 'nav.tickets', icon: 'list', area: 'tickets' },
  { href: '/held', word: 'nav.held', icon: 'held', area: 'held' },
  { href: '/mail', word: 'nav.mail', icon: 'mail', area: 'mail' },
  { href: '/new', word: 'nav.new', icon: 'add', area: 'new' },
  { href: '/guide', word: 'nav.guide', icon: 'guide', area: null },
  { href: '/directory', word: 'nav.directory', icon: 'people', area: 'directory', isManaging: true },
  { href: '/snippets', word: 'desk.snippets.title', icon: 'list', area: 'snippets', isManaging: true },
  { href: '/charts', word: 'nav.charts', icon: 'list', area: 'operation', isManaging: true },
  { href: '/belt', word: 'nav.belt', icon: 'list', area: 'operation', isManaging: true },
  { href: '/settings', word: 'desk.settings.title', icon: 'list', area: 'operate', isManaging: true },
  { href: '/audit', word: 'desk.audit.title', icon: 'list', area: 'operate', isManaging: true },
];

/** The pages that a reader may open, in the order of the bar. */
export const navOf = ({ viewer, say, held }: Pick<Visit, 'viewer' | 'say' | 'held'>): NavItem[] =>
  items
    .filter(({ area }) => area === null || may(viewer, area))
    .map(({ href, word, icon, area, isManaging = false }) => ({
      href,
      label: `${say(isOfAgent(viewer) && word === 'nav.tickets' ? 'desk.tickets' : word)}${area === 'held' && held > 0 ? ` ${held}` : ''}`,
      icon,
      isManaging,
    }));

const isOfAgent = (viewer: Viewer | null): boolean => viewer?.role === 'agent';

export const isHere = ({ href }: Pick<NavItem, 'href'>, path: string): boolean =>
  path === href || path.startsWith(`${href}?`) || path.startsWith(`${href}/`);
