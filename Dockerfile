# One image for every process: `portal serve`, `portal worker`, `portal migrate`, `portal werkbak`.
FROM python:3.13-slim-trixie AS bouw
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt ./
RUN python -m venv /app/.venv && /app/.venv/bin/pip install --quiet --require-hashes -r requirements.txt
COPY pyproject.toml README.md ./
COPY portal portal
COPY translations translations
COPY content content
COPY static static
RUN /app/.venv/bin/pip install --quiet --no-deps --no-build-isolation -e . \
    && /app/.venv/bin/pybabel -q compile -d translations \
    && /app/.venv/bin/python -m compileall -q portal

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Rustpunt" org.opencontainers.image.licenses="EUPL-1.2"
# For `portal backup` and `portal restore`: of version 17, as the server in compose.yaml.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin rustpunt \
    && install -d -o rustpunt -g rustpunt -m 0700 /var/lib/rustpunt
WORKDIR /app
COPY --from=bouw /app /app
# The root file system can be read-only: everything that is written goes to PORTAL_VAR_DIR.
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_HOST=0.0.0.0 PORTAL_PORT=8000 PORTAL_VAR_DIR=/var/lib/rustpunt
USER rustpunt
VOLUME /var/lib/rustpunt
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os,urllib.request as u; u.urlopen('http://127.0.0.1:'+os.environ['PORTAL_PORT']+'/readyz',timeout=2)"]
CMD ["portal", "serve"]
