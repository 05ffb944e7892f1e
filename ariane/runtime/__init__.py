"""What makes Rasa run fast and safe: starting, stopping, stores, locks and hot-path fixes, each with its reason."""
