import { layout } from '../../parts/layout.ts';
import type { Html } from '../../parts/page.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';

/** A page of the desk with its search field, and no script of its own. */
export const deskPage = ({ assets }: PageRooms, visit: SignedInVisit, title: string, body: Html): Html =>
  layout({ visit, assets }, { title, skipTo: 'main', body, find: '' });
