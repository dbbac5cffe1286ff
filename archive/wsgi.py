"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = get_wsgi_application()
# What is loaded by now stays. To look through it for cycles again and again took a sixth of an export.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
