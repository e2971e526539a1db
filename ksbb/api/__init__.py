"""What every part of the API under `/api/v1/` stands on. The endpoints themselves live in the apps' own `api` packages."""
