"""The API's own description in OpenAPI, for programs that read it."""
