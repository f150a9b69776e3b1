# Postern on Node 24. Everything it keeps lies in the volume /var/lib/postern.
FROM node:24-slim

WORKDIR /opt/postern
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY src src
COPY templates templates
COPY drizzle drizzle

# `docker exec postern postern ticket list`.
RUN ln -s /opt/postern/src/cli/postern /usr/local/bin/postern

# PostgreSQL refuses to run as root, and nothing else here needs to.
RUN install -d -o node -g node -m 0700 /var/lib/postern
USER node
ENV NODE_ENV=production POSTERN_HOME=/var/lib/postern SMTP_HOST=0.0.0.0 SMTP_PORT=2525 HTTP_HOST=0.0.0.0 METRICS_PORT=8026
VOLUME /var/lib/postern
EXPOSE 2525 8025

# Healthy is who is ready: `/readyz` answers 200.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT}/readyz`).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]

# Ends in order at SIGTERM; give it the time: docker stop --time 140.
CMD ["node", "--max-semi-space-size=4", "src/start.js", "serve"]
