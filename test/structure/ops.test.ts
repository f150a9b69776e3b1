// What Prometheus and Grafana read from ops/ names figures that there are.
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const promtool = spawnSync('promtool', ['--version']).status === 0;
if (!promtool) console.warn('LEFT OUT: alert rules by promtool, which is not on PATH (package prometheus).');

const named = new Set(
  globSync('src/**/*.ts').flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/\.(?:gauge|counter|durations)\(\s*'([a-z_0-9]+)'/g)].map(
      ([, name]) => name!,
    ),
  ),
);
/** Of the process itself, by prom-client. */
const byDefault = /^(?:process|nodejs)_/;

test.skipIf(!promtool)('the alert rules are what promtool takes, and fire when they should', () => {
  for (const args of [
    ['check', 'rules', 'alerts.yml'],
    ['test', 'rules', 'alerts.test.yml'],
  ]) {
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: 'ops', encoding: 'utf8' });
    expect(status, `${stdout}${stderr}`).toBe(0);
  }
});

const systemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!systemd) console.warn('LEFT OUT: the unit by systemd-analyze, which is not on PATH (package systemd).');

test.skipIf(!systemd)('the unit is what systemd takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-unit-'));
  const unit = join(folder, 'postern.service');
  // Node may lie elsewhere here.
  writeFileSync(unit, readFileSync('ops/postern.service', 'utf8').replace('/usr/bin/node', process.execPath));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect([status, stdout, stderr]).toEqual([0, '', '']);
});

test('every alert rule is tested', () => {
  const rules = [...readFileSync('ops/alerts.yml', 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name]) => name!);
  const tested = readFileSync('ops/alerts.test.yml', 'utf8');
  expect(rules.filter(name => !new RegExp(`alertname: ${name}\\n *exp_alerts:\\n`).test(tested))).toEqual([]);
});

test('every figure of ours is on the dashboard', () => {
  const shown = readFileSync('ops/grafana.json', 'utf8');
  expect([...named].filter(name => !shown.includes(`postern_${name}`))).toEqual([]);
});

test.each(['ops/alerts.yml', 'ops/grafana.json'])('%s names only figures that there are', file => {
  const used = [...readFileSync(file, 'utf8').matchAll(/\bpostern_([a-z_0-9]+)/g)].map(([, name]) => name!);
  expect(used.length).toBeGreaterThan(8);
  const base = (name: string) => name.replace(/_(?:bucket|count|sum)$/, '');
  expect(used.filter(name => !named.has(base(name)) && !byDefault.test(name))).toEqual([]);
});

test('every panel of the dashboard has a question of its own', () => {
  const { panels } = JSON.parse(readFileSync('ops/grafana.json', 'utf8')) as {
    panels: { id: number; targets: { expr: string }[] }[];
  };
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { targets } of panels) expect(targets.length).toBeGreaterThan(0);
});
