"""The public figures for programs: `GET /api/v1/figures`."""
