"""What a developer runs: the local cloud, the checks, the demo."""
