# The service in a container: nothing is fetched when it runs, and it runs as nobody in particular.
#
#   docker build -t credscore .
#   docker run --rm --read-only -p 127.0.0.1:8000:8000 credscore
#
# For others than this machine, give it keys, and a volume for its trail:
#
#   docker run -d --read-only -p 8000:8000 -v ./keys.txt:/etc/credscore/keys:ro \
#     -v credscore-trail:/var/lib/credscore credscore \
#     serve --host 0.0.0.0 --keys /etc/credscore/keys --trail /var/lib/credscore/trail.jsonl

# The whole image has the compiler that the fast part of credscore is made with.
FROM python:3.13 AS build
WORKDIR /src
COPY pyproject.toml setup.py README.md LICENSE ./
COPY credscore credscore
COPY features features
COPY trained trained
RUN python -m venv /opt/credscore \
    && /opt/credscore/bin/pip install --no-cache-dir --disable-pip-version-check ".[serve]" \
    && /opt/credscore/bin/pip uninstall --yes --quiet pip \
    && /opt/credscore/bin/python -m compileall -q /opt/credscore/lib

FROM python:3.13-slim
# The trail is written by this user; a volume that is mounted there belongs to it.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin credscore \
    && install --directory --owner=credscore --mode=0750 /var/lib/credscore
COPY --from=build /opt/credscore /opt/credscore
ENV PATH=/opt/credscore/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /var/lib/credscore
VOLUME /var/lib/credscore
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["credscore"]
CMD ["serve", "--host", "0.0.0.0"]
