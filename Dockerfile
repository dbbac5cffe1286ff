# The archive as an image; compose.yaml runs it beside PostgreSQL. Everything it writes lies in /data.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ARCHIVE_DATA_DIR=/data PORT=8000 WEB_CONCURRENCY=2
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

COPY manage.py ./
COPY archive archive
COPY articles articles
COPY templates templates
COPY static static
COPY seeds seeds

RUN useradd --system --user-group --uid 10001 --no-create-home archive && install -d -m 700 -o archive -g archive /data
USER archive
VOLUME /data
EXPOSE 8000

# Asks as a proxy would, by the first name the archive answers to.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD python -c "\
import os, urllib.request; \
host = os.environ.get('ALLOWED_HOSTS', '').split(',')[0].strip(' .*') or 'localhost'; \
address = f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz'; \
headers = {'Host': host, 'X-Forwarded-Proto': 'https'}; \
urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=4)"

CMD ["sh", "-c", "python manage.py set_up --bind 0.0.0.0:$PORT && exec gunicorn archive.wsgi --bind 0.0.0.0:$PORT --worker-class archive.worker.Worker --threads 4 --timeout 120 --graceful-timeout 8 --limit-request-line 8190 --no-control-socket --log-level warning"]
