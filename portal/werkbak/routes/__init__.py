"""The werkbak's pages and its two doors for machines, one file per noun."""
