import { loadConfig } from './load.ts';
import { Settings, settingsIn } from './schema.ts';

type Described = { secret?: boolean; shown?: string };
export type SettingInForce = Readonly<{
  name: string;
  value: string;
  from: 'environment' | 'default';
  meaning: string;
}>;

/** Every setting, where its value came from, and what it means. Secrets are told as set, passwords of URLs are left out. */
export function settingsInForce(env: NodeJS.ProcessEnv): SettingInForce[] {
  const config: Record<string, unknown> = { ...loadConfig(env, { reads: true }) };
  const given = settingsIn(env);
  return Object.entries(Settings.shape).map(([name, setting]) => {
    const { secret, shown } = (setting.meta() ?? {}) as Described;
    const value = given[name] ?? shown ?? String(config[name]);
    const hidden = secret && name in given ? '(set, not shown)' : withoutPassword(value);
    const from = name in given ? ('environment' as const) : ('default' as const);
    return { name, value: hidden.replaceAll('`', ''), from, meaning: setting.description ?? '' };
  });
}

export const withoutPassword = (url: string): string => url.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1:…@');
