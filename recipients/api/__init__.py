"""The register for other systems: `POST /api/v1/recipients/imports` and what follows. docs/api.md tells how to use it."""
