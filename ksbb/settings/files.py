"""Where private files lie: in a folder, or in an object store that speaks S3 (for more than one machine)."""

from pathlib import Path
from typing import Any

import environ
from botocore.config import Config

env = environ.Env()


def private_files(folder: Path) -> dict[str, Any]:
    """For `STORAGES["default"]`. `KSBB_FILES_BUCKET` names the store's bucket; the keys come from where AWS's own tools look.

    Files never have an address of their own: views hand them out after asking who may see them.
    """
    bucket = env.str("KSBB_FILES_BUCKET", default="")
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder), "base_url": None, "file_permissions_mode": 0o600},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("KSBB_FILES_ENDPOINT", default="") or None,
            "region_name": env.str("KSBB_FILES_REGION", default="ap-southeast-3"),
            "default_acl": None,  # the bucket's own rule, which must be private
            "file_overwrite": False,
            # A store that hangs holds up a page for seconds, not for minutes.
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=2,
                read_timeout=10,
                retries={"max_attempts": 2},
            ),
        },
    }
