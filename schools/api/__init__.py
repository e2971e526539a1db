"""The directory of schools for programs: `GET /api/v1/schools`."""
