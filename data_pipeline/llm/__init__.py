"""Better words and ideas from any OpenAI-compatible endpoint, where one is configured; never needed, never trusted."""
