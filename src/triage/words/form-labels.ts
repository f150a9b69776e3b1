import type { Extent } from '../../desk/impact.ts';
import type { Locale } from '../../desk/locale.ts';
import type { Priority } from '../../desk/ticket.ts';

/** The lines of a form's mail. They are words that a person would write, so our mail rules read them as well. */
export const formLabels: Readonly<
  Record<
    Locale,
    Readonly<{
      instance: string;
      functions: string;
      users: string;
      priority: string;
      ofFunctions: Readonly<Record<Extent, string>>;
      ofUsers: Readonly<Record<Extent, string>>;
      levels: Readonly<Record<Priority, string>>;
    }>
  >
> = {
  en: {
    instance: 'Instance',
    functions: 'Functions',
    users: 'Users',
    priority: 'Priority',
    ofFunctions: { all: 'all', most: 'most', few: 'few' },
    ofUsers: { all: 'all', most: 'most', few: 'few' },
    levels: { urgent: 'urgent', high: 'high', medium: 'medium', low: 'low' },
  },
  it: {
    instance: 'Istanza',
    functions: 'Funzioni',
    users: 'Utenti',
    priority: 'Priorità',
    ofFunctions: { all: 'tutte', most: 'maggior parte', few: 'poche' },
    ofUsers: { all: 'tutti', most: 'maggior parte', few: 'pochi' },
    levels: { urgent: 'urgente', high: 'alta', medium: 'media', low: 'bassa' },
  },
  es: {
    instance: 'Instancia',
    functions: 'Funciones',
    users: 'Usuarios',
    priority: 'Prioridad',
    ofFunctions: { all: 'todas', most: 'la mayoría', few: 'pocas' },
    ofUsers: { all: 'todos', most: 'la mayoría', few: 'pocos' },
    levels: { urgent: 'urgente', high: 'alta', medium: 'media', low: 'baja' },
  },
  pt: {
    instance: 'Instância',
    functions: 'Funções',
    users: 'Utilizadores',
    priority: 'Prioridade',
    ofFunctions: { all: 'todas', most: 'a maioria', few: 'poucas' },
    ofUsers: { all: 'todos', most: 'a maioria', few: 'poucos' },
    levels: { urgent: 'urgente', high: 'alta', medium: 'média', low: 'baixa' },
  },
  fr: {
    instance: 'Instance',
    functions: 'Fonctions',
    users: 'Utilisateurs',
    priority: 'Priorité',
    ofFunctions: { all: 'toutes', most: 'la plupart', few: 'peu' },
    ofUsers: { all: 'tous', most: 'la plupart', few: 'peu' },
    levels: { urgent: 'urgente', high: 'haute', medium: 'moyenne', low: 'basse' },
  },
  de: {
    instance: 'Instanz',
    functions: 'Funktionen',
    users: 'Benutzer',
    priority: 'Priorität',
    ofFunctions: { all: 'alle', most: 'die meisten', few: 'wenige' },
    ofUsers: { all: 'alle', most: 'die meisten', few: 'wenige' },
    levels: { urgent: 'dringend', high: 'hoch', medium: 'mittel', low: 'niedrig' },
  },
};
