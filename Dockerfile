# syntax=docker/dockerfile:1
# Runs one process of Tributary: everything (the default), or the part that TRIBUTARY_ROLE names. Commands go
# behind the image's name, e.g. `docker run --rm … tributary doctor`.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY config config
COPY migrations migrations
COPY src src
RUN npx nest build

# No package needs an install script: the database is WebAssembly, and msgpackr works without its native part.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node -m 700 /data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
USER node
VOLUME /data
EXPOSE 3000
# A worker does not listen, so there is nothing to ask it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "process.env.TRIBUTARY_ROLE === 'worker' || fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# In this form SIGTERM reaches the program itself, which finishes what is in hand and exits with 0.
ENTRYPOINT ["node", "dist/src/cli.js"]
CMD ["start"]
