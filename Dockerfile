# One image for web, worker and beat; the command says which.
FROM python:3.11-slim AS packages
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /tmp/base.txt

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=ksbb.settings.production \
    KSBB_DATA_DIR=/data
# postgresql-client: pg_dump and pg_restore for the backups.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin ksbb \
    && install --directory --owner=ksbb --mode=0700 /data /backups \
    && apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Production's settings insist on their variables; these are for this one step and open nothing.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgresql://build@127.0.0.1:1/build \
    REDIS_URL=redis://127.0.0.1:1/0 \
    KSBB_FIELD_KEYS=build \
    KSBB_HASH_KEY=build \
    KSBB_PUBLIC_URL=https://build.invalid \
    ALLOWED_HOSTS=build.invalid \
    EMAIL_URL=dummymail:// \
    python manage.py collectstatic --noinput --verbosity 0
USER ksbb
VOLUME /data
EXPOSE 8000
# --worker-tmp-dir: gunicorn's heartbeat in memory, as a slow disk would look like a hanging worker.
# No --access-logfile: the portal writes a line for each answer itself, with its route instead of its address.
CMD ["gunicorn", "ksbb.wsgi:application", "--config=python:ksbb.serving", "--bind=0.0.0.0:8000", "--workers=2", "--threads=8", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
