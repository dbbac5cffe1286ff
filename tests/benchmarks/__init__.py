"""Speed of the archive, measured on generated articles: `python -m tests.benchmarks --articles 10000`."""
