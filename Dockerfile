# An image of the command line: docker build -t sluice . && docker run --rm sluice --help
# No container engine was at hand where this file was written: it has not been built yet.
FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:22-slim
WORKDIR /opt/sluice
ENV NODE_ENV=production
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY --from=build /build/dist ./dist
COPY worlds ./worlds
COPY LICENSE ./
USER node
WORKDIR /work
ENTRYPOINT ["node", "/opt/sluice/dist/cli/main.js"]
CMD ["--help"]
