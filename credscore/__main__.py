"""``python -m credscore`` does what the command ``credscore`` does."""

from credscore.cli import main

main()
