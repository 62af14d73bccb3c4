"""The `web` transport: a chat in the browser that looks and feels like WeChat."""
