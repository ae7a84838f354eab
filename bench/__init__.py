"""What is measured, how, against what: `python3 dev.py bench`. The last results lie in `results/`."""
