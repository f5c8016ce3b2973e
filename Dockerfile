# The production image. Its steps are the ones that `make demo` runs: the same hash-locked packages
# by ops.environment, the same schema and static files by ops.prepare.
FROM python:3.11-slim

# What draws the PDF of a meeting; without it the pages still print from the browser.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/register

COPY ops ops
COPY requirements requirements
RUN python -m ops.environment base --here

COPY . .
# Static files need settings but no secret of any real deployment: these values end with this step.
RUN DJANGO_SETTINGS_MODULE=dsr_site.settings.production \
    DSR_SECRET_KEY=used-for-this-step-only-and-kept-nowhere \
    DSR_ALLOWED_HOSTS=localhost DSR_BASE_URL=https://localhost DSR_EMAIL_URL=smtp://localhost:25 \
    DSR_TEAM_EMAIL=nobody@example.org \
    DATABASE_URL=postgresql:///unused REDIS_URL=redis://unused \
    python -m ops.prepare --no-database \
 && python -m compileall -q . \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin register

USER register
ENV DJANGO_SETTINGS_MODULE=dsr_site.settings.production DSR_BIND=0.0.0.0:8000
EXPOSE 8000
CMD ["gunicorn", "dsr_site.wsgi", "-c", "ops/gunicorn_conf.py"]
