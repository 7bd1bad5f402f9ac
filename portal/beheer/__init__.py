"""For those who keep it running: their pages, health, and numbers without persons."""
