# The first stage has the compiler that hnswlib-node takes; what runs has none.
FROM node:22-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The headers that the compiler needs come with the image.
RUN npm_config_nodedir=/usr/local npm ci --omit=dev
COPY bin bin
COPY src src
# The first start compiles the program, which then needs neither its sources nor a disk to write to.
RUN node bin/verbatim.js --help && rm -r src

FROM node:22-bookworm-slim
ENV NODE_ENV=production METRICS_PORT=9464
WORKDIR /app
COPY --from=build /app ./
COPY embeddings/models embeddings/models
COPY corpus corpus
# A new volume takes over what is there, with its owner.
RUN mkdir -p data embeddings/index embeddings/cache \
  && chown -R node:node data corpus embeddings/index embeddings/cache
USER node
STOPSIGNAL SIGTERM
# A first start that builds a large index is given its time.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10m \
  CMD node bin/verbatim.js health || exit 1
CMD ["node", "bin/verbatim.js", "bot"]
