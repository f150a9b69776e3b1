// Finds modules without reading package.json files again and again, which took a third of every start.
//
// Node reads the package.json beside a module each time that the module is imported, to learn whether it is an
// ES module. Ours are TypeScript modules by their name. The packages named below are ES modules throughout, have
// a hundred files each, and a package.json of up to 180 kB.
import { registerHooks } from 'node:module';

const moduleOnly = /\/node_modules\/(?:drizzle-orm|hono\/dist|zod)\/(?!cjs\/)/;
/** What the packages' names lead to, from our own modules. */
const packages = new Map();

registerHooks({
  resolve(name, context, next) {
    const { parentURL, conditions } = context;
    const ask = () => next(name, context);
    if (parentURL === undefined || !conditions.includes('import')) return ask();
    const isOurs = !parentURL.includes('/node_modules/');
    if (/^\.\.?\//.test(name)) {
      const format = formatOf(name, { isOurs, parentURL });
      return format ? { url: new URL(name, parentURL).href, format, shortCircuit: true } : ask();
    }
    if (!isOurs) return ask();
    const found = packages.get(name) ?? { ...ask(), shortCircuit: true };
    packages.set(name, found);
    return found;
  },
});

function formatOf(name, { isOurs, parentURL }) {
  if (isOurs) return name.endsWith('.ts') ? 'module-typescript' : null;
  return name.endsWith('.js') && moduleOnly.test(parentURL) ? 'module' : null;
}
