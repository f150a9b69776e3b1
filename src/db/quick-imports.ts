// Node reads a package's package.json anew for each of its files, to learn whether it is a module.
// drizzle-orm has a hundred files and 180 kB of package.json: that was two thirds of every start.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(name, context, next) {
    const within = /^\.\.?\/.*\.js$/.test(name) && context.parentURL?.includes('/node_modules/drizzle-orm/');
    if (!within) return next(name, context);
    return { url: new URL(name, context.parentURL).href, format: 'module', shortCircuit: true };
  },
});
