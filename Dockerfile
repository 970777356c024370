# The service alone: its Neo4j is another container or a cluster, so no Java is started here.
FROM node:24-slim AS pages
WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/service
WORKDIR /build
COPY requirements.lock ./
RUN /opt/service/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE hatch_build.py ./
COPY service/ service/
COPY queries/ queries/
COPY graph_schema/ graph_schema/
COPY demo/ demo/
COPY --from=pages /web/dist web/dist
RUN /opt/service/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home service
COPY --from=build /opt/service /opt/service
ENV PATH=/opt/service/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    AUTHORITY_NETWORK_HOST=0.0.0.0 AUTHORITY_NETWORK_PORT=8000
WORKDIR /tmp
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=120s --retries=3 CMD ["python", "-m", "service.serving.health"]
ENTRYPOINT ["authority-network"]
CMD ["serve"]
