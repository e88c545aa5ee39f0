# Dependencies in one stage, so that npm's cache and the lock file stay out of the image that runs.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# Node runs the sources as they are: there is nothing to build.
FROM node:24-bookworm-slim
# Compiled sources are kept beside the data: a later start has them compiled, and never loads what strips types.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data NODE_COMPILE_CACHE=/data/compiled
# One heap of the C library for all threads: without it each keeps memory of its own; and what is large goes back to the system when
# it is freed, always: the library would raise its idea of large to the largest it has seen (docs/benchmarks.md).
ENV MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY src ./src
COPY flows ./flows
COPY knowledge ./knowledge
RUN mkdir /data && chown node:node /data
USER node
# The database and the index of an imported catalogue; back this up.
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1, so that it hears SIGTERM and finishes what it has in hand.
# How far V8 lets its heap grow before it collects; without these limits it keeps twice the memory: docs/benchmarks.md.
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size=512", "--v8-pool-size=1", "src/main.ts"]
