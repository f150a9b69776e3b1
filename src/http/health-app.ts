import { Hono } from 'hono';
import { addHealthRoutes, type HealthPorts } from './health.ts';

/** The routes of health alone, for a port of their own. */
export function createHealthApp(ports: HealthPorts): Hono {
  const app = new Hono();
  addHealthRoutes(app, ports);
  app.notFound(context => context.text('Not found\n', 404));
  app.onError((_, context) => context.text('Not just now, please try again\n', 503));
  return app;
}
