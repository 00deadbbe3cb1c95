# syntax=docker/dockerfile:1
# The server and its command line, without compilers and test tools. docs/operating.md says how to run it.

FROM node:24-slim AS packages
WORKDIR /entente
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-slim AS build
WORKDIR /entente
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node scripts/generate-prisma.ts && node scripts/build-web.ts && rm -rf node_modules

FROM node:24-slim
ENV NODE_ENV=production ENTENTE_DATA=/data HOST=0.0.0.0 PORT=8080
WORKDIR /entente
# Keys, deployment records and, without DATABASE_URL and RPC_URL, the ledger itself.
RUN install -d -o node -g node -m 0700 /data
VOLUME /data
COPY --from=packages /entente/node_modules node_modules
COPY --from=build /entente .
USER node
EXPOSE 8080
# Only a process with the role api listens: compose.yaml switches this off for the others.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "cli/entente.ts"]
CMD ["start", "--no-demo"]
